"""What an item of a person may read, at the age and from the birth on: what nobody is, is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huji.register import refusals
from huji.register.acts import checks, marital, newcomers
from huji.register.acts.marry import MARRIAGEABLE
from huji.register.acts.performing import Held
from huji.standards import Text, code_tables, periods

UNWED = (marital.SINGLE, marital.UNSTATED)
LAW_OF_1980 = date(1981, 1, 1)
"""Since when the Marriage Law of 1980 has set the ages of today."""
MARRIAGEABLE_BEFORE = {"1": 20, "2": 18}
"""Full years of age by sex (Marriage Law of 1950, art. 4)."""
HIGHER, LEAST_HIGHER = ("1", "2", "3"), 14
"""Postgraduate, undergraduate and college education (GB/T 4658), and the age below which it is no education
of anybody: whoever is younger was entered by mistake."""
BLOOD = ("A", "B", "AB", "O")
RHESUS = ("Rh阳性", "Rh阴性")
BLOOD_TYPES = (*BLOOD, *(f"{one} {sign}" for one in BLOOD for sign in RHESUS), *RHESUS, "其他", "不明")
"""What the item reads; empty where nothing was stated."""


def fit(held: Held, items: Mapping[str, Any], day: date, on: date) -> None:
    """Refuse what somebody cannot be on a day; `on` is the day of the act."""
    if str(items.get("marital") or UNWED[0]) not in UNWED:
        _of_an_age_to_marry(held, day)
    education = str(items.get("education") or "")
    if education[:1] in HIGHER and periods.age_on(held.born, day) < LEAST_HIGHER:
        label = code_tables.EDUCATION.label(education)
        raise refusals.refuse(
            "too_young_for_education",
            f"{checks.name_of(held.person)}在 {day} 未满 {LEAST_HIGHER} 周岁，文化程度不能是“{label.zh}”。",
            f"{checks.name_of(held.person)} was under {LEAST_HIGHER} on {day}: “{label.en}” cannot be.",
            Text("请核对学历证书和日期。", "Check the certificate and the day."),
        )
    newcomers.of_height(items.get("height_cm"))
    if (blood := items.get("blood_type")) and blood not in BLOOD_TYPES:
        raise refusals.refuse(
            "blood_type",
            "血型只能登记 A、B、AB、O 及其 Rh 阳性、阴性，或者“其他”“不明”。",
            "The blood type is A, B, AB or O, with its Rh sign, or “其他” (other), “不明” (unknown).",
        )
    newcomers.certified(items.get("birth_certificate_on"), held.born, on)


def _of_an_age_to_marry(held: Held, day: date) -> None:
    ages = MARRIAGEABLE if day >= LAW_OF_1980 else MARRIAGEABLE_BEFORE
    least = ages.get(marital.sexes([held.person]).get(held.person, ""), min(ages.values()))
    if periods.age_on(held.born, day) < least:
        name = checks.name_of(held.person)
        raise refusals.refuse(
            "too_young_to_marry",
            f"{name}在 {day} 未满 {least} 周岁，不到法定婚龄。",
            f"{name} was under {least} on {day}, the age at which one may marry.",
        )
