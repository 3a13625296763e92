from tests.matters.town import Town

DEATH = {"reported": "family", "died": "2026-08-30", "proof": "medical"}


def test_a_head_s_death_names_who_succeeds_and_certifies_the_cancellation(town: Town) -> None:
    seen = town.foreseen("death", DEATH, person="李建国")
    assert (seen.refusal and seen.refusal.code, seen.field) == ("register.successor_needed", "successor")
    done = town.carried("death", {**DEATH, "successor": town.city.people["王秀英"]}, person="李建国")
    assert town.city.where("李建国")[0] == "ended"
    assert town.city.where("王秀英")[2] == "02"
    kinds = town.city.sql("select kind from documents_paper where case_number = %s", [done.matter])
    assert {kind for (kind,) in kinds} == {"cancellation", "booklet"}
