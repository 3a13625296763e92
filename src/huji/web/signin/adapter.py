"""What django-allauth may and may not do here: officers are appointed, so nobody signs up."""

import math
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from huji.officers.roles import Role
from huji.web.context import home_of

_FAILED = {"app": "allauth.account", "action": "login_failed"}


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(Role(request.user.role))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Officers' accounts hold no address; nothing is sent."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened; allauth's own messages would greet by user name."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a try beyond allauth's limits, and say how long it lasts."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            minutes = math.ceil(self._seconds_locked(request, **credentials) / 60)
            if not minutes:  # two tries at the very same moment
                raise
            raise ValidationError(
                ngettext(
                    "登录失败次数过多，%(n)s 分钟后才能再试。",
                    "登录失败次数过多，%(n)s 分钟后才能再试。",
                    minutes,
                ),
                code=refused.code,
                params={"n": minutes},
            ) from refused

    def _seconds_locked(self, request: HttpRequest, **credentials: Any) -> float:
        """Return how long until each full limit forgets its oldest try."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        waits = [0.0]
        for rate in ratelimit.get_rates(**_FAILED):
            tries = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **_FAILED), [])
            if len(tries) >= rate.amount:
                waits.append(tries[-1] + rate.duration - time.time())
        return max(waits)
