"""Django's entry for the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "huji.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
