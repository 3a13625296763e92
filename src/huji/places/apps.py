from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "huji.places"
    label = "places"
