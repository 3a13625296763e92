"""The rule of a password's length, said in the page's language."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's rule; its own sentence is no longer the one that Django's Chinese catalogue translates."""

    def get_error_message(self) -> str:
        return _("密码太短，至少要有 %(count)s 个字符。") % {"count": self.min_length}
