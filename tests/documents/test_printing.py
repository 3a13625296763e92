"""Printing a community: ordered once, worked on by a worker that may die, each paper exactly once."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.cases.city import COMMUNITY, ON, TOWN_STATION, City
from tests.cases.conftest import city, template
from tests.documents.amending import amend

from huji.ledger.access import Purpose
from huji.standards import Refused

__all__ = ["city", "template"]

AT = datetime(2026, 9, 1, 4, tzinfo=UTC)


class Reader:
    pk, office = 7, TOWN_STATION


@pytest.fixture(autouse=True)
def prints(city: City, tmp_path: Path, settings_of_prints: None) -> None:
    from huji.runtime.db import set_area

    set_area([TOWN_STATION])


@pytest.fixture
def settings_of_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "PRINTS_ROOT", tmp_path / "prints")


def more_families(city: City, count: int) -> None:
    for place in range(count):
        city.family(
            f"家{place}",
            10 + place,
            TOWN_STATION,
            (f"孙{chr(0x4E00 + place)}", "1", "1980-01-01", "02", "10"),
        )


def ordered(
    city: City,
    token: str = "token-of-the-form",
    because: str = "街道改为社区，换发户口簿",
    kind: str = "booklet",
) -> int:
    from huji.documents import printing
    from huji.documents.imprint import Kind
    from huji.register.acts import Acting

    by = Acting(city.officers["counter"], TOWN_STATION, ON, "测试")
    asked = printing.Order(COMMUNITY, because, token, kind=Kind(kind))
    return printing.order(asked, by=by, signed="民警counter", at=AT)


def work(batch: int, **more: Any) -> bool:
    from huji.documents import printing
    from huji.runtime.db import set_area

    done = printing.work_on(batch, **more)
    set_area([TOWN_STATION])
    return done


def read(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_an_order_is_queued_with_itself_and_a_form_sent_twice_orders_once(city: City) -> None:
    batch = ordered(city)
    assert ordered(city) == batch
    assert city.sql("select task_name, args from procrastinate_jobs") == [
        ("documents.print", {"batch": batch})
    ]
    assert city.sql("select act from ledger_entry order by entry desc limit 1") == [("order_print",)]


def test_an_order_that_fails_leaves_no_job(city: City) -> None:
    from huji.documents import printing
    from huji.register.acts import Acting

    by = Acting(city.officers["counter"], TOWN_STATION, ON, "测试")
    with pytest.raises(Refused, match="没有登记的住户"):
        printing.order(printing.Order("211102999999", "换发", "other-token"), by=by, signed="民警", at=AT)
    with pytest.raises(Refused, match="原因"):
        ordered(city, because=" ")
    assert city.sql("select count(*) from procrastinate_jobs") == [(0,)]


def test_an_order_without_the_token_of_a_form_is_refused(city: City) -> None:
    with pytest.raises(Refused) as refused:
        ordered(city, token="")
    assert refused.value.code == "print-token"
    assert city.sql("select count(*) from documents_batch") == [(0,)]


def test_every_household_gets_a_booklet_in_the_order_of_the_addresses(city: City) -> None:
    from huji.documents.printing import queries

    batch = ordered(city)
    told: list[tuple[int, int]] = []
    assert work(batch, tell=lambda done, of: told.append((done, of)))
    found = queries.batch(batch)
    assert found is not None
    assert (found.printed, found.faulty, found.status) == (2, 0, "ready")
    assert told == [(2, 2)]
    [part] = queries.parts_of(batch)
    text = read(queries.part(batch, part.number, Reader(), Purpose.HANDLE_CASE))
    assert text.index("李建国") < text.index("张丽华")
    assert "赵铁柱" not in text  # of another office


def test_everyone_printed_and_everyone_in_a_fetched_file_stands_in_the_access_log(city: City) -> None:
    from huji.documents.printing import queries

    batch = ordered(city)
    work(batch)
    queries.part(batch, 1, Reader(), Purpose.HANDLE_CASE)
    lines = city.sql("select what, persons from access_line order by at")
    wanted = {city.people[name] for name in ("李建国", "王秀英", "张丽华")}
    assert [set(persons) for what, persons in lines if "批量打印居民户口簿" in what] == [wanted]
    assert [set(persons) for what, persons in lines if "批量打印文件" in what] == [wanted]


def test_everyone_gets_a_registration_form_the_head_of_each_household_first(city: City) -> None:
    from huji.documents.printing import queries

    batch = ordered(city, kind="form")
    work(batch)
    found = queries.batch(batch)
    assert found is not None
    assert (found.kind, found.total, found.printed, found.faulty) == ("form", 3, 3, 0)
    assert city.sql("select kind, count(*) from documents_paper group by 1") == [("form", 3)]
    [part] = queries.parts_of(batch)
    pages = pypdf.PdfReader(io.BytesIO(queries.part(batch, part.number, Reader(), Purpose.HANDLE_CASE))).pages
    assert len(pages) == 3
    for page, name in zip(pages, ("李建国", "王秀英", "张丽华"), strict=True):
        assert name in page.extract_text()
    wanted = {city.people[name] for name in ("李建国", "王秀英", "张丽华")}
    lines = city.sql("select what, purpose, persons from access_line where what like '批量打印%' order by at")
    assert [(what, purpose, set(who)) for what, purpose, who in lines] == [
        (f"批量打印常住人口登记表 {batch}", "handle_case", wanted),
        (f"批量打印文件 {batch}-1", "handle_case", wanted),
    ]


def test_forms_leave_the_booklets_of_the_households_in_force(city: City) -> None:
    work(ordered(city))
    work(ordered(city, token="of another form", kind="form"))
    assert city.sql("select kind, status, count(*) from documents_paper group by 1, 2 order by 1") == [
        ("booklet", "issued", 2),
        ("form", "issued", 3),
    ]


def test_a_form_that_cannot_be_printed_names_its_line_and_the_others_are_printed(city: City) -> None:
    from huji.documents.printing import queries

    amend(city, "王秀英", "name", "王\ue000")
    batch = ordered(city, kind="form")
    work(batch)
    [fault] = queries.faults_of(batch)
    assert (fault.household, fault.person) == (city.households["李"], city.people["王秀英"])
    assert city.sql("select count(paper), count(fault) from documents_batch_item") == [(2, 1)]


def test_a_line_of_nobody_does_not_stand_in_an_order_of_forms(city: City) -> None:
    import psycopg

    batch = ordered(city, kind="form")
    with pytest.raises(psycopg.errors.CheckViolation, match="fit its order"):
        city.sql(
            "insert into documents_batch_item (batch, place, office, household)"
            f" select {batch}, 9, office, household from documents_batch_item limit 1 returning 1"
        )


def test_nobody_is_printed_while_an_act_has_them_in_hand(city: City) -> None:
    """An order waits for the act and shows what it did, never half of it."""
    import threading

    import psycopg

    batch = ordered(city)
    household = city.households["李"]
    with psycopg.connect(city.app_url) as act:
        act.execute("set local role huji_writer")
        act.execute("select * from register_hold('{}', '{}', %s, '{}')", [[household]])
        waited = threading.Event()

        def let_go() -> None:
            with psycopg.connect(city.owner_url, autocommit=True) as looking:
                deadline = time.monotonic() + 30
                while time.monotonic() < deadline and not waited.is_set():
                    if looking.execute("select 1 from pg_locks where not granted").fetchone():
                        waited.set()
            act.rollback()

        helper = threading.Thread(target=let_go)
        helper.start()
        work(batch)
        helper.join()
    assert waited.is_set()
    assert city.sql("select count(paper) from documents_batch_item") == [(2,)]


def test_a_household_that_cannot_be_printed_is_told_and_the_others_are_printed(city: City) -> None:
    from huji.documents.printing import queries

    amend(city, "张丽华", "name", "张\ue000")
    batch = ordered(city)
    work(batch)
    found = queries.batch(batch)
    assert found is not None
    assert (found.printed, found.faulty, found.status) == (1, 1, "ready")
    [fault] = queries.faults_of(batch)
    assert fault.household == city.households["张"]
    assert "造字区" in fault.why.zh


def test_a_damaged_or_lost_file_is_made_again_from_its_papers(city: City) -> None:
    from huji.documents.printing import parts, queries

    batch = ordered(city)
    work(batch)
    whole = queries.part(batch, 1, Reader(), Purpose.HANDLE_CASE)
    for spoil in (lambda path: path.write_bytes(b"%PDF"), lambda path: path.unlink()):
        spoil(parts.path(batch, 1))
        assert read(queries.part(batch, 1, Reader(), Purpose.HANDLE_CASE)) == read(whole)


def test_files_lie_where_only_this_account_looks_and_go_when_their_days_are_over(city: City) -> None:
    from huji.documents import printing
    from huji.documents.printing import parts, queries
    from huji.runtime.db import set_area

    batch = ordered(city)
    work(batch)
    assert parts.folder(batch).stat().st_mode & 0o077 == 0
    assert parts.path(batch, 1).stat().st_mode & 0o077 == 0
    assert printing.expire(date(2026, 9, 15)) == 0
    assert printing.expire(date(2026, 9, 16)) == 1
    assert not parts.folder(batch).exists()
    set_area([TOWN_STATION])
    with pytest.raises(Refused, match="保存期限"):
        queries.part(batch, 1, Reader(), Purpose.HANDLE_CASE)


def test_two_workers_never_work_on_one_order(city: City) -> None:
    import psycopg

    from huji.documents import printing

    batch = ordered(city)
    with psycopg.connect(city.app_url) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [1_213_550_160, batch])
        with pytest.raises(printing.BusyError):
            printing.work_on(batch)


def test_an_order_is_stopped_between_two_slices_and_begun_again(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huji.documents.printing import queries, working

    monkeypatch.setattr(working, "SLICE", 1)
    batch = ordered(city)
    looks = iter([False, True])
    assert not work(batch, stopping=lambda: next(looks))
    found = queries.batch(batch)
    assert found is not None
    assert (found.printed, found.status) == (1, "printing")
    assert work(batch)


def test_an_officer_no_longer_active_prints_nothing_more(city: City) -> None:
    from huji.documents.printing import queries

    batch = ordered(city)
    city.sql("update officers_officer set is_active = false where username = 'counter'")
    work(batch)
    found = queries.batch(batch)
    assert found is not None
    assert (found.printed, found.status) == (0, "stopped")


@pytest.mark.faults
def test_a_worker_killed_at_any_moment_prints_every_booklet_exactly_once(city: City, tmp_path: Path) -> None:
    from huji.documents.printing import queries
    from huji.runtime.db import set_area

    more_families(city, 30)
    batch = ordered(city)
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {"HUJI_HOME": str(home), "DATABASE_URL": city.app_url}
    environment.pop("DATABASE_OWNER_URL", None)
    huji = [sys.executable, "-c", "from huji.cli import main; main()", "work"]

    def printed() -> int:
        return int(city.sql("select count(paper) from documents_batch_item")[0][0])

    for wanted in (3, 12, 21):  # killed in the middle of the work, three times
        worker = subprocess.Popen(huji, env=environment)
        try:
            deadline = time.monotonic() + 60
            while printed() < wanted and time.monotonic() < deadline:
                time.sleep(0.02)
            assert printed() >= wanted
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        # Its sign of life grows old at once, instead of in ten seconds.
        city.sql("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    last = subprocess.Popen(huji, env=environment)
    try:
        deadline = time.monotonic() + 60
        while city.sql("select status from documents_batch") != [("ready",)] and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        last.terminate()
        last.wait(40)

    set_area([TOWN_STATION])
    found = queries.batch(batch)
    assert found is not None
    assert (found.printed, found.faulty, found.status) == (32, 0, "ready")
    assert city.sql("select count(*), count(distinct household) from documents_paper") == [(32, 32)]
    serials = [row[0] for row in city.sql("select serial from documents_paper order by serial")]
    assert serials == list(range(1, 33))
    assert city.sql("select count(*) from ledger_entry where act = 'issue_paper'") == [(32,)]
    assert city.sql("select sum(papers) from documents_batch_part") == [(32,)]
    assert city.sql("select count(*) from procrastinate_jobs where status <> 'failed'") == [(0,)]
    assert last.returncode == 0
