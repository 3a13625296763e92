"""What a change of places does to divisions: which code takes whose place, under what name and office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from huji.places.divisions import Book
from huji.standards import Refused, Text
from huji.standards.divisions import Division

VILLAGE = 12


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a change: what it concerns, and what that becomes.

    `division` has 6, 9 or 12 digits and means everything below; empty where something is only founded.
    `match` names parts that the addresses have (none: all of them); `to` gives parts their new value, ""
    takes one away. `to_division` has as many digits as `division`, or 12 where parts are matched; `name` is
    that of the new division where the standards do not know it, or a new name under the old code. `area` is
    the policy area of the communities from then on (as in `override_zone`), `office` who keeps them.
    """

    line: int
    division: str = ""
    match: Mapping[str, str] = field(default_factory=dict)
    to_division: str = ""
    name: str = ""
    to: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    office: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it concerns a division as such, not addresses by their parts."""
        return not self.match and not self.to


@dataclass(frozen=True, slots=True)
class Made:
    """A code's rows from now on: name, codes that took its place, first and last day."""

    code: str
    name: str
    became: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`villages`: old code to new; `made`: rows of divisions to hold from now on; `offices`: who keeps a
    community from the day; `ended`: communities nobody keeps any more; `areas`: policy areas stated."""

    villages: Mapping[str, str]
    made: tuple[Made, ...]
    offices: Mapping[str, int]
    ended: tuple[str, ...]
    areas: Mapping[str, str]


def plan(
    rules: Iterable[Rule], day: date, book: Book, used: Iterable[str], holders: Mapping[str, int]
) -> Plan:
    """Work out what the rules do to divisions on `day`.

    `used` are the communities that addresses or offices name; `holders` tells which office keeps each now.
    Raises `Refused` naming the line.
    """
    return _Planning(list(rules), day, book, set(used), holders).plan()


class _Planning:
    def __init__(
        self, rules: list[Rule], day: date, book: Book, used: set[str], holders: Mapping[str, int]
    ) -> None:
        self.rules, self.day, self.book, self.used, self.holders = rules, day, book, used, holders
        self.eve = day - timedelta(days=1)
        self.named: dict[str, str] = {}
        self.became: dict[str, set[str]] = {}

    def plan(self) -> Plan:
        mapped = self._mapped()
        self._founded(mapped)
        renamed = {r.division: r.name for r in self.rules if r.whole and r.name and not r.to_division}
        made = [row for code, name in sorted(renamed.items()) for row in self._renamed(code, name)]
        made += [row for code in sorted(self.became) for row in self._ended(code)]
        made += [row for code, name in sorted(self.named.items()) for row in self._begun(code, name)]
        self._parents()
        villages = {old: new for old, new in mapped.items() if len(old) == VILLAGE}
        return Plan(
            villages,
            tuple(made),
            self._offices(villages),
            tuple(sorted(set(villages) - set(villages.values()))),
            self._areas(villages),
        )

    def _below(self, code: str) -> set[str]:
        """The communities below a code: known by name on the eve, or used."""
        return {*self.book.villages(code, self.eve), *(v for v in self.used if v.startswith(code))}

    def _mapped(self) -> dict[str, str]:
        """Old code to new, of every level; the most specific line decides."""
        mapped: dict[str, str] = {}
        for rule in sorted(
            (r for r in self.rules if r.whole and r.to_division), key=lambda r: len(r.division)
        ):
            old, new = rule.division, rule.to_division
            if not old:
                continue
            villages = self._below(old)
            if not villages and self._before(old) is None:
                raise refuse(rule.line, "没有代码为", "there is no division", old)
            for code in {old, *(v[:9] for v in villages if len(old) == 6), *villages}:
                mapped[code] = new + code[len(old) :]
                if code != old:
                    self._free(rule, mapped[code], {r.division for r in self.rules if r.whole})
            if rule.name:
                self.named[new] = rule.name
        for code, new in mapped.items():
            before = self._before(code)
            if new not in self.named and self.book.lookup(new, self.day) is None:
                self.named[new] = before.name if before else code
        for old, new in mapped.items():
            self.became.setdefault(old, set()).add(new)
        for rule in self.rules:
            if not rule.whole and rule.division in self.became and rule.to_division:
                self.became[rule.division].add(rule.to_division)
        return mapped

    def _free(self, rule: Rule, code: str, given: set[str]) -> None:
        """Refuse a code that a line gives by its ending alone and that another community has."""
        if self.book.lookup(code, self.eve) and code not in given:
            raise refuse(
                rule.line,
                "已有其他社区或村使用代码",
                "another community or village has the code",
                code,
                Text("请为该村单列一行，写明新代码。", "Give that village a line of its own."),
            )

    def _founded(self, mapped: Mapping[str, str]) -> None:
        for rule in self.rules:
            target = rule.to_division
            if not target or target in self.named or (rule.whole and rule.division in mapped):
                continue
            if self.book.lookup(target, self.day) is None and target not in mapped.values():
                if not rule.name:
                    raise refuse(
                        rule.line,
                        "标准中没有、须写明名称的代码：",
                        "the standards do not know, and no name is given for, the code",
                        target,
                    )
                self.named[target] = rule.name

    def _before(self, code: str) -> Division | None:
        borne = self.book.history(code)
        return self.book.lookup(code, self.eve) or (borne[-1] if borne else None)

    def _kept(self, code: str) -> list[Made]:
        """The rows of a code up to the day; the standards' where no act has touched it."""
        rows = []
        for d in self.book.history(code):
            if d.valid_from is None or d.valid_from < self.day:
                until = self.day if d.valid_until is None or d.valid_until > self.day else d.valid_until
                rows.append(Made(code, d.name, (), d.valid_from, until))
        return rows

    def _renamed(self, code: str, name: str) -> list[Made]:
        return [*self._kept(code), Made(code, name, (), self.day, None)]

    def _ended(self, code: str) -> list[Made]:
        if code in self.named or (self.book.lookup(code, self.day) is None and not self._unknown(code)):
            return []  # begun again by the same change, or ended in the standards already
        kept = self._kept(code)
        if not kept:
            return []
        last = kept.pop()
        return [*kept, Made(code, last.name, tuple(sorted(self.became[code])), last.since, last.until)]

    def _unknown(self, code: str) -> bool:
        return not self.book.history(code)

    def _begun(self, code: str, name: str) -> list[Made]:
        return [*self._kept(code), Made(code, name, (), self.day, None)]

    def _parents(self) -> None:
        for code in self.named:
            for above in ((code[:9],) if len(code) == VILLAGE else ()) + (
                (code[:6],) if len(code) > 6 else ()
            ):
                if above not in self.named and self.book.lookup(above, self.day) is None:
                    line = next((r.line for r in self.rules if code.startswith(r.to_division or "-")), 0)
                    raise refuse(
                        line,
                        "所属的上级区划不存在，须另列一行设立：",
                        "it lies in a division that is not there; found it by a line of its own:",
                        above,
                    )

    def _offices(self, villages: Mapping[str, str]) -> dict[str, int]:
        offices: dict[str, int] = {}
        for old, new in sorted(villages.items()):
            held = self.holders.get(new) or self.holders.get(old)
            if held is None:
                continue
            if offices.setdefault(new, held) != held and not self._stated(new):
                raise refuse(
                    self._line(new),
                    "原由不同派出所管辖，须写明由哪个派出所管辖：",
                    "different offices kept its parts; say which keeps",
                    new,
                )
        for rule in sorted(self.rules, key=lambda r: (len(r.division), r.line)):
            target = rule.to_division or rule.division
            below = self._below(rule.division) if rule.whole and rule.division else {target}
            for code in {villages.get(v, v) for v in below if len(v) == VILLAGE}:
                if rule.office is not None:
                    offices[code] = rule.office
                elif code in {*offices, *self.holders} or rule.whole:
                    continue
                elif rule.division in self.holders:
                    offices[code] = self.holders[rule.division]
        return {
            code: office
            for code, office in offices.items()
            if self.holders.get(code) != office or code in self.named
        }

    def _stated(self, village: str) -> bool:
        return any(r.office is not None and village.startswith(r.to_division or "-") for r in self.rules)

    def _line(self, village: str) -> int:
        return next((r.line for r in self.rules if village.startswith(r.to_division or "-")), 0)

    def _areas(self, villages: Mapping[str, str]) -> dict[str, str]:
        areas: dict[str, str] = {}
        for rule in sorted(self.rules, key=lambda r: (len(r.division), r.line)):
            if rule.area:
                below = self._below(rule.division) if rule.whole and rule.division else set()
                found = {villages.get(v, v) for v in below} or {rule.to_division or rule.division}
                areas |= dict.fromkeys((v for v in found if len(v) == VILLAGE), rule.area)
        return areas


def refuse(line: int, zh: str, en: str, code: str, hint: Text | None = None) -> Refused:
    """Return the refusal of a line of a change."""
    return Refused(
        "places.division", Text(f"第 {line} 行：{zh} {code}。", f"line {line}: {en} {code}."), hint
    )
