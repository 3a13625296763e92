"""Django's entry for the rounds room."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "huji.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"
