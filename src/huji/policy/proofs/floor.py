"""Not below the floor: whoever a superior policy admits to a place, this policy admits there too.

Quantified over all places both cover, on a day both are in force. A gap is told per route of the superior and
site: whether the local policy refuses such a person or leaves the case open, which kinds of people fall into
it, and one of them. Of companions: where both policies admit the applicant, no companion may fare worse.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import z3

from huji.policy.citing import article
from huji.policy.decision import Here
from huji.policy.pack import Pack, Route
from huji.policy.proofs.report import Guarantee, Result, Status, Witness
from huji.policy.proofs.setting import Setting
from huji.policy.proofs.sites import Site, sites
from huji.policy.question import DISCRETIONARY, ELIGIBLE, INELIGIBLE, UNDETERMINED, Question
from huji.policy.smt import Term
from huji.policy.tree import Leaf, OtherFact, Value, walk
from huji.policy.vocabulary import Type
from huji.policy.words import Text

_ID = Guarantee.FLOOR.value
_KINDS = {
    INELIGIBLE: ("refused", Text("拒绝", "refuses")),
    UNDETERMINED: ("left-open", Text("不能确定", "leaves open")),
    DISCRETIONARY: ("by-officer", Text("留给民警酌情", "leaves to the officer")),
}


def check(setting: Setting) -> Iterator[Result]:
    """Prove it against each superior, the nearest first."""
    pack = setting.pack
    for superior in setting.superiors:
        day = setting.common_day(superior)
        if day is None:
            yield Result(
                Guarantee.FLOOR,
                f"{_ID}/{superior.policy}/never-together",
                Status.PROVED,
                Text(
                    f"与“{superior.policy}”从未同时施行，无从比较",
                    f"never in force together with {superior.policy}: there is nothing to compare",
                ),
            )
            continue
        if superior in setting.unnamed:
            yield Result(
                Guarantee.FLOOR,
                f"{_ID}/{superior.policy}/not-named",
                Status.OPEN,
                Text(
                    f"“{superior.policy}”也在这里适用，本政策没有以它为上级，仍与它比较",
                    f"{superior.policy} applies here too; this policy does not have it above it, "
                    "and is compared with it all the same",
                ),
            )
        yield from _Floor(setting, superior, day).check()
    if not setting.superiors:
        yield Result(
            Guarantee.FLOOR,
            f"{_ID}/none-above",
            Status.PROVED,
            Text(f"“{pack.policy}”之上没有政策", f"no policy stands above {pack.policy}"),
        )


class _Floor:
    def __init__(self, setting: Setting, superior: Pack, day: dt.date) -> None:
        self.setting = setting
        self.superior = superior
        self.day = day
        self.id = f"{_ID}/{superior.policy}"

    def check(self) -> Iterator[Result]:
        found = False
        where = sites((self.setting.pack, self.superior), self.setting.places, self.day)
        for site in where:
            for result in (*self._applicants(site), *self._companions(site)):
                found = True
                yield result
        yield from self._uncertain(where)
        title, name = self.superior.title, self.superior.policy
        if not where:
            text = Text(
                f"与《{title.zh}》没有共同适用的地方，无从比较",
                f"{name} covers no place in common: there is nothing to compare",
            )
        elif found:
            text = Text(
                f"除以上各项外，《{title.zh}》准予的人和随迁人，本政策在各地都准予",
                f"everybody else whom {name} admits, companions too, is admitted at every place",
            )
        else:
            text = Text(
                f"《{title.zh}》准予的人和随迁人，本政策在各地都准予",
                f"everybody whom {name} admits, companions too, is admitted at every place",
            )
        yield Result(Guarantee.FLOOR, self.id, Status.PROVED, text)

    def _uncertain(self, where: Sequence[Site]) -> Iterator[Result]:
        """Tell which of the superior's routes set no certain floor: their document does not say enough."""
        above = (self.setting.at(site, self.superior) for site in where)
        ways = {way.route.id: way.route for at in above for way in at.ways}
        uncertain = []
        for route in ways.values():
            true, false = self.setting.route(route, self.superior)
            if not self.setting.people.find([true]) and self.setting.people.find([z3.Not(false)]):
                uncertain.append(route)
        if not uncertain:
            return
        titles = Text(
            "、".join(f"“{route.title.zh}”" for route in uncertain),
            ", ".join(f'"{route.title.en}"' for route in uncertain),
        )
        yield Result(
            Guarantee.FLOOR,
            f"{self.id}/open",
            Status.OPEN,
            Text(
                f"《{self.superior.title.zh}》的{titles.zh}没有写全条件，无法据以比较",
                f"{self.superior.policy} does not say all the conditions of {titles.en}: "
                "they set no certain floor",
            ),
            tuple(dict.fromkeys(route.cites for route in uncertain)),
        )

    # -- applicants --------------------------------------------------------------------------------------

    def _applicants(self, site: Site) -> Iterator[Result]:
        setting = self.setting
        above, here = setting.at(site, self.superior), setting.at(site)
        own, over = setting.question(here), setting.question(above)
        said = setting.outcome(own)
        granted = setting.outcome(over)[ELIGIBLE]
        labels = {
            INELIGIBLE: said[INELIGIBLE],
            UNDETERMINED: z3.Not(z3.Or(said[INELIGIBLE], said[ELIGIBLE])),
        }
        for way in above.ways:
            route = way.route
            holds = setting.route(route, self.superior)[0]
            for label, term in labels.items():
                claims = [granted, holds, term]
                model = setting.people.find(claims)
                if model is not None:
                    yield self._gap(site, route, label, claims, model[0], over, own)

    def _gap(
        self,
        site: Site,
        route: Route,
        label: str,
        claims: Sequence[Term],
        model: Mapping[str, Value],
        over: Question,
        own: Question,
    ) -> Result:
        setting = self.setting
        kind, does = _KINDS[label]
        holds, falls = over.value(route.when), setting.surely(own, label)
        facts = setting.examples.plain(
            model, lambda facts: over.label(facts) == ELIGIBLE and holds(facts) is True and falls(facts)
        )
        where, among = setting.where(site), self._among(route, claims)
        return Result(
            Guarantee.FLOOR,
            f"{self.id}/{route.id}/{site.label}/{kind}",
            Status.COUNTEREXAMPLE,
            Text(
                f"{where.zh}：《{self.superior.title.zh}》{article(route.cites.article).zh}“{route.title.zh}”"
                f"准予的人，本政策可能{does.zh}{among.zh}",
                f"{where.en}: somebody whom {self.superior.policy}, {article(route.cites.article).en} "
                f'("{route.title.en}"), admits, this policy {does.en}{among.en}',
            ),
            cites=(route.cites,),
            witnesses=self._witnesses(facts, site, None),
        )

    def _among(self, route: Route, claims: Sequence[Term]) -> Text:
        """Return which values of the codes the superior's route reads fall into the gap, where not all do."""
        setting = self.setting
        nodes = walk(route.when, self.superior.conditions)
        leaves = {
            node.fact: node
            for node in nodes
            if isinstance(node, Leaf) and not node.division and not isinstance(node.right, OtherFact)
        }
        zh, en = "", ""
        for name in leaves:
            fact = setting.vocabulary[name]
            if fact.type is not Type.CODE:
                continue
            variable = setting.people.anybody.variables[name]
            admitted, fallen = (
                [
                    code
                    for code in fact.values
                    if setting.people.find([*terms, *setting.people.terms.has(name, variable, code)])
                ]
                for terms in (claims[:-1], claims)
            )
            if fallen != admitted:
                words = [fact.values[code] for code in fallen]
                zh += f"（{fact.title.zh}：{'、'.join(word.zh for word in words)}）"
                en += f" ({fact.title.en.lower()}: {', '.join(word.en.lower() for word in words)})"
        return Text(zh, en)

    # -- companions --------------------------------------------------------------------------------------

    def _companions(self, site: Site) -> Iterator[Result]:
        setting = self.setting
        above, here = setting.at(site, self.superior), setting.at(site)
        both = [setting.outcome(setting.question(at))[ELIGIBLE] for at in (above, here)]
        gaps: dict[tuple[str, str], list[tuple[str, Mapping[str, Value]]]] = {}
        for group in setting.relations(above, here):
            over = setting.outcome(setting.question(above, group[0]))
            said = setting.outcome(setting.question(here, group[0]))
            for promised, given in (
                (ELIGIBLE, INELIGIBLE),
                (ELIGIBLE, DISCRETIONARY),
                (ELIGIBLE, UNDETERMINED),
                (DISCRETIONARY, INELIGIBLE),
            ):
                term = said[given] if given in said else z3.Not(z3.Or(list(said.values())))
                model = setting.people.find([*both, over[promised], term])
                if model is not None:
                    gaps.setdefault((promised, given), []).extend((one, model[0]) for one in group)
                    break
        for (promised, given), who in gaps.items():
            yield self._companion_gap(site, above, here, promised, given, who)

    def _companion_gap(
        self,
        site: Site,
        above: Here,
        here: Here,
        promised: str,
        given: str,
        who: Sequence[tuple[str, Mapping[str, Value]]],
    ) -> Result:
        setting = self.setting
        relation, model = who[0]
        kind, does = _KINDS[given]
        questions = [setting.question(at, relation) for at in (above, here)]
        applicants = [setting.question(at) for at in (above, here)]
        over, falls = (
            setting.surely(q, label) for q, label in zip(questions, (promised, given), strict=True)
        )
        facts = setting.examples.plain(
            model,
            lambda facts: (
                all(one.label(facts) == ELIGIBLE for one in applicants) and over(facts) and falls(facts)
            ),
        )
        words = [setting.vocabulary.relations[one] for one, _ in who]
        zh, en = "、".join(word.zh for word in words), ", ".join(word.en.lower() for word in words)
        where = setting.where(site)
        by, label = Text("可以随迁", "may come along"), "+".join(one for one, _ in who)
        if promised == DISCRETIONARY:
            by, label = Text("由民警酌情决定能否随迁", "is left to the officer"), "and-so-on"
        cited = next(way.route for way in above.ways if way.route.companions is not None)
        return Result(
            Guarantee.FLOOR,
            f"{self.id}/companions/{site.label}/{label}/{kind}",
            Status.COUNTEREXAMPLE,
            Text(
                f"{where.zh}：申请人两边都符合条件时，{zh}依《{self.superior.title.zh}》"
                f"{article(cited.cites.article).zh}{by.zh}，本政策可能{does.zh}",
                f"{where.en}: with an applicant whom both admit, a companion ({en}) {by.en} by "
                f"{self.superior.policy}, {article(cited.cites.article).en}; this policy {does.en}",
            ),
            cites=(cited.cites,),
            witnesses=self._witnesses(facts, site, relation),
        )

    def _witnesses(self, facts: Mapping[str, Value], site: Site, relation: str | None) -> tuple[Witness, ...]:
        setting = self.setting
        return tuple(
            setting.witness(facts, role, site, pack=pack, on=self.day, relation=relation)
            for pack, role in (
                (self.superior, Text("上级政策", "the superior policy")),
                (setting.pack, Text("本政策", "this policy")),
            )
        )
