"""What django-allauth may and may not do here: officers are appointed, so nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from huji.officers.roles import Role
from huji.web.context import home_of


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(Role(request.user.role))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Officers' accounts hold no address; nothing is sent."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened; allauth's own messages would greet by user name."""
