"""The town of the register's tests, for looking it over and building it anew."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

_SPEC = importlib.util.spec_from_file_location(
    "huji_tests_register_town", Path(__file__).parents[1] / "register" / "conftest.py"
)
assert _SPEC
assert _SPEC.loader
_town = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _town
_SPEC.loader.exec_module(_town)


@pytest.fixture
def town(database: Any) -> Any:
    """Two offices, forty addresses, nobody yet (tests/register/conftest.py)."""
    _town.furnish(database.owner_url)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("select setval('places_office_id_seq', 2), setval('places_address_id_seq', 40)")
    return _town.Town(database.owner_url, database.app_url)


@pytest.fixture
def li(town: Any) -> int:
    """The Li family at address 1: head, wife, son of age, minor daughter."""
    return town.family(
        1,
        ("李建国", "1", "1970-05-01", "02"),
        ("王秀英", "2", "1972-06-01", "10"),
        ("李明明", "1", "1996-07-01", "20"),
        ("李小红", "2", "2012-08-01", "30"),
    )


@pytest.fixture
def zhang(town: Any) -> int:
    """The Zhang household at address 21 of office 2: one woman."""
    return town.family(21, ("张丽华", "2", "1980-03-01", "02"))


@pytest.fixture
def owner(database: Any) -> Any:
    """The owner's connection."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection
