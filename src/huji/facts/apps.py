"""Django's entry for the facts room."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "huji.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"
