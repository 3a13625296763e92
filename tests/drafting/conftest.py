from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.rulebook.conftest import Bureau, bureau, home

__all__ = ["bureau", "home", "sign_in"]


@pytest.fixture
def sign_in(bureau: Bureau) -> Callable[..., Client]:
    """Return a browser signed in as an officer of the bureau."""

    def signed_in(officer: str = "drafter", lang: str = "zh-hans", **options: Any) -> Client:
        from django.contrib.auth import get_user_model

        client = Client(**options)
        user = get_user_model().objects.get(username=officer)
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["huji_language"] = lang
        return client

    return signed_in
