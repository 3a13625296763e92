"""Who a child's parents are on which days, as values: by birth or by adoption, one adoption at a time.

A parent by birth is one since the birth, an adoptive one since a later day (docs/decisions/0015). Read after
`hold`, with the child among those held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from huji.register import refusals
from huji.register.acts import checks, timelines
from huji.register.acts.performing import Held
from huji.register.acts.timelines import Pair, TiePeriod
from huji.register.acts.values import Tie
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Parents:
    """A child, the day of its birth, and of everybody ever a parent the days, as believed."""

    child: int
    born: date
    days: Mapping[int, Sequence[TiePeriod]]

    @classmethod
    def of(cls, child: Held) -> "Parents":
        """Read the parents of one who is held."""
        believed = timelines.ties([child.person])
        days = {
            relative: periods
            for (person, relative, tie), periods in believed.items()
            if (person, tie) == (child.person, Tie.PARENT)
        }
        return cls(child.person, child.born, days)

    def pair(self, parent: int) -> Pair:
        """Return the key of a parent's tie."""
        return (self.child, parent, str(Tie.PARENT))

    def by_birth(self, parent: int) -> bool:
        """Whether one is a parent by birth, now or once; one restored after an adoption stays so."""
        return parent in self.days and self.days[parent][0].since == self.born

    def on(self, day: date) -> dict[int, date]:
        """Return the parents on a day, each with the day since when."""
        return {who: p.since for who, periods in self.days.items() for p in periods if _covers(p, day)}

    def adopted_on(self, day: date) -> set[int]:
        """Return the parents on a day who are so by adoption."""
        return {who for who in self.on(day) if not self.by_birth(who)}

    def adoptions(self, but: Sequence[int] = ()) -> list[TiePeriod]:
        """Return the runs of days on which anybody, but those named, is a parent by adoption."""
        runs: list[TiePeriod] = []
        by_adoption = (days for who, days in self.days.items() if not self.by_birth(who) and who not in but)
        for period in sorted(chain(*by_adoption), key=_begins):
            last = runs[-1] if runs else None
            if last is None or (last.until is not None and last.until < period.since):
                runs.append(period)
            elif last.until is not None and (period.until is None or period.until > last.until):
                runs[-1] = last._replace(until=period.until)
        return runs

    def otherwise(self, day: date, now: set[int]) -> dict[Pair, list[TiePeriod]]:
        """Return the ties by which the parents from `day` on are `now`, until the next adoption known.

        Refuses (`register.parents_changed_since`) where what is known of later days does not follow from it.
        """
        before, until = self.on(day), self._next(day)
        if until is not None:
            then = self.on(until)
            begun = {who for who, since in then.items() if since == until}
            adopts = any(not self.by_birth(who) for who in begun)
            if not adopts or begun & now or not then.keys() - begun <= now:
                raise self._changed(until, day)
        stated: dict[Pair, list[TiePeriod]] = {}
        for who in before.keys() - now:
            if before[who] == day and not self.by_birth(who):
                raise self._changed(day, day)
            kept = [p._replace(until=day) if _covers(p, day) else p for p in self.days[who]]
            stated[self.pair(who)] = [p for p in kept if p.since != p.until]
        for who in now - before.keys():
            stated[self.pair(who)] = sorted([*self.days.get(who, ()), TiePeriod(day, until)], key=_begins)
        return stated

    def _next(self, day: date) -> date | None:
        """Return the first day after another on which anybody became a parent, or was one no longer."""
        known = {end for periods in self.days.values() for p in periods for end in p if end is not None}
        return min((end for end in known if end > day), default=None)

    def _changed(self, since: date, day: date) -> Exception:
        name = checks.name_of(self.child)
        zh, en = ("此后", "later") if refusals.is_stranger(name) else (f"自 {since} 起", f"as from {since}")
        return refusals.refuse(
            "parents_changed_since",
            f"户籍中{name}的父母{zh}另有登记，与 {day} 的这次登记不能同时成立。",
            f"By the register {name}'s parents changed {en}, which does not follow from this entry of {day}.",
            Text(
                "请核对日期；日期无误的，先撤销后来的那项登记，再按先后办理。",
                "Check the day; where it is right, undo the later entry and enter both in order.",
            ),
        )


def _begins(period: TiePeriod) -> date:
    return period.since


def _covers(period: TiePeriod, day: date) -> bool:
    return period.since <= day and (period.until is None or day < period.until)
