import pytest
from tests.cases.city import City
from tests.cases.conftest import city, template
from tests.matters.town import Town

__all__ = ["city", "template", "town"]


@pytest.fixture
def town(city: City) -> Town:
    return Town(city)
