from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cases.city import City


@pytest.fixture
def city(database: Any) -> City:
    return City(database.owner_url, database.app_url).build()


@pytest.fixture
def sign_in(city: City) -> Callable[..., Client]:
    """Return a browser signed in as an officer of the small city."""

    def signed_in(officer: str = "counter", **options: Any) -> Client:
        from django.contrib.auth import get_user_model

        client = Client(**options)
        user = get_user_model().objects.get(username=officer)
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
