from typing import Any

import pytest
from django.db import OperationalError
from tests.web.conftest import city

from huji import policy
from huji.places.queries import Zone
from huji.portal.check import packs, result, where

__all__ = ["city"]


@pytest.fixture
def no_database(monkeypatch: Any) -> None:
    """Let the self-check run as it does while the database does not answer: from the package alone."""

    def fails(*_: Any) -> Zone:
        raise OperationalError("no database in this test")

    monkeypatch.setattr(packs, "_read", None)
    monkeypatch.setattr(packs.queries, "library", fails)
    monkeypatch.setattr(packs.queries, "library_of", lambda found: policy.packs())
    monkeypatch.setattr(where.places, "zone", fails)
    monkeypatch.setattr(result.places, "office_of", fails)
    monkeypatch.setattr("django.db.connection.cursor", fails)
