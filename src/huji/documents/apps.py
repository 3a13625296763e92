from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "huji.documents"
    label = "documents"
