"""Policies are drafted by one person and published by another, from a day on, and stay as they were."""

import json
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from tests.rulebook.conftest import LATER, LOWERED, ON, PANJIN, Bureau

from huji import policy
from huji.policy import Faulty
from huji.rulebook import acts, checking, queries
from huji.rulebook.refusals import FaultyDraft
from huji.rulebook.values import State, Step
from huji.standards import Refused


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_published_policy_is_in_force_from_its_day_and_the_earlier_one_ends_the_day_before(
    bureau: Bureau,
) -> None:
    bureau.published()
    library = queries.library()
    before, after = (library.get("panjin-2015", on) for on in (LATER - timedelta(days=1), LATER))
    assert before is not None
    assert after is not None
    assert before.digest == policy.packs().get("panjin-2015").digest  # type: ignore[union-attr]
    assert before.in_force_to is None, "the earlier version is not edited"
    assert library.last_day(before) == LATER - timedelta(days=1)
    assert after.in_force_from == LATER
    assert library.covering("211103", "city_proper", LATER) is after
    assert library.covering("211103", "city_proper", LATER - timedelta(days=1)) is before
    assert set(library.by_digest) == {*policy.packs().by_digest, after.digest}
    assert queries.library(LATER).versions("panjin-2015") == (after,)


def test_each_step_is_an_entry_of_the_ledger_that_names_digest_and_day(bureau: Bureau) -> None:
    entry = bureau.published()
    rows = bureau.sql("select act, convert_from(body, 'UTF8') from ledger_entry order by entry")
    assert [act for act, _ in rows] == ["policy_submit", "policy_publish"]
    said = json.loads(rows[1][1])
    (published,) = queries.publications()
    assert published.entry == entry
    assert (said["digest"], said["sha256"], said["effective"]) == (
        published.digest,
        published.sha256,
        str(LATER),
    )
    assert said["proposer"] == bureau.officers["drafter"] != said["officer"]


def test_the_day_of_effect_is_all_that_is_written_into_the_text(bureau: Bureau) -> None:
    bureau.published()
    (one,) = queries.publications()
    assert queries.content(one.sha256).decode() == LOWERED.replace(
        "in_force: {from: 2015-12-15,", f"in_force: {{from: {LATER},"
    )


@pytest.mark.parametrize("name", ["drafter", "second", "counter"])
def test_whoever_does_not_hold_the_role_cannot_publish(bureau: Bureau, name: str) -> None:
    draft = bureau.submitted()
    with refused("not_your_role"):
        acts.publish(acts.Publish(draft, 1, LATER), bureau.by(name))
    assert queries.draft(draft).state is State.SUBMITTED


def test_a_publisher_cannot_draft_or_submit(bureau: Bureau) -> None:
    with refused("not_your_role"):
        bureau.draft(name="publisher")
    draft = bureau.draft()
    with refused("not_your_role"):
        acts.submit(acts.Submit(draft, 1), bureau.by("publisher"))


def step_of_publication(writer: psycopg.Connection[Any], draft: int, officer: int) -> None:
    """Write the step beside the room's own verbs, as a program gone wrong would."""
    (entry,) = writer.execute(
        "insert into ledger_entry (office, act, offices, body)"
        " values (0, 'policy_publish', '{}', '{}') returning entry"
    ).fetchone()  # type: ignore[misc]
    writer.execute(
        "insert into rule_step (entry, draft, revision, step, officer, role, day)"
        " values (%s, %s, 1, 'publish', %s, 'publish', '2026-09-01')",
        [entry, draft, officer],
    )


def test_two_persons_are_held_by_the_database_itself(bureau: Bureau) -> None:
    """A drafter made publisher since then still publishes nothing that he wrote or proposed."""
    draft = bureau.submitted()
    bureau.sql("update officers_officer set role = 'publish' where username = 'drafter'")
    with refused("same_person"):
        acts.publish(acts.Publish(draft, 1, LATER), bureau.by())
    for officer, constraint in (("drafter", "rule_two_persons"), ("counter", "rule_step_by_role")):
        with pytest.raises(psycopg.errors.CheckViolation) as error, bureau.writer() as writer:
            step_of_publication(writer, draft, bureau.officers[officer])
        assert error.value.diag.constraint_name == constraint


def test_a_step_of_publication_without_what_it_publishes_is_not_committed(bureau: Bureau) -> None:
    draft = bureau.submitted()
    with bureau.writer() as writer:
        step_of_publication(writer, draft, bureau.officers["publisher"])
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            writer.commit()
    assert queries.draft(draft).state is State.SUBMITTED


@pytest.mark.parametrize(
    "statement",
    [
        "update rule_publication set effective = '2030-01-01'",
        "update rule_publication set content = 'x'",
        "delete from rule_publication",
        "truncate rule_publication",
        "update rule_revision set note = 'x'",
        "delete from rule_step",
    ],
)
def test_what_is_published_stays_even_for_the_owner(bureau: Bureau, statement: str) -> None:
    bureau.published()
    with pytest.raises(psycopg.Error):
        bureau.sql(statement)


def test_the_day_of_effect_is_not_in_the_past(bureau: Bureau) -> None:
    draft = bureau.submitted()
    with refused("date_in_the_past"):
        acts.publish(acts.Publish(draft, 1, ON - timedelta(days=1)), bureau.by("publisher"))
    acts.publish(acts.Publish(draft, 1, ON), bureau.by("publisher"))
    assert queries.publications()[0].effective == ON


def test_the_same_text_is_published_once_for_a_day_and_a_day_has_one_version(bureau: Bureau) -> None:
    bureau.published()
    again = bureau.submitted()
    with pytest.raises(FaultyDraft, match="没有任何修改"):
        acts.publish(acts.Publish(again, 1, LATER), bureau.by("publisher"))
    other = bureau.submitted(LOWERED.replace("市人社局", "市人力资源局"))
    with refused("version_of_that_day"):
        acts.publish(acts.Publish(other, 1, LATER), bureau.by("publisher"))


def test_a_text_that_changes_nothing_is_not_submitted(bureau: Bureau) -> None:
    with pytest.raises(FaultyDraft) as error:
        bureau.submitted(PANJIN)
    assert [fault.code for fault in error.value.faults] == ["already-published"]


FAULTY = {
    "not-our-place": LOWERED.replace('applies_to: ["2111"]', 'applies_to: ["2302"]'),
    "name-of-another-place": LOWERED.replace('applies_to: ["2111"]', 'applies_to: ["211103"]'),
    "unknown-superior": LOWERED.replace("superior: liaoning-2015", "superior: liaoning-2016"),
    "superior-cycle": LOWERED.replace("superior: liaoning-2015", "superior: panjin-2015"),
    "not-a-superior": LOWERED.replace("superior: liaoning-2015", "superior: lincang-2015"),
    "policy-name": LOWERED.replace("policy: panjin-2015", "policy: 盘锦"),
    "unknown-fact": LOWERED.replace("insurance.urban_participant", "insurance.urban_participent"),
    "missing-key": LOWERED.replace('applies_to: ["2111"]\n', ""),
    "syntax": LOWERED.replace("routes:", "routes: ["),
}


@pytest.mark.parametrize("code", FAULTY)
def test_a_draft_with_faults_is_refused_with_line_and_nearest_right_word(bureau: Bureau, code: str) -> None:
    draft = bureau.draft(FAULTY[code])
    with pytest.raises(FaultyDraft) as error:
        acts.submit(acts.Submit(draft, 1), bureau.by())
    assert code in [fault.code for fault in error.value.faults]
    assert all(fault.line for fault in error.value.faults)
    if code in ("unknown-fact", "unknown-superior"):
        assert "did you mean" in str(error.value.faults[0].text.en)


def test_a_province_s_policy_is_not_changed_from_a_city(bureau: Bureau) -> None:
    liaoning = queries.library().get("liaoning-2015")
    assert liaoning is not None
    text = LOWERED.replace("policy: panjin-2015", "policy: liaoning-2015").replace(
        "superior: liaoning-2015", "superior: national-2014"
    )
    with pytest.raises(FaultyDraft, match="属于 21"):
        bureau.submitted(text)


def test_an_alias_bomb_is_refused_at_once(bureau: Bureau) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    with pytest.raises(Faulty) as error:
        checking.read(bomb, queries.library())
    assert error.value.faults[0].code == "too-large"
    with refused("too_large"):
        bureau.draft("x" * 300_000)


def test_a_publication_is_withdrawn_before_its_day_by_an_act_of_its_own(bureau: Bureau) -> None:
    entry = bureau.published()
    with refused("reason_needed"):
        acts.withdraw(acts.Withdraw(entry, "错"), bureau.by("other"))
    with refused("not_your_role"):
        acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by())
    acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("other"))
    assert queries.library() is policy.packs()
    assert bureau.sql("select act from ledger_entry order by entry desc limit 1") == [("policy_withdraw",)]
    with refused("withdrawn_already"):
        acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("other"))
    (one,) = queries.publications()
    assert one.withdrawn_on == ON
    draft = queries.draft(one.draft)
    assert draft.state is State.DRAFTING
    acts.submit(acts.Submit(draft.id, draft.last), bureau.by())
    acts.publish(acts.Publish(draft.id, draft.last, LATER), bureau.by("publisher"))
    assert len(queries.library()) == len(policy.packs()) + 1


def test_a_step_of_withdrawal_that_withdraws_nothing_is_not_committed(bureau: Bureau) -> None:
    """Else the draft of what is in force could be written on and published beside it."""
    bureau.published()
    with bureau.writer() as writer:
        (entry,) = writer.execute(
            "insert into ledger_entry (office, act, offices, body)"
            " values (0, 'policy_withdraw', '{}', '{}') returning entry"
        ).fetchone()  # type: ignore[misc]
        writer.execute(
            "insert into rule_step (entry, draft, revision, step, officer, role, day, note)"
            " select %s, draft, revision, 'withdraw', publisher, 'publish', day, '条款有误'"
            " from rule_publication",
            [entry],
        )
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            writer.commit()
    assert queries.publications()[0].stands


@pytest.mark.parametrize("days", [0, 30])
def test_what_is_in_effect_is_not_withdrawn(bureau: Bureau, days: int) -> None:
    entry = bureau.published()
    with refused("too_late_to_withdraw"):
        acts.withdraw(acts.Withdraw(entry, "条款有误"), bureau.by("publisher", LATER + timedelta(days=days)))


def test_every_revision_is_kept_and_none_overwrites_a_colleague_s(bureau: Bureau) -> None:
    draft = bureau.draft("policy: x\n")
    assert acts.save_revision(acts.SaveRevision(draft, 1, "policy: y\r\n", "改名"), bureau.by()) == 2
    assert acts.save_revision(acts.SaveRevision(draft, 1, "policy: y\n"), bureau.by()) == 2, "sent twice"
    with refused("changed_meanwhile"):
        acts.save_revision(acts.SaveRevision(draft, 1, "policy: z\n"), bureau.by("second"))
    assert acts.save_revision(acts.SaveRevision(draft, 2, "policy: z\n"), bureau.by("second")) == 3
    assert [queries.revision(draft, number).text for number in (1, 2, 3)] == [
        "policy: x\n",
        "policy: y\n",
        "policy: z\n",
    ]
    assert queries.authors(draft) == {bureau.officers["drafter"], bureau.officers["second"]}


def test_a_draft_sent_back_can_be_changed_and_submitted_again(bureau: Bureau) -> None:
    draft = bureau.submitted()
    with refused("not_now"):
        acts.save_revision(acts.SaveRevision(draft, 1, PANJIN), bureau.by())
    with refused("reason_needed"):
        acts.send_back(acts.SendBack(draft, " "), bureau.by("publisher"))
    acts.send_back(acts.SendBack(draft, "请写明依据"), bureau.by("publisher"))
    acts.save_revision(acts.SaveRevision(draft, 1, LOWERED + "# 依据\n"), bureau.by())
    with refused("changed_meanwhile"):
        acts.submit(acts.Submit(draft, 1), bureau.by())
    acts.submit(acts.Submit(draft, 2), bureau.by())
    assert [one.step for one in queries.steps(draft)] == [Step.SUBMIT, Step.RETURN, Step.SUBMIT]
    with refused("changed_meanwhile"):  # the page was drawn before the draft was sent back
        acts.publish(acts.Publish(draft, 1, LATER), bureau.by("publisher"))
    acts.publish(acts.Publish(draft, 2, LATER), bureau.by("publisher"))
    assert queries.publications()[0].revision == 2


def test_a_discarded_draft_is_closed_for_good(bureau: Bureau) -> None:
    draft = bureau.draft()
    acts.discard(acts.Discard(draft), bureau.by())
    for act in (
        lambda: acts.submit(acts.Submit(draft, 1), bureau.by()),
        lambda: acts.save_revision(acts.SaveRevision(draft, 1, PANJIN), bureau.by()),
        lambda: acts.publish(acts.Publish(draft, 1, LATER), bureau.by("publisher")),
    ):
        with refused("not_now"):
            act()


def test_a_form_sent_twice_opens_one_draft(bureau: Bureau) -> None:
    statement = acts.OpenDraft("放宽", LOWERED, None, "token-same")
    assert acts.open_draft(statement, bureau.by()) == acts.open_draft(statement, bureau.by())
    assert len(queries.drafts()) == 1


def test_the_day_is_set_in_whatever_style_the_text_is_written() -> None:
    block = "in_force:\n  # 施行\n  'from': \"2020-01-01\"   # 待定\n  to: null\nrest: 1\n"
    written = checking.dated(block, date(2027, 1, 2))
    assert written == block.replace("2020-01-01", "2027-01-02")
    assert checking.dated("in_force:\n  from:\n    2020-01-01\n", LATER) is None
    assert checking.dated("in_force: {until: 2020-01-01}\n", LATER) is None
