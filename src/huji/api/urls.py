"""The interface's addresses, each behind the entrance; whatever else is asked for is a problem."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from huji.api.entrance import entrance
from huji.api.problems import NO_PATH
from huji.api.service import SNAPSHOT, api

app_name = "api"
_READING = ("GET", "HEAD")


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """The description, open to everybody: it says nothing of anybody."""
    if request.method not in _READING:
        return HttpResponseNotAllowed(_READING)
    return HttpResponse(SNAPSHOT.read_bytes(), content_type="application/json")


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address that is none."""
    return NO_PATH.answer()


_found = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
for _pattern in _found:
    _pattern.callback = entrance(_pattern.callback)

urlpatterns = [
    path("openapi.json", entrance(openapi), name="openapi"),
    *_found,
    re_path(r"^(?P<rest>.*)$", entrance(nothing)),
]
