"""A small city whose people settle by points, and what a test asks of it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from huji import policy
from huji.standards import divisions

SCHEME = Path(__file__).with_name("city.yaml")


@pytest.fixture(scope="session")
def city_text() -> str:
    return SCHEME.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def city(city_text: str) -> policy.Pack:
    return policy.read_pack(city_text, "city.yaml", policy.vocabulary())


@pytest.fixture(scope="session")
def city_packs(city: policy.Pack) -> policy.Library:
    return policy.Library([city], policy.vocabulary())


@pytest.fixture
def applying(city_packs: policy.Library) -> Callable[..., policy.Answer]:
    def decide(**facts: object) -> policy.Answer:
        known = {name.replace("__", "."): value for name, value in facts.items()}
        case = policy.Case(dt.date(2016, 3, 1), "440103", "city_proper", known)
        return policy.decide(case, places=divisions, packs=city_packs)

    return decide
