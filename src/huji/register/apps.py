from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "huji.register"
    label = "register"
