"""Issuing, ending and checking papers against the real database."""

import hashlib
import io
import re
import threading
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
from tests.documents import samples

from huji.documents import papers, render
from huji.standards import Refused

OFFICE = 12
pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True)
class Reader:
    """An officer as the access log knows one."""

    pk: int = 7
    office: int | None = OFFICE


def acting(**more: object) -> object:
    from huji.register.acts import Acting

    items: dict[str, object] = {
        "officer": 7,
        "office": OFFICE,
        "on": samples.ON,
        "basis": "户口登记条例第十三条",
        "case": "盘双受〔2026〕000045",
    }
    return Acting(**{**items, **more})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def own_area(database: object) -> None:
    from huji.runtime.db import set_area

    own(
        "insert into places_office (id, name, kind, opened, entry)"
        " values (1, '双台子分局', 'bureau', '2017-1-1', 1)"
    )
    for office in (OFFICE, OFFICE + 1):
        own(
            "insert into places_office (id, name, kind, parent, phone, opened, entry)"
            f" values ({office}, '第{office}派出所', 'station', 1, '0427-0000012', '2017-1-1', 1)"
        )
    set_area([OFFICE])


def own(sql: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)


def issue(paper: papers.Paper | None = None, **more: object):  # type: ignore[no-untyped-def]
    from huji.documents import issue as verbs

    by = more.pop("by", acting())
    return verbs.issue(paper or samples.permit(), samples.ISSUER, **{"by": by, "at": samples.AT, **more})  # type: ignore[arg-type]


def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_papers_are_numbered_for_each_office_kind_and_year() -> None:
    later = samples.AT + timedelta(days=365)
    numbers = [
        issue().number,
        issue().number,
        issue(samples.certificate()).number,
        issue(by=acting(office=13)).number,
        issue(by=acting(on=later.date()), at=later).number,
    ]
    assert numbers == [
        "盘双准字〔2026〕第12-000001号",
        "盘双准字〔2026〕第12-000002号",
        "盘双迁字〔2026〕第12-000001号",
        "盘双准字〔2026〕第13-000001号",
        "盘双准字〔2027〕第12-000001号",
    ]


def test_a_permit_is_good_for_forty_days_and_a_certificate_for_thirty() -> None:
    assert issue().last_day == date(2026, 4, 10)
    assert issue(samples.certificate()).last_day == date(2026, 3, 31)
    assert issue(samples.booklet()).last_day is None


def test_a_refused_paper_costs_no_number() -> None:
    with pytest.raises(Refused):
        issue(samples.permit(note="\ue000"))
    assert issue().number == "盘双准字〔2026〕第12-000001号"


def test_a_paper_that_names_nobody_is_not_issued() -> None:
    with pytest.raises(Refused) as refused:
        issue(samples.booklet(members=()))
    assert refused.value.code == "paper-bearer"


def test_a_number_taken_and_not_used_does_not_commit() -> None:
    from django.db import IntegrityError

    from huji.documents.issue import number
    from huji.runtime.db import writing

    with pytest.raises(IntegrityError, match="taken and not used"), writing():
        number(papers.Kind.PERMIT, samples.ISSUER, by=acting())
    assert issue().number.endswith("-000001号")


def test_an_act_can_name_its_paper_before_the_paper_is_printed() -> None:
    from huji.documents.issue import number
    from huji.runtime.db import writing

    with writing():
        taken = number(papers.Kind.CERTIFICATE, samples.ISSUER, by=acting())
        issued = issue(samples.certificate(), numbered=taken)
    assert issued.number == taken.number


def test_no_number_is_skipped_or_given_twice_by_clerks_at_the_same_moment() -> None:
    from django.db import connection

    given: list[str] = []

    def clerk() -> None:
        try:
            given.extend(issue(make()).number for make in (samples.receipt, samples.permit, samples.receipt))
        finally:
            connection.close()

    clerks = [threading.Thread(target=clerk) for _ in range(6)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted(given) == sorted(
        [f"盘双受字〔2026〕第12-{n:06d}号" for n in range(1, 13)]
        + [f"盘双准字〔2026〕第12-{n:06d}号" for n in range(1, 7)]
    )


def test_the_ledger_holds_what_was_issued() -> None:
    import json

    issued = issue()
    ((body,),) = ask("select body from ledger_entry where entry = %s", issued.entry)
    entry = json.loads(bytes(body))  # type: ignore[call-overload]
    assert entry["number"] == issued.number
    assert entry["pdf"] == hashlib.sha256(issued.pdf).hexdigest() == issued.digest.hex()
    assert entry["case"] == "盘双受〔2026〕000045"


def test_a_reprint_is_the_paper_itself_byte_for_byte() -> None:
    from huji.documents.queries import reprint
    from huji.ledger.access import Purpose

    for make in samples.ALL:
        issued = issue(make())
        again = reprint(issued.number, Reader(), Purpose.HANDLE_CASE, press=render.Press())
        assert again.exact
        assert again.pdf == issued.pdf


def test_a_reprint_with_other_fonts_says_that_it_is_not_exact() -> None:
    from huji.documents.queries import reprint
    from huji.ledger.access import Purpose

    issued = issue()
    assert not reprint(issued.number, Reader(), Purpose.ANSWER_PERSON, lang="en").exact


def test_reading_a_paper_leaves_a_line_for_each_person_it_concerns() -> None:
    from huji.documents.queries import of_case, of_person, reprint
    from huji.ledger.access import Purpose

    own("alter table person disable trigger user")  # that a life is tiled by standings is not at stake here
    own("insert into person (id, born, created_entry) values (4711, '1988-03-05', 1)")
    named = replace(samples.APPLICANT, person=4711)
    issued = issue(samples.receipt(applicant=named))
    assert [paper.number for paper in of_case("盘双受〔2026〕000045")] == [issued.number]
    assert ask("select count(*) from access_line") == [(0,)], "a list without personal data needs no line"
    assert [paper.number for paper in of_person(4711, Reader(), Purpose.SUPERVISE)] == [issued.number]
    reprint(issued.number, Reader(), Purpose.HANDLE_CASE)
    assert ask("select purpose, persons, what from access_line order by id") == [
        ("supervise", [4711], "证件目录"),
        ("handle_case", [4711], f"证件 {issued.number}"),
    ]


def test_another_office_sees_nothing_of_a_paper() -> None:
    from huji.documents.queries import of_case, reprint
    from huji.ledger.access import Purpose
    from huji.runtime.db import set_area

    issued = issue()
    for area in ([13], None, [1, 2]):
        set_area(area)
        assert of_case("盘双受〔2026〕000045") == []
        with pytest.raises(Refused) as refused:
            reprint(issued.number, Reader(office=13), Purpose.HANDLE_CASE)
        assert refused.value.code == "paper-unknown"


def test_the_public_learns_what_the_paper_says_and_a_masked_name() -> None:
    from huji.documents.queries import verify
    from huji.runtime.db import set_area

    issued = issue()
    set_area(None)
    found = verify(issued.number, issued.code, samples.ON)
    assert found is not None
    assert (found.kind, found.number, found.office, found.name) == (
        papers.Kind.PERMIT,
        issued.number,
        samples.ISSUER.name,
        "陈**",
    )
    assert (found.issued_on, found.last_day, found.status, found.good) == (
        samples.ON,
        date(2026, 4, 10),
        "issued",
        True,
    )
    assert found.title.zh == "准予迁入证明"
    assert found.state.zh == "有效"


def test_the_number_and_code_are_understood_as_people_type_them() -> None:
    from huji.documents.queries import verify

    issued = issue()
    loose = issued.code.replace("-", " ").lower()
    for number in (
        "盘双准字[2026]第12-000001号",
        " 盘双准字（２０２６）第12-000001号 ",
        "盘双准字 【2026】 第12－000001号",
    ):
        assert verify(number, loose, samples.ON) is not None
        assert verify(number, issued.code.replace("-", ""), samples.ON) is not None


def test_nothing_is_said_without_the_right_code() -> None:
    from huji.documents.queries import verify

    issued, other = issue(), issue()
    for code in (other.code, "", issued.code[:-1], "%", "' or 1=1 --", "\0", "\ud800", "A" * 10_000):
        assert verify(issued.number, code, samples.ON) is None
    assert verify("\0", issued.code, samples.ON) is None


def test_a_code_is_printed_and_not_to_be_guessed() -> None:
    codes = {issue(samples.receipt()).code for _ in range(5)}
    assert len(codes) == 5
    assert all(
        re.fullmatch(r"([2-46-9A-HJKMNP-RT-Y]{4}-){3}[2-46-9A-HJKMNP-RT-Y]{4}", code) for code in codes
    )
    issued = issue()
    assert issued.code in pypdf.PdfReader(io.BytesIO(issued.pdf)).pages[0].extract_text()


def test_a_paper_past_its_last_day_reads_as_expired_and_cannot_be_used() -> None:
    from huji.documents.issue import expire, use
    from huji.documents.queries import verify

    issued = issue()
    last = date(2026, 4, 10)
    assert verify(issued.number, issued.code, last).status == "issued"  # type: ignore[union-attr]
    assert verify(issued.number, issued.code, last + timedelta(days=1)).status == "expired"  # type: ignore[union-attr]
    with pytest.raises(Refused) as refused:
        use(issued.number, by=acting(on=last + timedelta(days=1)))
    assert refused.value.code == "paper-late"
    assert expire(by=acting(on=last)) == ()
    assert expire(by=acting(on=last + timedelta(days=1))) == (issued.number,)
    assert expire(by=acting(on=last + timedelta(days=1))) == ()


def test_a_paper_is_used_once() -> None:
    from huji.documents.issue import cancel, use
    from huji.documents.queries import verify

    issued = issue()
    use(issued.number, by=acting(office=13, on=date(2026, 4, 10)))
    for again in (
        lambda: use(issued.number, by=acting()),
        lambda: cancel(issued.number, "误签", by=acting()),
    ):
        with pytest.raises(Refused, match="已使用") as refused:
            again()
        assert refused.value.code == "paper-status"
    assert verify(issued.number, issued.code, samples.ON).state.en == "used"  # type: ignore[union-attr]
    assert ask("select offices from ledger_entry where act = 'paper_used'") == [([12, 13],)]


def test_an_unknown_number_is_named() -> None:
    from huji.documents.issue import use

    with pytest.raises(Refused, match="盘双准字〔2026〕第12-000009号") as refused:
        use("盘双准字〔2026〕第12-000009号", by=acting())
    assert refused.value.code == "paper-unknown"


def test_a_lost_paper_is_replaced_with_the_same_content_and_voids_the_old_one() -> None:
    from huji.documents.issue import replace as replace_paper
    from huji.documents.queries import verify

    old = issue()
    later = samples.AT + timedelta(days=60)
    by = acting(on=later.date(), case=None)
    new = replace_paper(old.number, "遗失", by=by, at=later)
    text = re.sub(r"\s", "", pypdf.PdfReader(io.BytesIO(new.pdf)).pages[0].extract_text())
    assert new.number == "盘双准字〔2026〕第12-000002号"
    assert new.last_day == later.date() + timedelta(days=39)
    assert "990102201509304329" in text
    assert f"本件替代{old.number}，原件作废" in text
    assert verify(old.number, old.code, later.date()).status == "replaced"  # type: ignore[union-attr]
    assert verify(new.number, new.code, later.date()).name == "陈**"  # type: ignore[union-attr]
    with pytest.raises(Refused):
        replace_paper(old.number, "又遗失", by=by, at=later)


def test_only_the_issuing_office_replaces_a_paper() -> None:
    from huji.documents.issue import replace as replace_paper

    old = issue()
    with pytest.raises(Refused) as refused:
        replace_paper(old.number, "遗失", by=acting(office=13), at=samples.AT)
    assert refused.value.code == "paper-office"


def test_a_permit_is_the_bureaus_and_every_other_paper_the_stations() -> None:
    from huji.documents.issuers import of_office

    station = of_office(OFFICE, papers.Kind.RECEIPT)
    assert station.name == "盘锦市公安局双台子分局第12派出所"
    assert station.telephone == "0427-0000012"
    assert station.page.endswith("/verify/")
    assert of_office(OFFICE, papers.Kind.PERMIT).name == "盘锦市公安局双台子分局"


def test_a_demonstration_issues_no_paper_without_its_mark() -> None:
    from huji.documents import issue as verbs

    real = replace(samples.ISSUER, demonstration=False)
    issued = verbs.issue(samples.receipt(), real, by=acting(), at=samples.AT)  # type: ignore[arg-type]
    text = pypdf.PdfReader(io.BytesIO(issued.pdf)).pages[0].extract_text()
    assert "DEMONSTRATION" in re.sub(r"\s", "", text)


def test_the_instant_of_issue_lies_on_the_day_of_the_act_in_shanghai() -> None:
    late_in_london = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert issue(at=late_in_london).issued_on == date(2026, 3, 2)
    for wrong in (samples.AT + timedelta(days=1), samples.AT.replace(tzinfo=None)):
        with pytest.raises(ValueError, match="day of the act"):
            issue(at=wrong)


def refused_to_writer(sql: str) -> None:
    from django.db import Error, connection

    from huji.runtime.db import writing

    with pytest.raises(Error), writing(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "update documents_paper set number = 'x'",
        "update documents_paper set content = '{}'",
        "update documents_paper set status = 'issued'",
        "delete from documents_paper",
        "delete from documents_bearer",
        "update documents_bearer set person = 1",
        "update documents_counter set last = 9",
        "insert into documents_counter values (12, 'permit', 2026, 40)",
        "truncate documents_paper cascade",
        "insert into documents_paper select * from documents_paper",
    ],
)
def test_the_application_cannot_rewrite_papers_or_numbers(sql: str) -> None:
    issue()
    refused_to_writer(sql)


def test_not_even_the_owner_rewrites_a_paper_or_takes_a_state_back_by_mistake() -> None:
    from django.db import Error, connections

    from huji.documents.issue import use

    issued = issue()
    use(issued.number, by=acting())
    for sql in (
        "update documents_paper set content = '{}'",
        "update documents_paper set status = 'issued'",
        "delete from documents_paper",
        "truncate documents_paper, documents_bearer",
    ):
        with pytest.raises(Error), connections["owner"].cursor() as cursor:
            cursor.execute(sql)


def test_the_web_role_reads_and_does_not_write() -> None:
    from django.db import Error, connection

    issue()
    for sql in (
        "select documents_number(12, 'permit', 2026)",
        "update documents_paper set status = 'cancelled'",
        "select * from documents_counter",
    ):
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute(sql)
