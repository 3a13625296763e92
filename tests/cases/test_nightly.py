"""What has run out is closed at night, in the name of the officer an operator has named, and of no other."""

from datetime import date, timedelta

import pytest
from tests.cases.city import ON, City
from tests.cases.test_to_outside import approve

from huji.cases import acts


@pytest.fixture
def away(city: City) -> str:
    """Zhang in transit, with a certificate of 2026-09-01."""
    done = approve(city)
    acts.issue_migration_certificate(acts.IssueMigrationCertificate(done.case, done.version), city.by())
    return done.case


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def on(day: date, officer: str | None, inquiry: str = "") -> None:
        from django.conf import settings

        from huji.cases.tasks import close

        monkeypatch.setattr(settings, "NIGHTLY_AS", officer)
        monkeypatch.setattr(settings, "NIGHTLY_INQUIRY", inquiry)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: day)
        close(timestamp=0)

    return on


def state(city: City, case: str) -> str:
    return str(city.sql("select state from case_file where number = %s", [case])[0][0])


def test_without_an_officer_named_nothing_is_closed(city: City, away: str, night) -> None:  # type: ignore[no-untyped-def]
    for officer in (None, "nobody"):
        night(ON + timedelta(days=40), officer)
    assert state(city, away) == "in_transit"


def test_a_certificate_that_ran_out_is_closed_once_in_the_officers_name(city: City, away: str, night) -> None:  # type: ignore[no-untyped-def]
    night(ON + timedelta(days=29), "supervise")
    assert state(city, away) == "in_transit"
    for _ in range(2):
        night(ON + timedelta(days=30), "supervise")
    assert state(city, away) == "restored"
    assert city.where("张丽华")[0] == "registered"
    assert city.sql("select count(*) from ledger_entry where act = 'return_to_origin'") == [(1,)]
    [(officer,)] = city.sql(
        "select (convert_from(body, 'UTF8')::jsonb ->> 'officer')::int from ledger_entry"
        " where act = 'return_to_origin'"
    )
    assert officer == city.officers["supervise"]


def test_a_paper_past_its_last_day_is_marked_expired(city: City, away: str, night) -> None:  # type: ignore[no-untyped-def]
    city.sql("update case_file set expires = '2030-01-01' where number = %s", [away])
    night(ON + timedelta(days=30), "supervise")
    assert city.sql("select status from documents_paper where kind = 'certificate'") == [("expired",)]


def test_nobody_is_restored_of_office_unless_the_other_registers_are_asked(
    city: City, away: str, night
) -> None:  # type: ignore[no-untyped-def]
    city.sql("update case_file set expires = '2030-01-01' where number = %s", [away])
    late = ON + timedelta(days=90)
    night(late, "supervise")
    assert city.where("张丽华")[0] == "in_transit"
    night(late, "supervise", "每日与部级人口库比对，迁入地没有登记")
    assert city.where("张丽华")[0] == "registered"
