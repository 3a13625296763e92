from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "huji.matters"
    label = "matters"
