"""Django's entry for the rulebook room."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "huji.rulebook"
    label = "rulebook"
