"""Papers at the counter: issued, looked up, replaced, made void; a community printed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from tests.cases.city import COMMUNITY, TOWN_STATION, City
from tests.counter.test_case_pages import SignIn
from tests.documents.amending import amend


def sent(client: Any, where: str, **fields: str) -> Any:
    """Send a form as the page gave it, with its token."""
    page = client.get(where).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return client.post(where, {"token": found[1], **fields})


def issue_of(city: City, name: str) -> str:
    return f"{reverse('counter:paper-issue')}?person={city.people[name]}"


def test_a_registration_form_is_issued_and_its_page_leads_to_the_pdf(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    answer = sent(client, issue_of(city, "李建国"), paper="form")
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "常住人口登记表" in page
    assert "有效" in page
    number = city.sql("select number from documents_paper")[0][0]
    pdf = client.get(reverse("counter:paper"), {"number": number})
    assert pdf.content.startswith(b"%PDF")


def test_only_papers_that_can_be_issued_of_the_person_are_offered(city: City, sign_in: SignIn) -> None:
    page = sign_in("counter").get(issue_of(city, "李建国")).content.decode()
    assert 'value="form"' in page
    assert 'value="cancellation"' not in page
    assert 'value="birth"' not in page


def test_a_form_sent_twice_issues_once(city: City, sign_in: SignIn) -> None:
    client, where = sign_in("counter"), f"{reverse('counter:paper-issue')}?household={city.households['李']}"
    token = re.search(r'name="token" value="([^"]+)"', client.get(where).content.decode())
    assert token is not None
    first = client.post(where, {"token": token[1], "paper": "booklet"})
    second = client.post(where, {"token": token[1], "paper": "booklet"})
    assert first.url == second.url
    assert city.sql("select count(*) from documents_paper") == [(1,)]


def test_what_cannot_be_issued_is_said_beside_the_choice(city: City, sign_in: SignIn) -> None:
    answer = sent(sign_in("counter"), issue_of(city, "李建国"), paper="change")
    assert answer.status_code == 200
    assert "没有变更或更正过" in answer.content.decode()


def test_a_lost_booklet_is_replaced_and_the_old_one_is_void(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    household = f"{reverse('counter:paper-issue')}?household={city.households['李']}"
    first = sent(client, household, paper="booklet").url
    answer = sent(client, first.replace("about", "replace"), because="lost", note="2026年11月遗失")
    page = client.get(first).content.decode()
    assert "已换发" in page
    new = city.sql("select number from documents_paper order by id desc limit 1")[0][0]
    assert new in page
    assert client.get(answer.url).status_code == 200
    [(body,)] = city.sql("select convert_from(body, 'UTF8') from ledger_entry where act = 'paper_replaced'")
    assert "遗失：2026年11月遗失" in body


@pytest.mark.parametrize("paper", ["booklet", "form"])
def test_what_the_register_no_longer_says_is_not_issued_anew(city: City, sign_in: SignIn, paper: str) -> None:
    client = sign_in("counter")
    household = f"{reverse('counter:paper-issue')}?household={city.households['李']}"
    where = household if paper == "booklet" else issue_of(city, "李建国")
    about = sent(client, where, paper=paper).url
    amend(city, "李建国", "workplace", "双台子区第一中学")
    answer = sent(client, about.replace("about", "replace"), because="lost")
    assert "签发以后登记有变动" in answer.content.decode()
    assert city.sql("select status, count(*) from documents_paper group by 1") == [("issued", 1)]
    assert sent(client, where, paper=paper).status_code == 302


def test_another_reason_has_to_be_said(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    about = sent(client, issue_of(city, "李建国"), paper="form").url
    assert "请说明原因" in sent(client, about.replace("about", "replace"), because="other").content.decode()


def test_a_void_paper_stays_void(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    about = sent(client, issue_of(city, "李建国"), paper="form").url
    sent(client, about.replace("about", "cancel"), because="打印有误")
    page = client.get(about).content.decode()
    assert "已作废" in page
    assert reverse("counter:paper-replace") not in page


def test_the_counter_of_another_office_issues_nothing_and_sees_nothing(city: City, sign_in: SignIn) -> None:
    about = sent(sign_in("counter"), issue_of(city, "李建国"), paper="form").url
    village = sign_in("village")
    assert village.get(about).status_code == 404
    assert village.get(issue_of(city, "李建国")).status_code == 404
    for officer in ("review", "approve", "supervise"):
        assert sign_in(officer).get(issue_of(city, "李建国")).status_code == 403


@pytest.fixture
def prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "PRINTS_ROOT", tmp_path)


@pytest.mark.usefixtures("prints")
def test_a_community_is_ordered_shows_its_progress_and_gives_its_files(city: City, sign_in: SignIn) -> None:
    from huji.documents import printing
    from huji.runtime.db import set_area

    client = sign_in("counter")
    answer = sent(
        client, reverse("counter:print-new"), division=COMMUNITY, paper="booklet", because="村改社区，换发"
    )
    page = client.get(answer.url).content.decode()
    assert "已签发 0 / 2 户" in page
    assert 'hx-trigger="every 2s"' in page
    [(batch,)] = city.sql("select id from documents_batch")
    printing.work_on(batch)
    set_area([TOWN_STATION])
    page = client.get(answer.url).content.decode()
    assert "已签发 2 / 2 户" in page
    assert "hx-trigger" not in page
    file = client.get(reverse("counter:print-part", args=[batch, 1]))
    assert file.content.startswith(b"%PDF")
    assert "attachment" in file["Content-Disposition"]
    assert "村改社区" in client.get(reverse("counter:prints")).content.decode()
    assert sign_in("village").get(answer.url).status_code == 404
    assert sign_in("village").get(reverse("counter:print-part", args=[batch, 1])).status_code == 404


@pytest.mark.usefixtures("prints")
def test_the_forms_of_a_community_are_ordered_on_the_same_page(city: City, sign_in: SignIn) -> None:
    from huji.documents import printing
    from huji.runtime.db import set_area

    client = sign_in("counter")
    answer = sent(client, reverse("counter:print-new"), division=COMMUNITY, paper="form", because="换表")
    [(batch,)] = city.sql("select id from documents_batch")
    printing.work_on(batch)
    set_area([TOWN_STATION])
    page = client.get(answer.url).content.decode()
    assert "已签发 3 / 3 人" in page
    file = client.get(reverse("counter:print-part", args=[batch, 1]))
    assert f"forms-{batch}-0001.pdf" in file["Content-Disposition"]
    assert "常住人口登记表" in client.get(reverse("counter:prints")).content.decode()


@pytest.mark.usefixtures("prints")
def test_printing_is_stopped_by_who_ordered_it(city: City, sign_in: SignIn) -> None:
    client = sign_in("counter")
    answer = sent(client, reverse("counter:print-new"), division=COMMUNITY, paper="booklet", because="换发")
    [(batch,)] = city.sql("select id from documents_batch")
    client.post(reverse("counter:print-stop", args=[batch]))
    assert "已停止" in client.get(answer.url).content.decode()
    assert sign_in("review").get(answer.url).status_code == 403
