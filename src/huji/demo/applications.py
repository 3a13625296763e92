"""A dozen cases in every state, taken through the procedure's own verbs by the demonstration's officers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from huji.cases import acts
from huji.cases.acts import Arrival
from huji.cases.values import Applicant, By, Companion, Destination, Done, Kind, Outside
from huji.demo.cast import Cast, Player
from huji.demo.staff import Crew
from huji.facts.values import Given, SourceKind, Value
from huji.officers.roles import Role

Told = Mapping[str, tuple[Value, str]]
"""Facts by name: the value and the key of the paper that was seen; no key where the officer attests it."""

TENANT: Told = {
    "employment.lawful_stable": (True, "labour_contract"),
    "dwelling.lawful": (True, "lease"),
    "dwelling.tenure": ("rented", "lease"),
    "insurance.urban_participant": (True, "social_insurance_record"),
}
OWNER: Told = {
    "employment.lawful_stable": (True, "labour_contract"),
    "dwelling.lawful": (True, "property_certificate"),
    "dwelling.tenure": ("owned", "property_certificate"),
    "insurance.urban_participant": (True, "social_insurance_record"),
}
NEITHER_GRADUATE_NOR_INVESTOR: Told = {"education.graduate": (False, ""), "business.invests": (False, "")}
AWAITING_INSURANCE: Told = {**dict(list(TENANT.items())[:3]), **NEITHER_GRADUATE_NOR_INVESTOR}
UNINSURED: Told = {**AWAITING_INSURANCE, "insurance.urban_participant": (False, "")}
_YINGKOU = Outside("辽宁省营口市", "210800")
_TOGETHER: Told = {"companion.lives_together": (True, "residence_attestation")}
_Verb = Callable[..., Done]
_tokens = count(1)


@dataclass
class Walk:
    """One application on its way: its number and version, the crew, and the day."""

    crew: Crew
    on: date
    case: str = ""
    version: int = 0

    def do(self, role: Role, verb: _Verb, make: Callable[..., object], **fields: object) -> "Walk":
        """Take one step as the crew's officer of `role`."""
        named = {"case": self.case, "version": self.version} if self.case else {}
        by = By(self.crew.by_role[role], self.on, f"demonstration-{next(_tokens):08}")
        done = verb(make(**named, **fields), by)
        self.case, self.version = done.case, done.version
        return self

    def later(self, days: int) -> "Walk":
        self.on += timedelta(days=days)
        return self

    def opened(self, kind: Kind, who: Player, to: Destination | None, **more: object) -> "Walk":
        statement = {"kind": kind, "applicant": Applicant(who.number, who.name), "destination": to, **more}
        return self.do(Role.COUNTER, acts.open_draft, acts.OpenDraft, **statement)

    def told(self, who: Player | Companion, facts: Told) -> "Walk":
        given = tuple(_given(who.number, name, *told) for name, told in facts.items())
        return self.do(Role.COUNTER, acts.record_facts, acts.RecordFacts, facts=given)

    def accepted(self) -> "Walk":
        return self.do(Role.COUNTER, acts.accept, acts.Accept)

    def sent(self) -> "Walk":
        return self.do(Role.COUNTER, acts.send_to_review, acts.SendToReview)

    def reviewed(self, recommend: str = "approve") -> "Walk":
        return self.do(Role.REVIEW, acts.review, acts.Review, recommend=recommend)

    def approved(self) -> "Walk":
        return self.do(Role.APPROVE, acts.approve, acts.Approve)

    def permitted(self) -> "Walk":
        return self.do(Role.COUNTER, acts.issue_move_in_permit, acts.IssueMoveInPermit)


def take_applications(cast: Cast, crews: Mapping[int, Crew], today: date) -> list[str]:
    """Take the cases and return their numbers, in the order they were opened."""
    crew = crews[4]
    walks = (*_within(cast, crew, today), *_from(cast, crew, today), *_to(cast, crew, today))
    return [walk.case for walk in walks]


def _within(cast: Cast, crew: Crew, today: date) -> Iterator[Walk]:
    def begun(facts: Told, ago: int) -> Walk:
        who, home = next(cast.rural_families), next(cast.homes)
        companions = tuple(
            Companion(other.number, other.name, relation) for other, relation in cast.companions_of(who)
        )
        walk = Walk(crew, today - timedelta(days=ago))
        walk.opened(Kind.WITHIN_CITY, who, Destination(home), companions=companions)
        walk.told(who, facts)
        for companion in companions:
            walk.told(companion, _TOGETHER)
        return walk

    yield begun(dict(list(TENANT.items())[:2]), 0)
    yield begun(TENANT, 1).accepted()
    yield begun(OWNER, 12).accepted()
    yield (
        begun(AWAITING_INSURANCE, 3)
        .accepted()
        .do(
            Role.COUNTER,
            acts.request_completion,
            acts.RequestCompletion,
            facts=("insurance.urban_participant",),
            evidence=("social_insurance_record",),
            note="请补交参保缴费凭证。",
        )
    )
    yield begun(OWNER, 2).accepted().sent()
    yield begun(TENANT, 3).accepted().sent().later(1).reviewed()
    yield begun(OWNER, 4).accepted().sent().later(1).reviewed().later(1).approved()
    yield (
        begun(OWNER, 6)
        .accepted()
        .sent()
        .later(1)
        .reviewed()
        .approved()
        .later(1)
        .do(Role.COUNTER, acts.execute, acts.Execute)
    )
    yield (
        begun(UNINSURED, 7)
        .accepted()
        .sent()
        .later(1)
        .reviewed("refuse")
        .later(1)
        .do(Role.APPROVE, acts.refuse, acts.Refuse)
    )
    yield (
        begun(TENANT, 5)
        .accepted()
        .later(1)
        .do(Role.COUNTER, acts.withdraw, acts.Withdraw, reason="申请人决定暂不迁移户口。")
    )


def _from(cast: Cast, crew: Crew, today: date) -> Iterator[Walk]:
    def begun(ago: int) -> tuple[Walk, Arrival]:
        (who, arrival), home = next(cast.outsiders), next(cast.homes)
        walk = Walk(crew, today - timedelta(days=ago))
        walk.opened(Kind.FROM_OUTSIDE, who, Destination(home), outside=_YINGKOU)
        walk.told(who, OWNER).accepted().sent().later(1).reviewed().later(1).approved().permitted()
        return walk, arrival

    yield begun(8)[0]
    yield begun(60)[0]
    arrived, arrival = begun(24)
    arrived.later(15)
    yield arrived.do(
        Role.COUNTER,
        acts.present_certificate,
        acts.PresentCertificate,
        certificate="辽营迁0100231（演示）",
        issuer="营口市公安局（演示）",
        issued=arrived.on - timedelta(days=6),
        until=arrived.on + timedelta(days=24),
        arrivals=(arrival,),
    )


def _to(cast: Cast, crew: Crew, today: date) -> Iterator[Walk]:
    def begun(ago: int, number: int) -> Walk:
        on = today - timedelta(days=ago)
        outside = Outside(
            "辽宁省沈阳市",
            "210100",
            f"沈准{number:07}（演示）",
            on - timedelta(days=3),
            on + timedelta(days=37),
        )
        walk = Walk(crew, on).opened(Kind.TO_OUTSIDE, next(cast.leavers), None, outside=outside)
        return walk.accepted().approved()

    def left(ago: int, number: int) -> Walk:
        return begun(ago, number).do(
            Role.COUNTER, acts.issue_migration_certificate, acts.IssueMigrationCertificate
        )

    yield left(5, 11)
    gone = left(20, 12)
    registered = gone.on + timedelta(days=4)
    yield gone.later(9).do(
        Role.COUNTER,
        acts.confirm_arrival,
        acts.ConfirmArrival,
        receipt="沈阳入户回执（演示）",
        registered=registered,
    )
    yield left(40, 13)
    yield left(45, 14).later(33).do(Role.COUNTER, acts.expire, acts.Expire)


def _given(subject: str, name: str, value: Value, paper: str) -> Given:
    if paper:
        return Given(subject, name, value, evidence=paper)
    return Given(subject, name, value, SourceKind.ATTESTED, note="申请人当面陈述（演示）")
