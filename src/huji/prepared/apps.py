from django.apps import AppConfig


class PreparedConfig(AppConfig):
    name = "huji.prepared"
    label = "prepared"
