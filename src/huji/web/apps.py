from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "huji.web"
    label = "web"
