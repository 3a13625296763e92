"""The citizen number (公民身份号码) of GB 11643: read, checked, converted from 15 digits, assigned.

Six digits of the county where it was first assigned, eight of the birth date, three of a sequence (odd for
men, even for women) and a check digit. The county code is the one in force at assignment, so past codes stay
good for ever: a number is refused only if its county code had ended before the birth.
Numbers that begin with 99, which no division bears, are synthetic and belong to demonstrations only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huji.standards import divisions
from huji.standards.code_tables import Sex
from huji.standards.words import Refused, Text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_DIGITS = frozenset("0123456789")
_OLDEST_YEAR = 1850
_SYNTHETIC = "99"


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A number that passed `parse` or came from `assign`: 18 characters, the last a digit or X."""

    value: str

    @property
    def prefix(self) -> str:
        """The six digits of the county of first registration."""
        return self.value[:6]

    @property
    def born(self) -> date:
        """The birth date."""
        return date.fromisoformat(self.value[6:14])

    @property
    def sequence(self) -> int:
        """The number among those of one county and day, 0 to 999."""
        return int(self.value[14:17])

    @property
    def sex(self) -> Sex:
        """Male for an odd sequence, female for an even one."""
        return Sex.MALE if self.sequence % 2 else Sex.FEMALE

    @property
    def synthetic(self) -> bool:
        """Whether the number is of a demonstration, not of a person."""
        return self.value.startswith(_SYNTHETIC)

    @property
    def masked(self) -> str:
        """The number without its birth date, for places where it need only be recognised."""
        return f"{self.value[:6]}********{self.value[14:]}"

    def __str__(self) -> str:
        return self.value


def check_digit(first_seventeen: str) -> str:
    """Return the check digit of the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_DIGITS[total % 11]


def parse(text: str, *, on: date, demonstration: bool = False) -> CitizenNumber:
    """Read a number as written on `on`; 15 digits become 18, a small x becomes X, outer blanks are dropped.

    Raises `Refused` with the first fault of `faults`.
    """
    for fault in faults(text, on=on, demonstration=demonstration):
        raise fault
    return CitizenNumber(_eighteen(_trimmed(text)))


def faults(text: str, *, on: date, demonstration: bool = False) -> tuple[Refused, ...]:
    """Return everything wrong with a number as written on `on`, gravest first; empty for a good one."""
    written = _trimmed(text)
    if len(written) not in (15, 18):
        return (_refused_length(written),)
    strange = [(i, c) for i, c in enumerate(written, 1) if c not in _DIGITS and not (i == 18 and c == "X")]
    if strange:
        return (_refused_character(*strange[0]),)
    number = _eighteen(written)
    born = _date(number[6:14])
    if born is None:
        return (
            Refused(
                "citizen_number.birth_date",
                Text(
                    f"公民身份号码中的出生日期不存在：{number[6:14]}。",
                    f"There is no such birth date: {number[6:14]}.",
                ),
                Text("请核对第 7 至 14 位。", "Check digits 7 to 14."),
            ),
        )
    found = [_refused_birth(born, on), _refused_prefix(number[:6], born, on, demonstration)]
    if len(written) == 18 and number[17] != check_digit(number[:17]):
        found.append(
            Refused(
                "citizen_number.check_digit",
                Text("公民身份号码的校验码不符。", "The check digit of the citizen number does not fit."),
                Text(
                    "有一位或几位写错，请对照证件重新输入。",
                    "A digit is wrong: type it again from the document.",
                ),
            )
        )
    return tuple(fault for fault in found if fault)


def assign(
    division: str, born: date, sex: Sex, taken: Collection[str], *, on: date, demonstration: bool = False
) -> CitizenNumber:
    """Return the lowest free number of a county (6 digits) for a birth date and sex, assigned on `on`.

    `taken` holds every number ever given out with that county code and birth date; others in it do no harm.
    Raises `Refused` if the county code is not in force on `on`, the birth lies after it, the sex is not
    known, or the 500 numbers of men or 499 of women are used up.
    """
    if sex not in (Sex.MALE, Sex.FEMALE):
        raise Refused(
            "citizen_number.sex",
            Text(
                "性别不明，不能编制公民身份号码。", "No citizen number can be assigned without a known sex."
            ),
        )
    if fault := _refused_birth(born, on) or _refused_prefix(division, on, on, demonstration):
        raise fault
    stem = f"{division}{born:%Y%m%d}"
    used = {number[14:17] for number in taken if number.startswith(stem)}
    for sequence in range(1 if sex is Sex.MALE else 2, 1000, 2):
        if f"{sequence:03}" not in used:
            seventeen = f"{stem}{sequence:03}"
            return CitizenNumber(seventeen + check_digit(seventeen))
    raise Refused(
        "citizen_number.exhausted",
        Text(
            f"{division} 在 {born:%Y-%m-%d} 这一天的顺序码已用完。",
            f"The numbers of {division} for {born:%Y-%m-%d} are used up.",
        ),
        Text("请报上级公安机关处理。", "Refer to the superior public security organ."),
    )


def prefix_for(division: str, *, demonstration: bool = False) -> str:
    """Return the first six digits of numbers assigned in a division: its county, or a synthetic stand-in.

    The stand-in of 2111xx is 9911xx: the province gives way to 99.
    """
    county = division[:6]
    return _SYNTHETIC + county[2:] if demonstration else county


def _trimmed(text: str) -> str:
    return text.strip().removesuffix("x") + ("X" if text.strip().endswith("x") else "")


def _eighteen(written: str) -> str:
    if len(written) == 18:
        return written
    seventeen = f"{written[:6]}19{written[6:]}"
    return seventeen + check_digit(seventeen)


def _date(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR else None


def _refused_length(written: str) -> Refused:
    return Refused(
        "citizen_number.length",
        Text(
            f"公民身份号码应为 18 位（旧号码 15 位），这里是 {len(written)} 位。",
            f"A citizen number has 18 characters (an old one 15), this has {len(written)}.",
        ),
    )


def _refused_character(position: int, character: str) -> Refused:
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    if "０" <= character <= "９" or character in "Ｘｘ":
        hint = Text("这是全角字符，请改用半角输入。", "It is a full-width character: type half-width ones.")
    elif character in "OoIl":
        hint = Text("这是字母，不是数字 0 或 1。", "It is a letter, not the digit 0 or 1.")
    else:
        hint = Text("只能是数字，末位可以是 X。", "Only digits may stand here, and X at the end.")
    return Refused(
        "citizen_number.character",
        Text(
            f"公民身份号码第 {position} 位不能是“{shown}”。",
            f"Character {position} of a citizen number cannot be “{shown}”.",
        ),
        hint,
    )


def _refused_birth(born: date, on: date) -> Refused | None:
    if born <= on:
        return None
    return Refused(
        "citizen_number.born_later",
        Text(f"出生日期 {born} 晚于 {on}。", f"The birth date {born} lies after {on}."),
    )


def _refused_prefix(prefix: str, needed_on: date, on: date, demonstration: bool) -> Refused | None:
    """Refuse a county code never given, ended by `needed_on`, or not yet given on `on`."""
    if prefix.startswith(_SYNTHETIC):
        if demonstration and len(prefix) == 6:
            return None
        return Refused(
            "citizen_number.synthetic",
            Text(
                "这是演示用的虚构号码，本系统不接受。",
                "This is a made-up number; only demonstrations accept it.",
            ),
        )
    known = divisions.history(prefix) if len(prefix) == 6 else ()
    if not known:
        return Refused(
            "citizen_number.division",
            Text(
                f"公民身份号码前六位 {prefix} 从来不是县级行政区划代码。",
                f"The first six digits, {prefix}, have never been the code of a county.",
            ),
            Text("请核对第 1 至 6 位。", "Check digits 1 to 6."),
        )
    first, last = known[0], known[-1]
    if last.valid_until and last.valid_until <= needed_on:
        return Refused(
            "citizen_number.division_ended",
            Text(
                f"{prefix}（{last.name}）的代码在 {needed_on} 之前已停用。",
                f"The code {prefix} ({last.name}) had ended before {needed_on}.",
            ),
        )
    if first.valid_from and first.valid_from > on:
        return Refused(
            "citizen_number.division_later",
            Text(
                f"{prefix}（{first.name}）的代码在 {on} 尚未启用。",
                f"The code {prefix} ({first.name}) began after {on}.",
            ),
        )
    return None
