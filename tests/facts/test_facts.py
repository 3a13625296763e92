"""What is known of a person: recorded, superseded, closed, derived, assembled."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cases.city import COMMUNITY, ON, VILLAGE, City
from tests.facts.test_files import pdf

from huji.facts import acts, queries, store
from huji.facts.values import Assembled, Given, Joining, SourceKind, Where
from huji.places.acts import Authority, RecordDwelling, record_dwelling
from huji.register.acts import Acting
from huji.standards import Refused

BY = Acting(7, 2, ON, "测试", "2026-002-00001")
CASE = "2026-002-00001"
TOWN = Where(COMMUNITY, "city_proper")


def given(city: City, name: str, fact: str, value: Any, **more: Any) -> Given:
    return replace(Given(city.numbers[name], fact, value, SourceKind.ATTESTED, note="当面核实"), **more)


def record(*facts: Given, case: str | None = CASE) -> tuple[int, ...]:
    return acts.record(acts.Record(facts, case), BY)


def about(city: City, name: str = "赵铁柱", on: date = ON, **more: Any) -> Assembled:
    return queries.about(city.numbers[name], TOWN, on, case=CASE, **more)


def refused(code: str, *facts: Given, case: str | None = CASE) -> Refused:
    with pytest.raises(Refused) as caught:
        record(*facts, case=case)
    assert caught.value.code == code
    return caught.value


def test_a_new_value_supersedes_the_old_and_both_stay(city: City) -> None:
    record(given(city, "赵铁柱", "education.level", "bachelor"))
    record(given(city, "赵铁柱", "education.level", "master"))
    assert about(city).values["education.level"] == "master"
    old, new = sorted(queries_as_owner(city), key=lambda row: row[0])
    assert (old[1], new[1]) == ("bachelor", "master")
    assert old[2] is not None
    assert new[2] is None


def queries_as_owner(city: City) -> list[tuple[Any, ...]]:
    return city.sql("select id, value #>> '{}', upper(known) from fact where name = 'education.level'")


def test_a_value_for_some_days_leaves_the_older_one_around_them(city: City) -> None:
    record(given(city, "赵铁柱", "insurance.urban_participant", True))
    gap = {"since": date(2025, 1, 1), "until": date(2025, 7, 1)}
    record(given(city, "赵铁柱", "insurance.urban_participant", False, **gap))
    said = [
        about(city, on=day).values["insurance.urban_participant"]
        for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    ]
    assert said == [True, False, False, True]


def test_what_belongs_to_a_destination_is_known_in_its_case_alone(city: City) -> None:
    record(
        given(city, "赵铁柱", "dwelling.tenure", "owned"),
        given(city, "赵铁柱", "education.level", "bachelor"),
    )
    elsewhere = queries.about(city.numbers["赵铁柱"], TOWN, ON, case="2026-002-00002")
    assert "dwelling.tenure" not in elsewhere.values
    assert elsewhere.values["education.level"] == "bachelor"


def test_a_withdrawn_fact_is_unknown_again_and_stays_on_file(city: City) -> None:
    (number,) = record(given(city, "赵铁柱", "dwelling.lawful", True))
    acts.withdraw(acts.WithdrawFact(number, "所看租约系伪造"), BY)
    assert "dwelling.lawful" not in about(city).values
    assert city.sql("select count(*) from fact") == [(1,)]
    with pytest.raises(Refused) as caught:
        acts.withdraw(acts.WithdrawFact(number, "再次撤销"), BY)
    assert caught.value.code == "fact_closed"


def test_the_application_can_neither_rewrite_nor_delete_nor_reopen_a_fact(city: City) -> None:
    (number,) = record(given(city, "赵铁柱", "dwelling.lawful", True))
    acts.withdraw(acts.WithdrawFact(number, "所看租约系伪造"), BY)
    with psycopg.connect(city.app_url, autocommit=True) as app:
        app.execute("set role huji_writer")
        for attack in ("update fact set value = 'false'", "delete from fact"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(attack.encode())
        with pytest.raises(psycopg.errors.CheckViolation):
            app.execute("update fact set known = int8range(lower(known), null)")


def test_faulty_facts_are_refused_with_a_sentence(city: City) -> None:
    one = given(city, "赵铁柱", "dwelling.lawful", True)
    assert "没有名为" in refused("unknown_fact", replace(one, name="dwelling.lawfull")).text.zh
    refused("wrong_value", replace(one, value="yes"))
    assert "租赁" in str(refused("wrong_value", replace(one, name="dwelling.tenure", value="castle")).hint)
    refused("wrong_value", replace(one, name="insurance.urban_years", value=-1))
    refused("wrong_value", replace(one, name="insurance.urban_years", value=float("nan")))
    refused("wrong_value", replace(one, name="hukou.division", value="21"))
    refused("no_source", replace(one, note=" "))
    refused("no_source", replace(one, source=SourceKind.PAPER))
    refused("unknown_evidence", replace(one, source=SourceKind.PAPER, evidence="napkin"))
    refused("no_case", one, case=None)
    refused("given_twice", one, one)
    refused("no_such_paper", replace(one, source=SourceKind.PAPER, evidence="lease", file="0" * 64))
    refused("empty_period", replace(one, since=ON, until=ON))
    assert city.sql("select count(*) from fact") == [(0,)]


def test_what_contradicts_the_register_is_refused_and_what_repeats_it_is_left_out(city: City) -> None:
    said = refused("contradicts_register", given(city, "赵铁柱", "person.age", 30))
    assert "41" in said.text.zh
    refused("contradicts_register", given(city, "赵铁柱", "hukou.area", "urban"))
    assert record(given(city, "赵铁柱", "person.age", 41)) == ()


def test_number_and_register_tell_without_being_asked(city: City) -> None:
    known = about(city, companions=[Joining(city.numbers["赵小宝"], "child")])
    assert known.values == {
        "hukou.area": "rural",
        "hukou.division": VILLAGE,
        "hukou.registered": True,
        "hukou.same_county": False,
        "marriage.urban_rural_couple": False,
        "person.age": 41,
        "person.chinese_national": True,
        "person.marital": "married",
    }
    (child,) = known.companions
    assert child.values == {"companion.age": 12, "companion.lives_together": True, "companion.married": False}
    assert known.sources["hukou.area"].text.zh == "登记地址的城乡分类"


def test_the_day_before_a_birthday_counts_one_year_less(city: City) -> None:
    assert about(city, on=date(2026, 3, 1)).values["person.age"] == 40
    assert about(city, on=date(2026, 3, 2)).values["person.age"] == 41


def test_the_sponsor_is_known_from_kinship_and_registration(city: City) -> None:
    known = queries.about(
        city.numbers["赵铁柱"], Where(VILLAGE, "rural"), ON,
        sponsor=city.numbers["赵大山"], sponsor_relation="parent",
    )  # fmt: skip
    told = {name: value for name, value in known.values.items() if name.startswith("sponsor.")}
    assert told == {
        "sponsor.relation": "parent",
        "sponsor.hukou_area": "rural",
        "sponsor.lives_together": True,
        "sponsor.registered_at_destination": True,
    }
    assert known.contradictions == ()


def test_floor_area_per_person_is_presumed_from_the_dwelling_and_yields_to_what_is_recorded(
    city: City,
) -> None:
    dwelling = RecordDwelling(1, Decimal("80.00"), date(2024, 1, 1))
    record_dwelling(dwelling, Authority(7, 2, ON, "不动产权证"))
    there = Where(TOWN.division, TOWN.area, address=1)
    child = [Joining(city.numbers["赵小宝"], "child")]
    subject = city.numbers["赵铁柱"]
    known = queries.about(subject, there, ON, case=CASE, companions=child)
    assert known.values["dwelling.area_per_person"] == 20.0
    assert known.sources["dwelling.area_per_person"].text.en.startswith("the dwelling's floor area")
    assert "dwelling.area_per_person" not in about(city).values
    record(given(city, "赵铁柱", "dwelling.area_per_person", 16.5))
    known = queries.about(subject, there, ON, case=CASE, companions=child)
    assert known.values["dwelling.area_per_person"] == 16.5


def test_a_claimed_relation_that_kinship_contradicts_is_shown(city: City) -> None:
    known = about(city, sponsor=city.numbers["赵大山"], sponsor_relation="sibling")
    (wrong,) = known.contradictions
    assert (wrong.name, wrong.given, wrong.register) == ("sponsor.relation", "sibling", "parent")
    known = about(city, companions=[Joining(city.numbers["孙桂兰"], "child")])
    assert known.contradictions[0].register == "spouse"


def test_of_a_stranger_to_the_register_only_the_number_tells(city: City) -> None:
    number = city.number(date(1990, 1, 1), "2")
    known = queries.about(number, TOWN, ON)
    assert known.values == {"person.age": 36, "person.chinese_national": True}


def test_what_follows_is_known_with_its_reason_and_yields_to_what_is_recorded(city: City) -> None:
    record(given(city, "赵铁柱", "employment.employer", "none"))
    known = about(city)
    assert known.values["employment.contract_signed"] is False
    source = known.sources["employment.contract_signed"]
    assert source.kind is SourceKind.IMPLIED
    assert source.text.zh == "由“用人单位类型”推出：没有用人单位，就没有单位的法人资格、录用和劳动合同"
    assert source.text.en.startswith("follows from “")
    record(given(city, "赵铁柱", "employment.contract_signed", True))
    known = about(city)
    assert known.values["employment.contract_signed"] is True
    assert "employment.contract_filed" not in known.values
    assert known.contradictions == ()


def test_a_companion_under_fourteen_is_not_asked_about_marriage(city: City) -> None:
    infant, youth = city.number(date(2026, 1, 1), "2"), city.number(date(2010, 1, 1), "2")
    known = about(city, companions=[Joining(infant, "child"), Joining(youth, "child")])
    first, second = known.companions
    assert first.values == {"companion.age": 0, "companion.married": False}
    assert first.sources["companion.married"].kind is SourceKind.IMPLIED
    assert second.values == {"companion.age": 16}


def test_nobody_can_record_a_fact_as_implied(city: City) -> None:
    one = given(city, "赵铁柱", "dwelling.lawful", True)
    refused("no_source", replace(one, source=SourceKind.IMPLIED))


def test_local_figures_hold_for_their_place_and_their_days(city: City) -> None:
    def figure(division: str, value: str, since: date) -> None:
        statement = acts.SetFigure(
            division,
            "place.dibao_yearly",
            Decimal(value),
            since,
            None,
            "盘锦市民政局公告",
            "Civil affairs notice",
        )
        acts.set_figure(statement, BY)

    figure("2111", "8400", date(2025, 1, 1))
    figure("2111", "9000.5", date(2026, 7, 1))
    figure("211102", "9600", date(2026, 8, 1))
    said = [
        about(city, on=day).values.get("place.dibao_yearly")
        for day in (date(2024, 1, 1), date(2026, 6, 30), date(2026, 7, 1), ON)
    ]
    assert said == [None, 8400, 9000.5, 9600]
    assert about(city).sources["place.dibao_yearly"].text.zh == "盘锦市民政局公告"


def test_a_figure_that_is_none_is_refused(city: City) -> None:
    statement = acts.SetFigure("2111", "person.age", Decimal(3), ON, None, "公告", "notice")
    with pytest.raises(Refused) as caught:
        acts.set_figure(statement, BY)
    assert caught.value.code == "not_a_figure"


def test_a_paper_is_stored_by_content_once_and_read_back_whole(city: City, evidence_root: Path) -> None:
    content = pdf(2)
    statement = acts.Attach(CASE, city.numbers["赵铁柱"], "lease", "租约.pdf", content)
    first = acts.attach(statement, BY)
    again = acts.attach(statement, BY)
    assert first == again
    assert (first.pages, first.size, first.media_type) == (2, len(content), "application/pdf")
    assert queries.content(first.digest) == content
    stored = [path for path in evidence_root.rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [first.digest]
    assert stored[0].stat().st_mode & 0o777 == 0o600


def test_an_altered_or_lost_paper_is_told(city: City, evidence_root: Path) -> None:
    paper = acts.attach(acts.Attach(CASE, city.numbers["赵铁柱"], "lease", "租约.pdf", pdf()), BY)
    path = next(path for path in evidence_root.rglob("*") if path.is_file())
    path.write_bytes(b"something else")
    with pytest.raises(Refused) as caught:
        queries.content(paper.digest)
    assert caught.value.code == "paper_altered"
    path.unlink()
    with pytest.raises(Refused) as caught:
        queries.content(paper.digest)
    assert caught.value.code == "paper_lost"
    with pytest.raises(ValueError, match="SHA-256"):
        store.fetch("../../etc/passwd")


def test_pages_see_the_facts_and_papers_of_their_area_and_write_none(city: City, evidence_root: Path) -> None:
    record(given(city, "赵铁柱", "dwelling.lawful", True))
    acts.attach(acts.Attach(CASE, city.numbers["赵铁柱"], "lease", "租约.pdf", pdf()), BY)
    with psycopg.connect(city.app_url, autocommit=True) as app:
        app.execute("set role huji_web")
        for area, seen in (("", 0), ("3", 0), ("2", 1), ("1,2,3", 1), ("*", 1)):
            app.execute("select set_config('huji.area', %s, false)", [area])
            for table in ("fact", "evidence"):
                assert app.execute(f"select count(*) from {table}").fetchone() == (seen,), (area, table)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("update fact set note = ''")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("insert into place_figure (division) values ('2111')")
