from typing import Any

import pytest
from tests.cases.city import City


@pytest.fixture
def city(database: Any) -> City:
    return City(database.owner_url, database.app_url).build()
