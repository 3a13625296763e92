"""The addresses of the whole: public pages at the root, the officers' desks beside them."""

from django.urls import include, path

urlpatterns = [
    path("", include("huji.web.urls")),
    path("", include("huji.portal.urls")),
    path("counter/", include("huji.counter.urls")),
    path("drafting/", include("huji.drafting.urls")),
    path("api/v1/", include("huji.api.urls")),
]

handler400 = "huji.api.problems.bad_request"
handler403 = "huji.web.errors.forbidden"
handler404 = "huji.api.problems.not_found"
handler429 = "huji.web.errors.too_many"  # asked for by allauth
handler500 = "huji.api.problems.broken"
