"""The public addresses."""

from django.urls import path

from huji.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("verify/", views.verify, name="verify"),
]
