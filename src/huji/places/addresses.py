"""A standard address as a value: its parts, and how they are written.

Town (行政区划名称、标准地名、门牌号、详址): division, road, number, compound, building, unit, room.
Village: division with the village's name, group, number. A collective household has an address like any
other, never the name of its unit.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from huji.standards import Refused, Text, divisions
from huji.standards.divisions import Division

_ENDINGS = {"number": "号", "group": "组", "building": "幢", "unit": "单元", "room": "室"}
_ALSO = {"building": "幢|栋|楼|座|号楼", "room": "室|号"}
_LONGEST = {"road": 40, "compound": 40}


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an address below its community or village (12 digits), bare: "12", not "12号"."""

    division: str
    road: str | None = None
    number: str | None = None
    compound: str | None = None
    group: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None

    @property
    def local(self) -> str:
        """The parts as printed, without the division's name."""
        written = [
            self.road,
            self.group and f"{self.group}组",
            self.number and f"{self.number}号",
            self.compound,
            self.building and f"{self.building}幢",
            self.unit and f"{self.unit}单元",
            self.room and f"{self.room}室",
        ]
        return "".join(part for part in written if part)

    @property
    def short(self) -> tuple[str, ...]:
        """How people say it where there is a compound: from it on, without it, or without the number."""
        if not self.compound:
            return ()
        bare = replace(self, group=None, number=None)
        return replace(bare, road=None).local, replace(self, compound=None).local, bare.local

    def text(self, on: date = date.max, above: Sequence[Division] = ()) -> str:
        """The whole address as printed, with the divisions' names on a day (their last ones by default).

        A sub-district (街道) and, where there is a road or compound, the community are left out. `above` are
        the divisions from the province down, where the standards do not know them.
        """
        above = above or divisions.ancestry(self.division, on) or divisions.ancestry(self.division, date.max)
        names = [d.name for d in above if d.level in ("province", "city", "county") and d.name != "市辖区"]
        for division in above:
            if division.level == "town" and not division.name.endswith("街道"):
                names.append(division.name)
            if division.level == "village" and not (self.road or self.compound):
                names.append(village_name(division.name))
        return "".join(names) + self.local


PARTS = tuple(field.name for field in fields(Parts))
"""The parts in the order of Chinese addresses, the division first."""


@dataclass(frozen=True, slots=True)
class Address:
    """A standard address on file, as read on some day: usable from `since` up to, not including, `until`.

    `accepts_registration` false: nobody can be registered there, and a tenant may go to the community's
    collective household instead. `above` are its divisions, from the province down.
    """

    id: int
    parts: Parts
    accepts_registration: bool
    since: date
    until: date | None
    above: tuple[Division, ...] = field(default=(), compare=False, repr=False)

    @property
    def division(self) -> str:
        """The community or village, 12 digits."""
        return self.parts.division

    @property
    def text(self) -> str:
        """The whole address as printed, with the divisions' names of that day."""
        return self.parts.text(above=self.above)

    def usable_on(self, day: date) -> bool:
        """Return whether the address exists on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def __str__(self) -> str:
        return self.text


def village_name(name: str) -> str:
    """Return a village's name as addresses have it: 北窑村委会 is 北窑村."""
    for ending, short in (("村村委会", "村"), ("村民委员会", "村"), ("村委会", "村")):
        if name.endswith(ending):
            return name.removesuffix(ending) + short
    return (
        name.removesuffix("居委会") + "社区"
        if name.endswith("居委会") and "社区" not in name
        else name.removesuffix("居委会")
    )


def accept(parts: Parts) -> Parts:
    """Return the parts as they are stored: half-width, without blanks and without endings (号, 幢, 室, …).

    Raises `Refused` for parts too long, without any number, or that name no place.
    """
    accepted = Parts(parts.division, **{name: clean(name, getattr(parts, name)) for name in PARTS[1:]})
    if not (accepted.number or accepted.building or accepted.room):
        raise Refused(
            "address.number",
            Text("地址缺少门牌号、幢号或室号。", "The address has no number, building or room."),
        )
    if not (accepted.road or accepted.compound or accepted.number or accepted.building):
        raise Refused(
            "address.where",
            Text("只有室号，不成地址。", "A room alone is no address."),
            Text("请补充道路、小区或门牌号。", "Add the road, compound or number."),
        )
    return accepted


def clean(name: str, value: str | None) -> str | None:
    """Return one part as it is stored, None for an empty one. Raises `Refused` where it is too long."""
    if value is None:
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    if name in _ENDINGS:
        text = re.sub(f"(?:{_ALSO.get(name, _ENDINGS[name])})$", "", text)
    longest = _LONGEST.get(name, 20)
    if len(text) > longest:
        raise Refused(
            "address.length",
            Text(
                f"地址中的“{text[:10]}…”超过 {longest} 个字。",
                f"“{text[:10]}…” is longer than {longest} characters.",
            ),
        )
    return text or None
