from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "huji.counter"
    label = "counter"
