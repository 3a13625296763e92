"""Business at the counter in every state, and one person of whom much has changed and been put right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count, islice
from typing import Any

from huji.demo.cast import Cast, Player
from huji.demo.loading import Peopled
from huji.demo.people import Resident
from huji.demo.staff import Crew
from huji.matters import acts
from huji.matters.kinds import kind
from huji.matters.values import By, Reporter, Shown
from huji.officers.roles import Role

_ARCHIVE = "原始户籍档案（演示）"
_tokens = count(1)


@dataclass(frozen=True, slots=True)
class Taken:
    """The numbers of the matters, and the person whose history is a long one."""

    matters: tuple[str, ...]
    changed: Player


@dataclass(frozen=True, slots=True)
class Business:
    """One matter on its way: its number and version, the crew, and the day."""

    crew: Crew
    on: date
    matter: str = ""
    version: int = 0

    def open(
        self,
        name: str,
        lacking: bool = False,
        reporter: Resident | None = None,
        relation: str = "本人",
        **more: Any,
    ) -> "Business":
        """Open a matter of a kind, with every paper shown unless it is `lacking` them."""
        shown = {} if lacking else {one.key: Shown(0) for one in kind(name).evidence}
        said = Reporter(reporter.name, reporter.number, relation) if reporter else Reporter()
        statement = acts.OpenMatter(kind=name, evidence=shown, reporter=said, **more)
        done = acts.open_matter(statement, self._by(Role.COUNTER))
        return replace(self, matter=done.matter, version=done.version)

    def step(self, name: str, role: Role = Role.COUNTER, **said: object) -> "Business":
        """Take a step, by the crew's officer of a role."""
        statement = getattr(acts, name.title().replace("_", ""))
        done = getattr(acts, name)(
            statement(matter=self.matter, version=self.version, **said), self._by(role)
        )
        return replace(self, version=done.version)

    def later(self, days: int) -> "Business":
        return replace(self, on=self.on + timedelta(days=days))

    def reviewed(self, recommend: str = "approve", note: str = "") -> "Business":
        """Take it through acceptance and review."""
        accepted = self.step("accept").later(1)
        return accepted.step("review", Role.REVIEW, recommend=recommend, note=note)

    def _by(self, role: Role) -> By:
        return By(self.crew.by_role[role], self.on, f"demonstration-matter-{next(_tokens):06}")


def take_matters(cast: Cast, peopled: Peopled, crew: Crew, today: date) -> Taken:
    """Take the business of the crew's station, through the procedure's own verbs."""

    def begun(ago: int) -> Business:
        return Business(crew, today - timedelta(days=ago))

    done, changed = _a_life(next(cast.town_families), next(cast.homes, None), peopled, begun)
    return Taken((*done, *_in_every_state(cast, peopled, begun, today)), changed)


def _a_life(
    family: list[Resident], home: int | None, peopled: Peopled, begun: Any
) -> tuple[list[str], Player]:
    """Let much happen to the spouse of a family: changed from a day on, corrected, undone, moved.

    In a small city no home may be left empty to move to.
    """
    head, spouse = family[:2]
    who = peopled.persons[spouse.key]

    def changed(ago: int, values: Mapping[str, str], since: date) -> Business:
        said = {"effective": since.isoformat(), "evidence": "本人申请和有关证明", **values}
        return begun(ago).open("change_items", person=who, reporter=spouse, values=said)

    work = {"item": "workplace", "workplace": "市第一医院（演示）"}
    worked = changed(52, work, begun(80).on).step("carry_out")
    taught = changed(
        45, {"item": "education", "education": "31" if spouse.education == "21" else "21"}, begun(60).on
    ).step("carry_out")
    place = {"item": "birthplace", "birthplace": "辽宁省营口市", "evidence": _ARCHIVE}
    righted = begun(30).open("correct_items", person=who, reporter=spouse, values=place)
    righted = righted.step("accept").later(2).step("decide", Role.REVIEW)
    measured = changed(24, {"item": "height_cm", "height_cm": "186"}, begun(24).on).step("carry_out")
    undone = measured.later(1).open(
        "undo", undoes=measured.matter, values={"reason": "身高录入有误，应为168厘米"}
    )
    undone = undone.step("accept").step("decide", Role.REVIEW)
    all_ = [worked, taught, righted, measured, undone]
    if home is not None:
        to = {"mover": head.number, "along": "all", "into": "new", "address": home, "dwelling": "owned"}
        all_.append(begun(9).open("move_within", reporter=head, values=to).step("carry_out"))
    return [one.matter for one in all_], Player(spouse.number, spouse.name, spouse.house)


def _in_every_state(cast: Cast, peopled: Peopled, begun: Any, today: date) -> list[str]:
    """Begin one matter for each state that a matter can wait or end in."""

    def child(family: list[Resident], **more: str) -> dict[str, Any]:
        head, spouse = family[:2]
        mother, father = (head, spouse) if head.sex == "2" else (spouse, head)
        values = {
            "ground": "ordinary", "name": f"{father.name[0]}一禾", "sex": "2", "ethnic": head.ethnic,
            "born": (today - timedelta(days=18)).isoformat(),
            "mother": mother.number, "father": father.number,
        }  # fmt: skip
        return {
            "household": peopled.households[head.house],
            "reporter": head,
            "relation": "母亲" if head.sex == "2" else "父亲",
            "values": {**values, **more},
        }

    def of(person: Resident, **values: str) -> dict[str, Any]:
        return {"person": peopled.persons[person.key], "reporter": person, "values": values}

    # Nobody bears twice within a year, whatever day the demonstration is built on.
    without_infant = (f for f in cast.town_families if all((today - one.born).days > 365 for one in f))
    families = [*islice(without_infant, 3), *islice(cast.town_families, 5)]
    heads = [family[0] for family in families]
    registered = begun(3).open("birth", **child(families[0])).step("carry_out")
    unproved = child(families[1], ground="without", evidence="亲子鉴定意见书（演示）")
    to_approve = begun(4).open("birth", **unproved).reviewed()
    lacking = begun(2).open("birth", lacking=True, **child(families[2])).step("request_completion")
    other_name = {"item": "name", "name": f"{heads[3].name[0]}长青", "evidence": _ARCHIVE}
    accepted = begun(1).open("correct_items", **of(heads[3], **other_name)).step("accept")
    born = heads[4].born - timedelta(days=31)
    elder = {"born": born.isoformat(), "evidence": _ARCHIVE, "bar": "none"}
    to_city = begun(12).open("correct_birth_date", **of(heads[4], **elder)).reviewed()
    to_city = to_city.later(2).step("approve", Role.APPROVE)
    another = {"item": "name", "name": f"{heads[5].name[0]}天赐", "evidence": "本人陈述（演示）"}
    refused = begun(15).open("correct_items", **of(heads[5], **another))
    refused = refused.reviewed("refuse", "档案与登记一致，没有登记错误。")
    refused = refused.later(1).step("refuse", Role.APPROVE, reason="原始档案与登记一致，不是登记错误。")
    person = peopled.persons[_key(cast, next(cast.leavers))]
    dead = {"reported": "office", "died": begun(20).on.isoformat(), "proof": "community"}
    noticed = begun(3).open("death", person=person, values=dead)
    noticed = noticed.step("give_notice", note="书面告知社区居民委员会和已知的亲属（演示）")
    withdrawn = begun(6).open("change_head", **_new_head(families[6], peopled)).later(1)
    withdrawn = withdrawn.step("withdraw", reason="家庭成员没有商量好（演示）。")
    draft = begun(0).open("change_head", **_new_head(families[7], peopled))
    all_ = [registered, to_approve, lacking, accepted, to_city, refused, noticed, withdrawn, draft]
    return [one.matter for one in all_]


def _new_head(family: list[Resident], peopled: Peopled) -> dict[str, Any]:
    head, spouse = family[:2]
    return {
        "household": peopled.households[head.house],
        "reporter": head,
        "values": {"head": peopled.persons[spouse.key], "reason": "agreed"},
    }


def _key(cast: Cast, player: Player) -> int:
    return next(one.key for one in cast.members[player.house] if one.number == player.number)
