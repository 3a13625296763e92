"""Opening a round of a scheme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huji.officers.queries import Appointed
from huji.places import queries as places
from huji.rounds.law import content_of, scheme_of
from huji.rounds.refusals import POINTS, no_scheme, wrong
from huji.rounds.rows import query
from huji.rounds.turn import Turn, Write, insert, run
from huji.rounds.values import By, Done, Round, State
from huji.rulebook import queries as rulebook
from huji.standards import Text

PARTS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The scheme by its policy's name, the place, the days, and what the document of the round sets.

    `quotas` by part of the place ("" for the whole); `at_least` the announced score, or the least of the
    scheme; `second_share` of each quota for a second round; `holds_years` how long an admission may be used.
    What the scheme itself says is taken from it where left None.
    """

    policy: str
    division: str
    area: str
    opens: date
    closes: date
    basis: str
    quotas: Mapping[str, int] | None = None
    at_least: Decimal | None = None
    ties: str | None = None
    second_share: Decimal | None = None
    objection_days: int = 5
    holds_years: int | None = None


def open_round(statement: OpenRound, by: By) -> Done:
    """Open the round at the officer's office, for it and all under it; the scheme's text is kept with it.

    Refuses `no_scheme`, `not_in_force`, `wrong_place`, `wrong_days`, `wrong_quota`, `reason_needed`.
    """

    def find(officer: Appointed) -> Round:
        return _opened(statement, officer, by)

    def work(turn: Turn) -> Write:
        found = turn.round
        turn.data.update(
            policy=found.policy,
            digest=found.digest,
            division=found.division,
            area=found.area,
            opens=found.opens,
            closes=found.closes,
            basis=found.basis,
            quotas=found.quotas,
            at_least=found.at_least,
            ties=found.ties,
            second_share=found.second_share,
        )
        return lambda entry: None

    return run("open", statement, by, find, work)


def _opened(said: OpenRound, officer: Appointed, by: By) -> Round:
    if said.closes < said.opens:
        raise wrong(Text("截止日早于开始日。", "The last day is before the first."), "wrong_days")
    if len(said.basis.strip()) < 4:
        raise POINTS.reason_needed()
    pack = rulebook.library(said.opens).get(said.policy)
    if pack is None:
        raise no_scheme(said.policy)
    scheme = scheme_of(pack)
    if pack.nearness(said.division) < 0 or said.area not in pack.areas or not said.division.isdigit():
        raise wrong(
            Text(
                f"办法“{pack.title.zh}”不适用于 {said.division}（{said.area}）。",
                f"“{pack.title.en}” does not apply to {said.division} ({said.area}).",
            ),
            "wrong_place",
        )
    selection = scheme.selection
    assert selection is not None
    quotas = dict(said.quotas) if said.quotas is not None else None
    if selection.kind == "quota":
        if quotas is None and selection.quota is not None:
            quotas = {"": selection.quota}
        if not quotas or len(quotas) > PARTS_AT_MOST or any(count < 0 for count in quotas.values()):
            raise wrong(Text("请写明本轮次的名额。", "Give the quota of the round."), "wrong_quota")
    elif quotas is not None:
        raise wrong(Text("本办法不按名额选取。", "The scheme does not select by quota."), "wrong_quota")
    at_least = said.at_least
    if at_least is None and selection.at_least is not None:
        at_least = Decimal(selection.at_least.numerator) / Decimal(selection.at_least.denominator)
    if selection.kind == "announced" and at_least is None:
        raise wrong(Text("请写明公布的分数线。", "Give the announced score."), "wrong_score")
    assert officer.office is not None
    offices = sorted(places.offices_under(officer.office))
    year = said.opens.year
    ((count,),) = query(
        "insert into round_count (year, last) values (%s, 1)"
        " on conflict (year) do update set last = round_count.last + 1 returning last",
        [year],
    )
    number = f"{year}-{count:02}"
    totals = list(scheme.totals)
    insert(
        "round",
        {
            "number": number,
            "office": officer.office,
            "offices": offices,
            "policy": pack.policy,
            "digest": pack.digest,
            "pack": content_of(pack),
            "total": "settlement" if "settlement" in totals else totals[0],
            "kind": selection.kind.value,
            "division": said.division,
            "area": said.area,
            "basis": said.basis.strip(),
            "opens": said.opens,
            "closes": said.closes,
            "quotas": quotas,
            "at_least": at_least,
            "ties": said.ties or (selection.ties.value if selection.ties else None),
            "second_share": said.second_share,
            "objection_days": said.objection_days,
            "holds_years": said.holds_years,
        },
    )
    return Round(
        number,
        officer.office,
        tuple(offices),
        State.COLLECTING,
        0,
        pack.policy,
        pack.digest,
        "settlement" if "settlement" in totals else totals[0],
        selection.kind.value,
        said.division,
        said.area,
        said.basis.strip(),
        said.opens,
        said.closes,
        quotas,
        at_least,
        said.ties or (selection.ties.value if selection.ties else None),
        said.second_share,
        said.objection_days,
        said.holds_years,
        None,
        None,
        None,
    )
