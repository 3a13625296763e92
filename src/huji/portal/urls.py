"""The public addresses."""

from django.urls import path

from huji.portal import views
from huji.portal.check.taking import file, keep
from huji.portal.check.views import check

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("verify/", views.verify, name="verify"),
    path("check/", check, name="check"),
    path("check/file/", file, name="check-file"),
    path("check/keep/", keep, name="check-keep"),
]
