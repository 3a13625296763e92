"""The verification of one pack: every guarantee in turn, then what it declares against what is found."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from huji.policy.faults import Faulty
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.proofs import cited, floor, ground, land, more, routes
from huji.policy.proofs.declared import Declared, findings_beside
from huji.policy.proofs.people import GaveUp
from huji.policy.proofs.report import Guarantee, Report, Result, Status
from huji.policy.proofs.setting import Setting
from huji.policy.selection import Places
from huji.policy.standing import misplaced
from huji.policy.tree import Citation
from huji.policy.words import Text

Check = Callable[[Setting], Iterator[Result]]

CHECKS: Mapping[Guarantee, Check] = {
    Guarantee.LAND: land.check,
    Guarantee.GROUND: ground.check,
    Guarantee.MORE: more.check,
    Guarantee.FLOOR: floor.check,
    Guarantee.USABLE: routes.check_usable,
    Guarantee.CONTRADICTION: routes.check_contradiction,
    Guarantee.CITED: cited.check,
}


def verify(
    pack: Pack,
    packs: Library,
    places: Places,
    *,
    against: Pack | None = None,
    declared: Mapping[str, Declared] | None = None,
    draft: bool = False,
) -> Report:
    """Return what can be proved of a pack, over all people the vocabulary can describe.

    A pack that is not in the library (a draft) is verified as if it were; one that cannot stand among the
    others raises Faulty. The floor is that of every policy above it, named as its superior or not, or of
    `against` alone. Findings are those declared beside the pack's file, unless given; of a
    `draft` they are those of the version in force, and one that is gone is no failure but told as closed.
    """
    packs = packs.with_pack(pack)
    if misplacements := tuple(misplaced(pack, packs, places)):
        raise Faulty(misplacements)
    superiors = packs.above(pack, pack.in_force_from) if against is None else (against,)
    setting = Setting(pack, packs, places, tuple(superiors))
    if declared is None:
        declared = findings_beside(pack.file)
    results: list[Result] = []
    for guarantee, check in CHECKS.items():
        try:
            results += check(setting)
        except GaveUp:
            results.append(_gave_up(guarantee))
    settled = [_settled(result, declared, pack) for result in results]
    found = {result.id for result in results}
    stale = [name for name in declared if name not in found and (against is None or _about(name, against))]
    settled += [_gone(name, declared[name], draft) for name in stale]
    order = list(Guarantee)
    settled.sort(key=lambda result: order.index(result.guarantee))
    return Report(pack.policy, pack.digest, tuple(one.policy for one in superiors), tuple(settled))


def _settled(result: Result, declared: Mapping[str, Declared], pack: Pack) -> Result:
    one = declared.get(result.id)
    if one is None or result.status is not Status.COUNTEREXAMPLE:
        return result
    own = (Citation(pack.document.name, article) for article in one.articles)
    cites = tuple(dict.fromkeys((*result.cites, *own)))
    return replace(result, status=Status.FINDING, because=one.because, cites=cites)


def _gone(name: str, one: Declared, draft: bool) -> Result:
    guarantee = next((one for one in Guarantee if name.startswith(one.value)), Guarantee.CITED)
    text = Text(
        f"第{one.line}行列出的“{name}”已经不成立，请从列表中删去",
        f'"{name}", listed on line {one.line}, is not found any more: take it off the list',
    )
    if draft:
        text = Text(
            f"现行文件的这一处不足，草案没有了：{one.because.zh}",
            f"a shortfall of the version in force that the draft does away with: {one.because.en}",
        )
    return Result(guarantee, name, Status.CLOSED if draft else Status.STALE, text)


def _about(name: str, against: Pack) -> bool:
    floor_of = f"{Guarantee.FLOOR.value}/"
    return not name.startswith(floor_of) or name.startswith(f"{floor_of}{against.policy}/")


def _gave_up(guarantee: Guarantee) -> Result:
    return Result(
        guarantee,
        f"{guarantee.value}/undecided",
        Status.UNDECIDED,
        Text("求解器在限定时间内没有得出结论", "the solver came to no conclusion in time"),
    )
