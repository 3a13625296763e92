"""From what was said to what comes next: the boxes, a question, who comes along, or the answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huji import policy
from huji.policy import Fact, Library, Pack, Vocabulary
from huji.policy.interview import Aim, along, interview
from huji.policy.interview.asking import Step
from huji.policy.question import ELIGIBLE, INELIGIBLE
from huji.policy.tree import facts_of
from huji.portal.check.said import Said, Value, known_of
from huji.web.law import laws
from huji.web.saying import say


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to put: its fact, of which companion (None: the applicant), and how many may follow."""

    fact: Fact
    of: int | None
    most: int
    typical: int


@dataclass(frozen=True, slots=True)
class Boxes:
    """The opening page, with at most how many questions after it."""

    aims: tuple[Aim, ...]
    most: int
    typical: int


@dataclass(frozen=True, slots=True)
class WhoComes:
    """Who would come along: the relations some way names, and those it leaves to the officer."""

    named: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing more to ask."""


Next = Ask | Boxes | WhoComes | Ready


class Talk:
    """One self-check at a chosen place: its policy, what is known, what comes next."""

    def __init__(self, said: Said, pack: Pack, packs: Library) -> None:
        self.said = said
        self.pack = pack
        self.packs = packs
        self.words: Vocabulary = packs.vocabulary
        self.division = said.place.ljust(6, "0")
        self.known = said.known(self.words)
        self._interview = interview(pack, self.words, self.division, said.area)

    def next(self) -> Next:
        """Return what comes next."""
        boxes = self.boxes()
        if self.said.boxes is None and boxes:
            step = self._interview.step(self.known, self.said.unsure)
            return Boxes(boxes, step.most, step.typical)
        step = self.step()
        if step.fact is not None:
            return Ask(self.words[step.fact], None, step.most, step.typical)
        if step.outcome != ELIGIBLE:  # nobody comes along before the applicant may
            return Ready()
        if self.said.along is None:
            who = self.who_comes()
            return who if who.named or who.others else Ready()
        return next(self._of_companions(), Ready())

    def step(self) -> Step:
        """Return where the applicant's own questions stand."""
        return self._interview.step(self.known, self.said.unsure)

    def boxes(self) -> tuple[Aim, ...]:
        """Return the boxes of the opening page, whether or not it has been answered."""
        return self._interview.boxes({})

    def who_comes(self) -> WhoComes:
        """Return who may come along by a way that is open or may be."""
        named: set[str] = set()
        others = False
        routes = {route.id: route for route in self.pack.routes}
        for one in self.answer(alone=True).routes:
            companions = routes[one.id].companions
            if one.outcome != INELIGIBLE and companions is not None:
                named.update(companions.relations)
                others = others or companions.and_so_on
        listed = tuple(one for one in self.words.relations if one in named)
        rest = tuple(one for one in self.words.relations if one not in named) if others else ()
        return WhoComes(listed, rest)

    def _of_companions(self) -> Iterator[Ask]:
        """Yield what is still to be asked for those who come along."""
        for index, one in enumerate(self.said.along or ()):
            own = known_of(one, self.words)
            unsure = self.said.unsure | {name for name, value in one.answers if value is None}
            for talk in along(self.pack, self.words, self.division, self.said.area, one.relation):
                step = talk.step(self.known | own, unsure)
                if step.fact is not None:
                    theirs = step.fact.startswith("companion.")
                    yield Ask(self.words[step.fact], index if theirs else None, step.most, step.typical)
                if step.outcome == ELIGIBLE:
                    break

    def answer(self, *, alone: bool = False) -> policy.Answer:
        """Return the policy's answer to all that is known."""
        companions = tuple(
            policy.Companion(one.relation, known_of(one, self.words)) for one in self.said.along or ()
        )
        case = policy.Case(
            self.said.on, self.division, self.said.area, self.known, () if alone else companions
        )
        return policy.decide_by(self.pack, case, area=self.said.area, packs=self.packs)

    def why(self, fact: str) -> list[str]:
        """Return the ways and prohibitions, still open, for which a fact is asked."""
        criteria = self.pack.conditions
        open_now = {one.id for one in self.answer(alone=True).routes if one.outcome != INELIGIBLE}
        clauses = [(one, one.when) for one in self.pack.routes if one.id in open_now] + [
            (one, one.when) for one in self.pack.prohibitions if one.to.covers(self.division, self.said.area)
        ]
        return [
            _("%(title)s（%(law)s）") % {"title": say(one.title), "law": laws([one.cites.as_dict()])}
            for one, when in clauses
            if fact in facts_of(when, criteria)
        ]

    def of_companion(self, index: int) -> str:
        """Name a companion: 配偶, 第 2 个子女."""
        along_ = self.said.along or ()
        relation = along_[index].relation
        words = say(self.words.relations[relation])
        same = [one for one, who in enumerate(along_) if who.relation == relation]
        if len(same) == 1:
            return words
        return _("%(who)s（第 %(n)s 人）") % {"who": words, "n": same.index(index) + 1}

    def value(self, name: str, value: Value | None) -> str:
        """Say a value as it was answered."""
        return _("不清楚") if value is None else say(policy.value_words(self.words[name], value))
