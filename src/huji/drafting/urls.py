"""The addresses of the drafting room."""

from django.urls import path

import huji.web.ids  # noqa: F401  (the converter `id`)
from huji.drafting.views import editor, home

app_name = "drafting"
urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/<id:draft>/", editor.draft, name="draft"),
    path("drafts/<id:draft>/check/", editor.check, name="check"),
]
