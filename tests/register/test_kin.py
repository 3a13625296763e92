"""Parents, adoption and guardians: kinship and items change, registrations only where said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)


@pytest.fixture
def sun(town):
    """A couple without children at office 2."""
    return town.family(21, ("孙强", "1", "1980-01-01", "02"), ("钱芳", "2", "1982-01-01", "10"))


def parents(town, name):
    return town.sql(
        "select relative, lower(valid), upper(valid) from kinship where person = %s and kind = 'parent'"
        " and upper_inf(known) order by 2, 1",
        [town.people[name]],
    )


def items(town, name, day=DAY):
    [row] = town.sql(
        "select guardian, guardianship, second_guardian, second_guardianship from particulars"
        " where person = %s and upper_inf(known) and valid @> %s::date",
        [town.people[name], day],
    )
    return row


def test_a_couple_adopts_a_girl_who_comes_into_their_household(town, li, sun, acts):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    done = acts.adopt(
        acts.Adopt(girl, (father, mother), DAY, "收养证 1", sun, effective=DAY + timedelta(days=2)),
        town.acting(2),
    )
    assert done.household == sun
    born = date(2012, 8, 1)
    assert parents(town, "李小红") == sorted(
        [
            (town.people["李建国"], born, DAY),
            (town.people["王秀英"], born, DAY),
            (father, DAY, None),
            (mother, DAY, None),
        ],
        key=lambda row: (row[1], row[0]),
    )
    assert town.where(girl) == ("registered", sun, "37", 2)
    assert town.where(girl, DAY) == ("registered", li, "30", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_stepfather_adopts_and_the_mother_remains_the_mother(town, acts):
    town.family(
        1,
        ("郑梅", "2", "1985-01-01", "02"),
        ("郑小宝", "1", "2015-01-01", "20"),
        ("何力", "1", "1984-01-01", "99"),
    )
    mother, child, step = (town.people[name] for name in ("郑梅", "郑小宝", "何力"))
    acts.marry(acts.Marry(mother, step, date(2026, 1, 1), "结婚证"), town.acting())
    acts.adopt(acts.Adopt(child, (step,), DAY, "收养证 2"), town.acting())
    assert [(who, until) for who, _, until in parents(town, "郑小宝")] == [(mother, None), (step, None)]
    town.assert_sound()
    town.assert_rebuilt()


def test_the_end_of_an_adoption_restores_the_parents_of_a_minor(town, li, sun, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    first = town.people["李建国"]
    acts.adopt(acts.Adopt(girl, (father, mother), DAY, "收养证 1"), town.acting())
    end = acts.EndAdoption(girl, (father, mother), DAY + timedelta(days=5), "解除协议", (first,))
    refused(
        "register.not_adopted",
        acts.end_adoption,
        replace(end, adopters=(town.people["李明明"],)),
        town.acting(),
    )
    refused("register.no_former_parent", acts.end_adoption,
            replace(end, restored=(town.people["李明明"],)), town.acting())  # fmt: skip
    refused("register.document_needed", acts.end_adoption, replace(end, document=""), town.acting())
    refused("register.nobody", acts.end_adoption, replace(end, adopters=()), town.acting())
    acts.end_adoption(end, town.acting())
    now = [who for who, _, until in parents(town, "李小红") if until is None]
    assert now == [first]
    refused("register.not_adopted", acts.end_adoption, replace(end, restored=()), town.acting())
    town.assert_sound()
    town.assert_rebuilt()


def test_parents_by_birth_are_no_adoptive_parents_to_be_ended(town, li, acts, refused):
    girl, father = town.people["李小红"], town.people["李建国"]
    refused(
        "register.not_adopted",
        acts.end_adoption,
        acts.EndAdoption(girl, (father,), DAY, "协议"),
        town.acting(),
    )


def test_what_is_no_adoption(town, li, sun, zhang, acts, refused):
    girl, father, mother = (town.people[name] for name in ("李小红", "孙强", "钱芳"))
    statement = acts.Adopt(girl, (father, mother), DAY, "收养证 1", sun)

    def check(code, office=2, **changes):
        return refused(code, acts.adopt, replace(statement, **changes), town.acting(office))

    check("register.adopters", adopters=())
    check("register.adopters", adopters=(father, mother, town.people["张丽华"]))
    check("register.not_a_couple", adopters=(father, town.people["张丽华"]))
    check("register.adult_adopted", child=town.people["李明明"])
    check("register.certificate_needed", certificate="")
    check(
        "register.adopted_already",
        adopters=(town.people["李建国"], town.people["王秀英"]),
        into=None,
        office=1,
    )
    check("register.not_of_household", into=zhang)
    check("register.minor_head", relation="02")
    check("register.future", adopted=town.on + timedelta(days=1))
    check("register.named_twice", adopters=(girl,))
    check("register.unknown_person", child=999)


def test_a_father_is_recognised_since_birth_and_another_never_was(town, li, sun, acts, refused):
    girl, true, taken = (town.people[name] for name in ("李小红", "孙强", "李建国"))
    statement = acts.RecogniseParent(girl, true, acts.ParentProof.JUDGEMENT, "判决书 1")
    refused("register.parent_known", acts.recognise_parent, statement, town.acting())
    done = acts.recognise_parent(replace(statement, instead_of=taken), town.acting())
    born = date(2012, 8, 1)
    assert (true, born, None) in parents(town, "李小红")
    assert taken not in {who for who, _, _ in parents(town, "李小红")}
    [(until,)] = town.sql(
        "select upper(known) from kinship where person = %s and relative = %s", [girl, taken]
    )
    assert until == done.entry
    assert town.where(girl) == ("registered", li, "30", 1)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_parent_found_after_an_adoption_was_the_parent_until_then(town, li, sun, acts, refused):
    town.family(7, ("周远", "1", "1980-01-01", "02"))
    girl, true, taken = (town.people[name] for name in ("李小红", "周远", "李建国"))
    adopters = (town.people["孙强"], town.people["钱芳"])
    acts.adopt(acts.Adopt(girl, adopters, DAY, "收养证 1"), town.acting())
    statement = acts.RecogniseParent(girl, true, acts.ParentProof.JUDGEMENT, "判决书 1")
    for never in (*adopters, town.people["王秀英"]):
        refused(
            "register.not_the_parent",
            acts.recognise_parent,
            replace(statement, instead_of=never),
            town.acting(),
        )
    acts.recognise_parent(replace(statement, instead_of=taken), town.acting())
    assert (true, date(2012, 8, 1), DAY) in parents(town, "李小红")
    assert {who for who, _, until in parents(town, "李小红") if until is None} == set(adopters)
    town.assert_sound()
    town.assert_rebuilt()


def test_a_father_found_after_a_stepfather_adopted_is_none_since(town, acts):
    town.family(
        1,
        ("郑梅", "2", "1985-01-01", "02"),
        ("郑小宝", "1", "2015-01-01", "20"),
        ("何力", "1", "1984-01-01", "99"),
        ("冯远", "1", "1983-01-01", "99"),
    )
    mother, child, step, father = (town.people[name] for name in ("郑梅", "郑小宝", "何力", "冯远"))
    acts.marry(acts.Marry(mother, step, date(2026, 1, 1), "结婚证"), town.acting())
    acts.adopt(acts.Adopt(child, (step,), DAY, "收养证 2"), town.acting())
    acts.recognise_parent(acts.RecogniseParent(child, father, acts.ParentProof.TEST, "鉴定 1"), town.acting())
    until = {who: until for who, _, until in parents(town, "郑小宝")}
    assert until == {mother: None, step: None, father: DAY}


def test_who_cannot_be_recognised_as_parent(town, li, sun, acts, refused):
    girl = town.people["李小红"]
    statement = acts.RecogniseParent(girl, town.people["孙强"], acts.ParentProof.TEST, "鉴定 1")

    def check(code, office=1, **changes):
        return refused(code, acts.recognise_parent, replace(statement, **changes), town.acting(office))

    check("register.parent_already", parent=town.people["王秀英"])
    check("register.parent_impossible", child=town.people["李明明"], parent=girl)
    check("register.not_the_parent", instead_of=town.people["李明明"])
    check("register.document_needed", document="")
    check("register.named_twice", parent=girl)
    check("register.unknown_person", parent=999)
    check("register.other_office", office=2)


def test_one_is_not_spouse_and_parent_of_the_same_person_at_once(town, acts, refused):
    town.family(5, ("吴大", "1", "1960-01-01", "02"))
    town.family(6, ("吴二", "2", "1985-01-01", "02"))
    town.tie("吴二", "吴大", "spouse")
    younger, elder = town.people["吴二"], town.people["吴大"]
    statement = acts.RecogniseParent(younger, elder, acts.ParentProof.RECORDS, "旧簿")
    refused("register.tied_already", acts.recognise_parent, statement, town.acting())


def test_guardians_stand_in_the_wards_form_from_a_day_on(town, li, sun, acts):
    girl = town.people["李小红"]
    statement = acts.AppointGuardian(
        girl,
        (acts.Guardian(town.people["孙强"], "叔父"), acts.Guardian("长乐街道办事处", "指定监护")),
        acts.GuardianGround.MINOR, "指定书 1", DAY,
    )  # fmt: skip
    acts.appoint_guardian(statement, town.acting())
    assert items(town, "李小红") == ("孙强", "叔父", "长乐街道办事处", "指定监护")
    assert items(town, "李小红", DAY - timedelta(days=1)) == ("", "", "", "")
    later = DAY + timedelta(days=4)
    acts.appoint_guardian(replace(statement, guardians=(), effective=later), town.acting())
    assert items(town, "李小红", later) == ("", "", "", "")
    assert items(town, "李小红")[0] == "孙强"


def test_who_is_no_guardian(town, li, sun, acts, refused):
    girl, son = town.people["李小红"], town.people["李明明"]
    statement = acts.AppointGuardian(
        girl, (acts.Guardian(town.people["孙强"], "叔父"),), acts.GuardianGround.MINOR, "指定书 1", DAY
    )

    def check(code, office=1, **changes):
        return refused(code, acts.appoint_guardian, replace(statement, **changes), town.acting(office))

    guardian = statement.guardians[0]
    check("register.guardian_ground", ward=son)
    check("register.guardian_ground", ground=acts.GuardianGround.INCAPACITY)
    check("register.minor_guardian", ward=son, ground=acts.GuardianGround.INCAPACITY,
          guardians=(acts.Guardian(girl, "妹妹"),))  # fmt: skip
    check("register.guardians", guardians=(acts.Guardian("甲", "亲属"),) * 3)
    check("register.nobody", guardians=(acts.Guardian(" ", "亲属"),))
    check("register.named_twice", guardians=(replace(guardian, who=girl),))
    check("register.unknown_person", guardians=(replace(guardian, who=999),))
    check("register.document_needed", document="")
    check("register.other_office", office=2)


def test_an_adoption_before_the_household_had_its_head_names_the_day_it_has(town, acts, li, refused):
    home = town.family(9, ("周一", "1", "1970-01-01", "02"))
    one = town.people["周一"]
    away = acts.Settle((acts.Mover(one, "02"),), acts.NewHousehold(6), date(2026, 10, 1))
    acts.settle(away, town.acting())
    acts.settle(acts.Settle((acts.Mover(one, "02"),), home, date(2026, 10, 20)), town.acting())
    early = acts.Adopt(town.people["李小红"], (one,), date(2026, 10, 10), "收养证 3", home)
    refused("register.before_head", acts.adopt, early, town.acting())
    [child, _] = acts.adopt(replace(early, effective=date(2026, 10, 20)), town.acting()).persons
    assert town.where(child)[1:3] == (home, "37")


def test_a_child_who_lives_alone_and_heads_the_household_is_adopted_out_of_it(town, acts, li):
    town.family(9, ("周女", "2", "2015-01-01", "02"))
    [child, _, _] = acts.adopt(
        acts.Adopt(town.people["周女"], (town.people["李建国"], town.people["王秀英"]), DAY, "收养证 4", li),
        town.acting(),
    ).persons
    assert town.where(child)[1:3] == (li, "37")
