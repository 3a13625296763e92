from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.cases.city import City


@pytest.fixture
def city(database: Any) -> City:
    return City(database.owner_url, database.app_url).build()


@pytest.fixture
def evidence_root(tmp_path: Path) -> Iterator[Path]:
    """An empty directory for papers."""
    with override_settings(EVIDENCE_ROOT=tmp_path):
        yield tmp_path
