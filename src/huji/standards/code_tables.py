"""The national code tables of the registration form.

Sex GB/T 2261.1, ethnic group GB/T 3304 (an item of the register and of nothing else), education GB/T 4658,
marital state GB/T 2261.2, family relation GB/T 4761. Codes are strings as printed in the standards. The
relation is that of a member to the head of the household, and carries the kin group derived from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from huji.standards import data
from huji.standards.words import Refused, Text


class Sex(StrEnum):
    """GB/T 2261.1, as stored: the value is the code."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSTATED = "9"


class KinGroup(StrEnum):
    """What a member is to the head, without order of birth or sex."""

    SELF = "self"
    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    GRANDCHILD_IN_LAW = "grandchild_in_law"
    GREAT_GRANDCHILD = "great_grandchild"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    GRANDPARENT = "grandparent"
    GRANDPARENT_IN_LAW = "grandparent_in_law"
    GREAT_GRANDPARENT = "great_grandparent"
    GREAT_GRANDPARENT_IN_LAW = "great_grandparent_in_law"
    SIBLING = "sibling"
    SIBLING_IN_LAW = "sibling_in_law"
    UNCLE_OR_AUNT = "uncle_or_aunt"
    UNCLE_OR_AUNT_IN_LAW = "uncle_or_aunt_in_law"
    COUSIN = "cousin"
    NEPHEW_OR_NIECE = "nephew_or_niece"
    OTHER_RELATIVE = "other_relative"
    NON_RELATIVE = "non_relative"


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a table; `more` holds the columns that only this table has."""

    code: str
    label: Text
    more: tuple[str, ...] = ()


class CodeTable:
    """A national code table: its standard, what its items are called, its rows in the standard's order."""

    def __init__(self, file: str, standard: str, title: Text) -> None:
        self.standard = standard
        self.title = title
        self._file = file

    @cached_property
    def _rows(self) -> dict[str, Code]:
        return {
            code: Code(code, Text(zh, en), tuple(more))
            for code, zh, en, *more in data.rows(f"codes/{self._file}.csv")
        }

    def __iter__(self) -> Iterator[Code]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __getitem__(self, code: str) -> Code:
        """Return a row; raises `Refused` for a code the standard does not have."""
        try:
            return self._rows[code]
        except KeyError:
            raise Refused(
                "code.unknown",
                Text(
                    f"{self.title.zh}代码“{code}”不在 {self.standard} 中。",
                    f"{self.standard} has no {self.title.en} “{code}”.",
                ),
            ) from None

    def label(self, code: str) -> Text:
        """Return the words of a code; raises `Refused` for an unknown one."""
        return self[code].label


SEX = CodeTable("sex", "GB/T 2261.1", Text("性别", "sex"))
ETHNIC = CodeTable("ethnic", "GB/T 3304", Text("民族", "ethnic group"))
EDUCATION = CodeTable("education", "GB/T 4658", Text("文化程度", "level of education"))
MARITAL = CodeTable("marital", "GB/T 2261.2", Text("婚姻状况", "marital state"))
RELATION = CodeTable("relation", "GB/T 4761", Text("与户主关系", "relation to the head"))


def kin_group(relation: str) -> KinGroup:
    """Return the kin group of a relation code."""
    return KinGroup(RELATION[relation].more[0])


def sex_of_relation(relation: str) -> Sex | None:
    """Return the sex a relation implies (22 长子: male), None where it implies none."""
    code = RELATION[relation].more[1]
    return Sex(code) if code else None


def marital_state(marital: str) -> str | None:
    """Return the policy fact `person.marital` of a marital code; None for 90, not stated."""
    return MARITAL[marital].more[0] or None
