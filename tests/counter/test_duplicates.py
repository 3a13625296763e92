"""A duplicate's page leads to the registration that stays, and back."""

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse
from tests.cases.city import City

from huji.register import acts


def test_the_pages_of_a_duplicate_and_of_the_one_kept_lead_to_each_other(
    city: City, sign_in: Callable[..., Client]
) -> None:
    gone, kept = city.people["王秀英"], city.people["李建国"]
    by = acts.Acting(1, city.where("王秀英")[3], date(2026, 9, 1), "测试")
    acts.cancel(acts.Cancel(gone, acts.CancelGround.DUPLICATE, date(2026, 9, 1), "比对", kept=kept), by)
    client = sign_in("counter")

    def page(who: int) -> str:
        return client.get(reverse("counter:person", args=[who]), {"purpose": "handle_case"}).content.decode()

    def link(who: int, words: str) -> str:
        return f'<a class="govuk-link" href="/counter/persons/{who}/?purpose=handle_case">{words}</a>'

    assert link(kept, "查看保留的登记") in page(gone)
    assert link(gone, "查看已注销的登记") in page(kept)
