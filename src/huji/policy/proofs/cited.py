"""Every clause is cited, and every article of the document is encoded or listed with what became of it.

The reading of a pack asks each route and prohibition for its article, and each article that cannot be encoded
for its reason. Shown here: that the list of articles names each article cited and each clause, and that each
criterion has an article of its own or stands in the list.
"""

from collections.abc import Iterator

from huji.policy.coverage import coverage
from huji.policy.pack import Pack, Prohibition, Route
from huji.policy.pack import Status as Became
from huji.policy.proofs.report import Guarantee, Result, Status
from huji.policy.proofs.setting import Setting
from huji.policy.words import Text

_ID = Guarantee.CITED.value


def check(setting: Setting) -> Iterator[Result]:
    """Show it of the whole pack; each fault is a result."""
    pack = setting.pack
    faults = [*(fault.text for fault in coverage(pack).faults), *_uncited(pack)]
    for index, text in enumerate(faults):
        yield Result(Guarantee.CITED, f"{_ID}/{index}", Status.COUNTEREXAMPLE, text)
    if faults:
        return
    became = [one.status for one in pack.articles]
    encoded, other = became.count(Became.ENCODED), became.count(Became.NOT_SETTLEMENT)
    open_ = became.count(Became.NOT_ENCODABLE)
    clauses = len(pack.routes) + len(pack.prohibitions)
    yield Result(
        Guarantee.CITED,
        _ID,
        Status.PROVED,
        Text(
            f"{clauses}项途径和禁令都有出处；{len(became)}条中{encoded}条已编码，{other}条与落户无关，"
            f"{open_}条无法编码并写明原因",
            f"all {clauses} routes and prohibitions are cited; of {len(became)} articles {encoded} "
            f"are encoded, {other} are not about settlement, {open_} cannot be encoded, with the reason",
        ),
    )


def _uncited(pack: Pack) -> Iterator[Text]:
    listed = {name for one in pack.articles for name in one.by}
    clauses: list[Route | Prohibition] = [*pack.routes, *pack.prohibitions]
    for one in clauses:
        if not one.cites.article or not one.cites.document:
            yield Text(f"“{one.id}”没有出处", f'"{one.id}" is not cited')
    for name, criterion in pack.criteria.items():
        if criterion.cites is None and name not in listed:
            yield Text(
                f"条件“{name}”既没有自己的条号，也不在条文列表中",
                f'the criterion "{name}" has no article of its own and no article lists it',
            )
