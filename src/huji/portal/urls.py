"""The public addresses."""

from django.urls import path, re_path

from huji.portal import views
from huji.portal.check.taking import file, keep
from huji.portal.check.views import check
from huji.portal.policies import download, policies, policy
from huji.portal.rounds import published, rounds

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("verify/", views.verify, name="verify"),
    path("policies/", policies, name="policies"),
    path("policies/<slug:name>/", policy, name="policy"),
    path("policies/<slug:name>/<slug:since>/", policy, name="policy-version"),
    re_path(r"^policies/(?P<name>[-\w]+)/(?P<since>[-\d]+)\.(?P<form>pdf|md)$", download, name="policy-file"),
    path("rounds/", rounds, name="rounds"),
    path("rounds/<slug:number>/<slug:kind>/", published, name="round-list"),
    path("check/", check, name="check"),
    path("check/file/", file, name="check-file"),
    path("check/keep/", keep, name="check-keep"),
]
