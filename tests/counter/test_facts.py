"""Asking what still matters, and taking in papers."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter
from tests.cases.city import City

SignIn = Callable[..., Client]


def hidden(page: str) -> dict[str, Any]:
    """Return the hidden fields of the questions' form."""
    form = page.split('hx-post="')[1].split("</form>")[0]
    found = dict(re.findall(r'type="hidden" name="(version|token)" value="([^"]+)"', form))
    return {**found, "asked": re.findall(r'name="asked" value="([^"]+)"', form)}


@pytest.fixture
def questions(city: City) -> str:
    return reverse("counter:facts", args=[city.draft().case])


def test_what_the_register_knows_is_shown_with_its_source_and_not_asked(
    city: City, sign_in: SignIn, questions: str
) -> None:
    page = sign_in("counter").get(questions).content.decode()
    asked, known = page.split("已知情况", 1)[0], page
    assert "现户口所在地的城乡类别" in known
    assert "hukou" not in "".join(hidden(page)["asked"])
    assert "您在要落户的地方" in asked


def test_only_a_few_questions_stand_on_a_page(sign_in: SignIn, questions: str) -> None:
    assert len(hidden(sign_in("counter").get(questions).content.decode())["asked"]) == 3


def test_an_answer_moves_the_proposal_and_the_next_question(
    sign_in: SignIn, city: City, questions: str
) -> None:
    client = sign_in("counter")
    before = hidden(client.get(questions).content.decode())
    first = before["asked"][0]
    field = first.replace("/", "-").replace(".", "_")
    answer = client.post(
        questions, {**before, f"{field}-value": "yes", f"{field}-source": "lease"}, follow=True
    )
    page = answer.content.decode()
    assert first not in hidden(page)["asked"]
    assert "房屋租赁合同" in page


def test_an_answer_without_a_paper_needs_the_officers_own_words(sign_in: SignIn, questions: str) -> None:
    client = sign_in("counter")
    sent = hidden(client.get(questions).content.decode())
    field = sent["asked"][0].replace("/", "-").replace(".", "_")
    page = client.post(
        questions, {**sent, f"{field}-value": "yes", f"{field}-source": "attested"}
    ).content.decode()
    assert "没有材料的，请写明怎样核实。" in page
    assert re.search(r'value="yes"[^>]*checked', page)


def test_which_of_several_papers_was_seen_is_never_guessed(
    sign_in: SignIn, city: City, questions: str
) -> None:
    client = sign_in("counter")
    page = client.get(questions).content.decode()
    sent = hidden(page)
    for question in page.split('<div class="question">')[1:]:
        offered = re.findall(r'<option value="([^"]*)"', question.split('-source"')[-1])
        assert (offered[0] == "") == (len(offered) > 2), offered
    asked = next(one for one in sent["asked"] if one.endswith("/dwelling.tenure"))
    field = asked.replace("/", "-").replace(".", "_")
    page = client.post(questions, {**sent, f"{field}-value": "rented"}).content.decode()
    assert "请选择依据" in page
    assert f'href="#id_{field}-source"' in page
    assert city.sql("select count(*) from fact") == [(0,)]


def test_papers_are_listed_by_the_route_they_serve(sign_in: SignIn, questions: str) -> None:
    page = sign_in("counter").get(questions).content.decode()
    shown = page.split("应当出示")[1].split('<details class="proofs"')
    assert " open>" in shown[1]
    assert "城区凭就业和住所落户" in shown[1]
    assert "社会保险参保缴费凭证" in shown[1]
    assert "毕业证书" not in shown[1]
    assert not any(one.startswith(" open") for one in shown[2:])
    assert "毕业证书" in "".join(shown[2:])


def test_a_fact_taken_in_wrongly_is_corrected(sign_in: SignIn, city: City) -> None:
    done = city.told(city.draft())
    client = sign_in("counter")
    where = reverse("counter:facts", args=[done.case])
    page = client.get(where).content.decode()
    fact = re.findall(r"correct=(\d+)", page)[0]
    form = (
        client.get(where, {"correct": fact}).content.decode().split("更正一项情况")[0].rsplit("<form", 1)[1]
    )
    fields = {**dict(re.findall(r'name="(version|token)" value="([^"]+)"', form)), "close": fact}
    assert "请填写这一项。" in client.post(where, fields).content.decode()
    after = client.post(where, {**fields, "reason": "合同已经解除"}, follow=True).content.decode()
    assert f"correct={fact}" not in after


def pdf() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(210, 297)
    writer.write(file)
    return file.getvalue()


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(file, "PNG")
    return file.getvalue()


def upload(client: Client, city: City, name: str, content: bytes) -> Any:
    where = reverse("counter:evidence", args=[city.draft().case])
    page = client.get(where).content.decode()
    fields = dict(re.findall(r'name="(version|token)" value="([^"]+)"', page))
    file = SimpleUploadedFile(name, content)
    return client.post(
        where, {**fields, "subject": city.numbers["赵铁柱"], "key": "lease", "file": file}, follow=True
    )


@pytest.mark.parametrize(("name", "content"), [("租房合同.pdf", pdf()), ("合同.png", png())])
def test_a_paper_is_taken_in_and_shown_again(sign_in: SignIn, city: City, name: str, content: bytes) -> None:
    client = sign_in("counter")
    page = upload(client, city, name, content).content.decode()
    assert "材料已收取。" in page
    where = re.findall(r'href="(/counter/cases/[^"]+/evidence/\d+/)"', page)[0]
    answer = client.get(where)
    assert answer.content == content
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("合同.pdf", b"<html><script>alert(1)</script></html>"),
        ("合同.png", b"MZ\x90\x00 this is a program"),
        ("合同.pdf", b"%PDF-1.7 and then nothing"),
        ("合同.jpg", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    sign_in: SignIn, city: City, name: str, content: bytes
) -> None:
    page = upload(sign_in("counter"), city, name, content).content.decode()
    assert "govuk-error-summary" in page
    assert 'href="#id_file"' in page
    assert city.sql("select count(*) from evidence") == [(0,)]
