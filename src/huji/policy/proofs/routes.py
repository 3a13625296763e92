"""Every route can be used, and no route contradicts a prohibition.

A route is used where it is the first to admit somebody: at one place at least there is a person for whom it
is true, whom no prohibition bars and no earlier route has admitted already. A route whose people are all
admitted by earlier ones at every place is swallowed; that it is swallowed at some places only is no fault,
and a later, wider route swallows nobody, since the first true route grants. A route that can never be true,
only unknown, because the document does not say enough, is left open and told so.
"""

from collections.abc import Iterator, Mapping, Sequence

import z3

from huji.policy.citing import article
from huji.policy.decision import Here
from huji.policy.pack import Prohibition, Route
from huji.policy.proofs.report import Guarantee, Result, Status
from huji.policy.proofs.setting import Setting
from huji.policy.proofs.sites import Site
from huji.policy.question import ELIGIBLE, INELIGIBLE
from huji.policy.smt import Term
from huji.policy.tree import Unknown, Value, walk
from huji.policy.words import Text

_USABLE = Guarantee.USABLE.value
_CONTRADICTION = Guarantee.CONTRADICTION.value


def check_usable(setting: Setting) -> Iterator[Result]:
    """Prove each route usable, and each prohibition able to bar somebody."""
    used = 0
    for route in setting.pack.routes:
        result = _usable(setting, route)
        if result is None:
            used += 1
        else:
            yield result
    for ban in setting.pack.prohibitions:
        result = _bars(setting, ban)
        if result is not None:
            yield result
    total = len(setting.pack.routes)
    if used == 0:
        return
    yield Result(
        Guarantee.USABLE,
        _USABLE,
        Status.PROVED,
        Text(
            f"{total}条途径中的{used}条，各有人凭它落户：没有自相矛盾的，也没有被前面的途径吞没的",
            f"{used} of {total} routes each admit somebody first: none contradicts itself, none is swallowed",
        ),
    )


def check_contradiction(setting: Setting) -> Iterator[Result]:
    """Prove that nobody is admitted by a route and barred by a prohibition at once."""
    clean = True
    for site in setting.sites:
        at = setting.at(site)
        for ban in at.bans:
            for way in at.ways:
                found = _contradiction(setting, site, at, way.route, ban.prohibition)
                if found is not None:
                    clean = False
                    yield found
    if clean:
        yield Result(
            Guarantee.CONTRADICTION,
            _CONTRADICTION,
            Status.PROVED,
            Text(
                "没有人一面符合某条途径、一面为禁令所禁" if setting.pack.prohibitions else "没有禁令",
                "nobody is admitted by a route and barred by a prohibition at once"
                if setting.pack.prohibitions
                else "there are no prohibitions",
            ),
        )


def _usable(setting: Setting, route: Route) -> Result | None:
    """Return why a route cannot be used, or None where it can."""
    people = setting.people
    possible = unsettled = False
    barred: tuple[Site, Mapping[str, Value]] | None = None
    swallowed: tuple[Site, Mapping[str, Value], Sequence[Route]] | None = None
    open_somewhere = False
    true, false = setting.route(route)
    for site in setting.sites:
        at = setting.at(site)
        ways = [way.route for way in at.ways]
        if route not in ways:
            continue
        open_somewhere = True
        earlier = ways[: ways.index(route)]
        before = [z3.Not(setting.route(one)[0]) for one in earlier]
        said = setting.outcome(setting.question(at))
        eligible = said[ELIGIBLE]
        if people.find([true, eligible, *before]) is not None:
            return None
        model = people.find([true, eligible])
        if model is not None:
            possible = True
            swallowed = swallowed or (site, model[0], earlier)
            continue
        model = people.find([true, said[INELIGIBLE]])
        if model is not None:
            possible = True
            barred = barred or (site, model[0])
        elif people.find([z3.Not(false)]) is not None:
            unsettled = True
    id_ = f"{_USABLE}/{route.id}"
    if not open_somewhere:
        return Result(
            Guarantee.USABLE,
            f"{id_}/nowhere",
            Status.COUNTEREXAMPLE,
            Text(
                f"“{route.title.zh}”无处可用：它所列的地方没有这类地域",
                f'"{route.title.en}" is open nowhere: the places it names have no such area',
            ),
            (route.cites,),
        )
    if not possible and unsettled:
        reason = _unsaid(setting, route)
        return Result(
            Guarantee.USABLE,
            f"{id_}/open",
            Status.OPEN,
            Text(
                f"“{route.title.zh}”不能确定是否有人凭它落户：{reason.zh}",
                f'"{route.title.en}" can admit nobody for certain: {reason.en}',
            ),
            (route.cites,),
        )
    if swallowed is not None:
        return _swallowed(setting, route, *swallowed)
    if barred is not None:
        site, facts = barred
        question = setting.question(setting.at(site))
        holds = question.value(route.when)
        facts = setting.examples.plain(
            facts, lambda known: holds(known) is True and question.label(known) == INELIGIBLE
        )
        return Result(
            Guarantee.USABLE,
            f"{id_}/barred",
            Status.COUNTEREXAMPLE,
            Text(
                f"“{route.title.zh}”从不使人落户：符合它的人都为禁令所禁",
                f'"{route.title.en}" never admits: whoever meets it is barred by a prohibition',
            ),
            (route.cites,),
            (setting.witness(facts, Text("被禁的人", "barred"), site),),
        )
    return Result(
        Guarantee.USABLE,
        f"{id_}/nobody",
        Status.COUNTEREXAMPLE,
        Text(
            f"“{route.title.zh}”没有人能符合：它的条件互相矛盾",
            f'nobody can meet "{route.title.en}": its conditions contradict each other',
        ),
        (route.cites,),
    )


def _unsaid(setting: Setting, route: Route) -> Text:
    """Return what the document does not say of a route, or else of the prohibitions that bear on it."""
    sides = (side for ban in setting.pack.prohibitions for side in (ban.when, ban.unless) if side)
    nodes = (node for tree in (route.when, *sides) for node in walk(tree, setting.pack.conditions))
    reasons = (node.reason for node in nodes if isinstance(node, Unknown))
    return next(reasons, Text("文件没有写全计分的办法。", "The document does not say all of its points."))


def _swallowed(
    setting: Setting, route: Route, site: Site, model: Mapping[str, Value], earlier: Sequence[Route]
) -> Result:
    question = setting.question(setting.at(site))
    holds = question.value(route.when)
    facts = setting.examples.plain(
        model, lambda known: question.label(known) == ELIGIBLE and holds(known) is True
    )
    by = [one for one in earlier if question.value(one.when)(facts) is True]
    names, names_en = (
        "、".join(f"“{one.title.zh}”" for one in by),
        ", ".join(f'"{one.title.en}"' for one in by),
    )
    return Result(
        Guarantee.USABLE,
        f"{_USABLE}/{route.id}/swallowed",
        Status.COUNTEREXAMPLE,
        Text(
            f"“{route.title.zh}”被前面的途径吞没：符合它的人，在各地都已凭前面的途径（如{names}）落户",
            f'"{route.title.en}" is swallowed: whoever meets it is admitted by an earlier route already, '
            f"at every place (here {names_en})",
        ),
        (route.cites, *(one.cites for one in by)),
        (setting.witness(facts, Text("凭前面的途径落户的人", "admitted by an earlier route"), site),),
    )


def _bars(setting: Setting, ban: Prohibition) -> Result | None:
    """Return that a prohibition bars nobody, or None where it may bar somebody."""
    person, terms = setting.people.anybody, setting.people.terms
    _, false = terms.ban((ban.when, ban.unless), setting.pack.conditions, person)
    if setting.people.find([z3.Not(false)]) is not None:
        return None
    return Result(
        Guarantee.USABLE,
        f"{_USABLE}/{ban.id}/bars-nobody",
        Status.COUNTEREXAMPLE,
        Text(f"禁令“{ban.title.zh}”不禁任何人", f'the prohibition "{ban.title.en}" bars nobody'),
        (ban.cites,),
    )


def _contradiction(setting: Setting, site: Site, at: Here, route: Route, ban: Prohibition) -> Result | None:
    terms, person = setting.people.terms, setting.people.anybody
    holds: Term = terms.ban((ban.when, ban.unless), setting.pack.conditions, person)[0]
    model = setting.people.find([setting.route(route)[0], holds])
    if model is None:
        return None
    question = setting.question(at)
    when, unless = question.value(ban.when), question.value(ban.unless) if ban.unless else None
    admits = question.value(route.when)
    facts = setting.examples.plain(
        model[0],
        lambda known: (
            admits(known) is True and when(known) is True and (unless is None or unless(known) is False)
        ),
    )
    where = setting.where(site)
    return Result(
        Guarantee.CONTRADICTION,
        f"{_CONTRADICTION}/{route.id}/{ban.id}/{site.label}",
        Status.COUNTEREXAMPLE,
        Text(
            f"{where.zh}：{article(route.cites.article).zh}“{route.title.zh}”准予的人，"
            f"为{article(ban.cites.article).zh}“{ban.title.zh}”所禁",
            f'{where.en}: a person whom "{route.title.en}" ({article(route.cites.article).en}) admits is '
            f'barred by "{ban.title.en}" ({article(ban.cites.article).en})',
        ),
        (route.cites, ban.cites),
        (setting.witness(facts, Text("既准又禁的人", "admitted and barred"), site),),
    )
