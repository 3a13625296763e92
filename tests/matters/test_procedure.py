"""What a matter may and may not do, whatever its kind."""

import io
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from PIL import Image
from tests.cases.city import ON
from tests.matters.town import Town

from huji.matters import acts, procedure, queries
from huji.matters.values import Level, Shown, State
from huji.runtime.db import set_area
from huji.standards import Refused

BIRTH = {
    "ground": "ordinary",
    "name": "李小明",
    "sex": "1",
    "ethnic": "01",
    "born": "2026-08-20",
    "relation": "20",
}


def birth(town: Town, **more: str) -> dict[str, str]:
    parents = {"mother": town.city.numbers["王秀英"], "father": town.city.numbers["李建国"]}
    return {**BIRTH, "born": "2026-08-20", **parents, **more}


def test_the_table_of_moves_and_duties_is_the_database_s(town: Town) -> None:
    held = {tuple(row) for row in town.city.sql("select level, step, from_state, to_state from matter_move")}
    assert held == {(level.value, step, old.value, new.value) for level, step, old, new in procedure.moves()}
    duties = {tuple(row) for row in town.city.sql("select level, step, role from matter_duty")}
    assert duties == {(level.value, step, role.value) for level, step, role in procedure.duties()}


def test_a_birth_is_registered_on_the_spot_with_its_booklet(town: Town) -> None:
    done = town.carried("birth", birth(town), household=town.city.households["李"])
    assert done.state is State.DONE
    assert len(done.papers) == 2
    [(name,)] = town.city.sql("select name from particulars where name = '李小明'")
    assert name == "李小明"
    [(entry, case)] = town.city.sql(
        "select entry, convert_from(body, 'UTF8')::json ->> 'case' from ledger_entry where act = 'birth'"
    )
    assert (entry, case) == (town.row(done.matter, "act_entry"), done.matter)


def test_nobody_enters_a_grown_person_alone(town: Town) -> None:
    late = {"ground": "late", "evidence": "出生医学证明"}
    at = town.city.households["李"]
    for born, level in (("1996-03-03", Level.COUNTY), ("2020-03-03", Level.SPOT)):
        done = town.opened("birth", birth(town, born=born, father="", **late), household=at)
        assert town.row(done.matter, "level") == level


def test_a_birth_without_certificate_passes_three_hands(town: Town) -> None:
    done = town.opened(
        "birth",
        birth(town, ground="without", evidence="亲子鉴定意见书"),
        household=town.city.households["李"],
    )
    assert town.row(done.matter, "level") == Level.COUNTY
    done = town.step("accept", done)
    with pytest.raises(Refused, match="岗位"):
        town.step("decide", done, "review")
    done = town.step("review", done, recommend="approve")
    assert town.step("decide", done).state is State.DONE


def test_nobody_does_two_of_the_duties(town: Town) -> None:
    done = town.opened(
        "birth",
        birth(town, ground="without", evidence="亲子鉴定意见书"),
        household=town.city.households["李"],
    )
    done = town.step("accept", done)
    town.city.sql("update officers_officer set role = 'review' where username = 'counter'")
    with pytest.raises(Refused) as refused:
        town.step("review", done, "counter", recommend="approve")
    assert refused.value.code == "matter.same_person"


def test_a_form_sent_twice_acts_once(town: Town) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    statement = acts.CarryOut(matter=done.matter, version=done.version)
    first = acts.carry_out(statement, town.by(token="same-token"))
    second = acts.carry_out(statement, town.by(token="same-token"))
    assert (second.entry, second.repeated) == (first.entry, True)
    assert town.city.sql("select count(*) from ledger_entry where act = 'birth'") == [(1,)]


def test_what_is_missing_is_told_once_and_fully(town: Town) -> None:
    home = town.city.households["李"]
    done = town.opened("birth", birth(town), household=home, evidence={})
    with pytest.raises(Refused) as refused:
        town.step("carry_out", done)
    assert refused.value.code == "matter.evidence_missing"
    assert "出生医学证明" in refused.value.text.zh
    assert "户口簿" in refused.value.text.zh
    done = town.step("request_completion", done)
    assert (done.state, len(done.papers)) == (State.COMPLETION_REQUESTED, 1)
    done = town.step("receive_completion", done)
    with pytest.raises(Refused) as refused:
        town.step("request_completion", done)
    assert refused.value.code == "matter.completion_asked_before"
    shown = town.shown("birth")
    done = town.step("amend", done, values=birth(town), evidence=shown)
    assert town.step("carry_out", done).state is State.DONE


def test_the_level_follows_what_is_asked_until_acceptance(town: Town) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    done = town.step(
        "amend",
        done,
        values=birth(town, ground="without", evidence="亲子鉴定意见书"),
        evidence=town.shown("birth"),
    )
    assert town.row(done.matter, "level") == Level.COUNTY
    done = town.step("accept", done)
    with pytest.raises(Refused) as refused:
        town.step("amend", done, values=birth(town))
    assert refused.value.code == "matter.not_now"


def test_a_page_drawn_before_is_refused(town: Town) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    town.step("amend", done, values=birth(town))
    with pytest.raises(Refused) as refused:
        town.step("carry_out", done)
    assert refused.value.code == "matter.changed_meanwhile"


def test_the_office_acts_on_its_own_seven_days_after_its_notice(town: Town) -> None:
    values = {"reported": "office", "died": "2026-08-01", "proof": "community"}
    done = town.opened("death", values, person="王秀英")
    with pytest.raises(Refused) as refused:
        town.step("accept", done)
    assert refused.value.code == "matter.notice_first"
    done = town.step("give_notice", done, note="已送达其女儿")
    with pytest.raises(Refused) as refused:
        town.step("accept", done, on=ON + timedelta(days=6))
    assert refused.value.code == "matter.notice_first"
    later = ON + timedelta(days=7)
    done = town.step("accept", done, on=later)
    assert town.step("decide", done, "review", on=later).state is State.DONE
    assert town.city.where("王秀英")[0] == "ended"


def test_the_database_holds_the_notice_and_the_hands(town: Town) -> None:
    values = {"reported": "office", "died": "2026-08-01", "proof": "community"}
    done = town.opened("death", values, person="王秀英")
    with psycopg.connect(town.city.owner_url) as owner:
        [entry] = owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (2, 'matter_accept', '{2}', '{}')"
            " returning entry"
        ).fetchone() or [0]
        with pytest.raises(psycopg.errors.CheckViolation, match="notice"):
            owner.execute(
                "insert into matter_step (matter, level, step, from_state, to_state, officer, role, office,"
                " day, entry) values (%s, 'station', 'accept', 'draft', 'accepted', 1, 'counter', 2,"
                " '2026-09-02', %s)",
                [done.matter, entry],
            )


def test_a_matter_is_not_done_without_its_act(town: Town) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    with psycopg.connect(town.city.owner_url) as owner:
        [entry] = owner.execute(
            "insert into ledger_entry (office, act, offices, body)"
            " values (2, 'matter_carry_out', '{2}', '{}') returning entry"
        ).fetchone() or [0]
        with pytest.raises(psycopg.errors.CheckViolation):
            owner.execute(
                "insert into matter_step (matter, level, step, from_state, to_state, officer, role, office,"
                " day, entry, data) values (%s, 'spot', 'carry_out', 'draft', 'done', 1, 'counter', 2,"
                " '2026-09-02', %s, '{\"act_entry\": 1}')",
                [done.matter, entry],
            )


def test_a_step_of_the_matter_is_not_its_act(town: Town) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"])
    with psycopg.connect(town.city.owner_url) as owner:
        [entry] = owner.execute(
            "insert into ledger_entry (office, act, offices, body)"
            " values (2, 'matter_carry_out', '{2}', '{}') returning entry"
        ).fetchone() or [0]
        for said in (str(entry), "null"):
            with pytest.raises(psycopg.errors.CheckViolation, match="no act of its own"), owner.transaction():
                owner.execute(
                    "insert into matter_step (matter, level, step, from_state, to_state, officer, role,"
                    " office, day, entry, data) values (%s, 'spot', 'carry_out', 'draft', 'done', 1,"
                    " 'counter', 2, '2026-09-02', %s, jsonb_build_object('act_entry', %s::bigint))",
                    [done.matter, entry, None if said == "null" else entry],
                )


def test_a_refusal_says_why_and_how_to_appeal(town: Town) -> None:
    done = town.opened(
        "birth",
        birth(town, ground="without", evidence="亲子鉴定意见书"),
        household=town.city.households["李"],
    )
    done = town.step("review", town.step("accept", done), recommend="refuse", note="亲子关系无法认定")
    with pytest.raises(Refused) as refused:
        town.step("refuse", done, reason=" ")
    assert refused.value.code == "matter.reason_needed"
    done = town.step("refuse", done, reason="亲子关系无法认定，请提供亲子鉴定")
    assert (done.state, len(done.papers)) == (State.REFUSED, 1)


def test_a_matter_of_another_office_is_not_opened_here(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.opened(
            "death", {"reported": "family", "died": "2026-08-01", "proof": "medical"}, person="赵大山"
        )
    assert refused.value.code == "matter.other_office"


def test_a_paper_that_need_not_be_shown_needs_its_ground(town: Town) -> None:
    evidence = {
        "certificate": Shown(0),
        "marriage": Shown(0),
        "booklet": Shown(None, exempt="遗失，已核对系统照片"),
    }
    done = town.opened("birth", birth(town), household=town.city.households["李"], evidence=evidence)
    assert town.step("carry_out", done).state is State.DONE
    evidence = {"certificate": Shown(None, exempt="没有带"), "marriage": Shown(0), "booklet": Shown(0)}
    done = town.opened(
        "birth", birth(town, name="李小红", sex="2"), household=town.city.households["李"], evidence=evidence
    )
    with pytest.raises(Refused, match="出生医学证明"):
        town.step("carry_out", done)


def test_a_preview_runs_the_act_and_leaves_nothing(town: Town) -> None:
    before = town.city.sql("select (select count(*) from person), (select count(*) from ledger_entry)")
    seen = town.foreseen("birth", birth(town), household=town.city.households["李"])
    assert seen.refusal is None
    assert seen.sentence is not None
    assert "李小明" in seen.sentence.zh
    assert any(one.item.zh == "成员" and "李小明" in one.after.zh for one in seen.changes)
    after = town.city.sql("select (select count(*) from person), (select count(*) from ledger_entry)")
    assert after == before


def test_a_preview_tells_the_refusal_beside_its_field(town: Town) -> None:
    seen = town.foreseen("birth", birth(town, born="2027-01-01"), household=town.city.households["李"])
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.future_birth", "born")
    missing = {key: value for key, value in birth(town).items() if key != "name"}
    seen = town.foreseen("birth", missing, household=town.city.households["李"])
    assert seen.field == "name"


def test_a_move_is_filed_under_who_moves_and_not_turned_into_another_s(town: Town) -> None:
    values = {
        "mover": town.city.numbers["张丽华"], "along": "alone", "into": "new", "address": 20,
        "dwelling": "owned", "title": "产权证1",
    }  # fmt: skip
    done = town.opened("move_within", values)
    assert town.row(done.matter, "person") == town.city.people["张丽华"]
    assert town.row(done.matter, "heading") == "张丽华"
    with pytest.raises(Refused) as refused:
        town.step("amend", done, values={**values, "mover": town.city.numbers["王秀英"]})
    assert refused.value.code == "matter.another"


def test_what_one_officer_may_do_he_may_refuse_in_writing_with_reasons_and_the_ways_to_object(
    town: Town,
) -> None:
    done = town.opened("birth", birth(town), household=town.city.households["李"], evidence={})
    with pytest.raises(Refused) as refused:
        town.step("refuse", done, "counter", reason=" ")
    assert refused.value.code == "matter.reason_needed"
    done = town.step("refuse", done, "counter", reason="出生医学证明系伪造")
    assert (done.state, len(done.papers)) == (State.REFUSED, 1)
    ((kind, content),) = town.city.sql(
        "select kind, content from documents_paper where case_number = %s", [done.matter]
    )
    assert kind == "refusal"
    for said in ("出生医学证明系伪造", "未出示：", "户口登记条例（1958）第七条", "人民政府", "人民法院"):
        assert said in str(content)


def test_a_refusal_is_written_to_somebody_without_a_number_too(town: Town) -> None:
    values = {
        "why": "spontaneous",
        "name": "钱大路",
        "sex": "2",
        "ethnic": "01",
        "born": "1980-01-02",
        "into": "new",
        "address": 12,
    }
    done = town.opened("register_unregistered", values)
    done = town.step("review", town.step("accept", done), recommend="refuse", note="查无此人")
    done = town.step("refuse", done, reason="查无此人")
    assert town.city.sql(
        "select holder <> '' from documents_paper where number = any (%s)", [list(done.papers)]
    )


def test_a_scan_is_on_file_once_and_for_a_paper_the_business_asks_for(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_ROOT", tmp_path)
    done = town.opened("birth", birth(town), household=town.city.households["李"], evidence={})
    png = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(png, "PNG")
    scan = {"filename": "出生医学证明.png", "content": png.getvalue()}
    for _ in range(2):
        done = town.step("attach_evidence", done, "counter", key="certificate", **scan)
    set_area([town.row(done.matter, "office")])
    detail = queries.detail(town.city.officers["counter"], done.matter, town.on)
    set_area(None)
    [kept] = detail.scans
    assert (kept.key, kept.filename, kept.pages) == ("certificate", "出生医学证明.png", 1)
    assert not detail.complete  # nobody has said that it was shown
    for wrong in ({"key": "lease", **scan}, {"key": "booklet", "filename": "x.pdf", "content": b"MZ"}):
        with pytest.raises(Refused) as refused:
            town.step("attach_evidence", done, "counter", **wrong)
        assert refused.value.code in ("unknown_evidence", "not_what_it_says")
