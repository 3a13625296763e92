from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "huji.portal"
    label = "portal"
