"""Django's entry for the quality room."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "huji.quality"
    label = "quality"
    default_auto_field = "django.db.models.BigAutoField"
