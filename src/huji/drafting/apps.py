from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "huji.drafting"
    label = "drafting"
