from django.apps import AppConfig


class OfficersConfig(AppConfig):
    name = "huji.officers"
    label = "officers"
