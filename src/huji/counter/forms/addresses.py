"""Choosing a standard address by writing it."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.counter.naming import find_addresses
from huji.web.forms import LineField

MOST_NAMED = 5


class AddressField(LineField):
    """A standard address as written; becomes its id. What does not exist is refused, with those near it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("标准地址"))
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault(
            "help_text", gettext_lazy("写出道路或小区、门牌、幢、单元、室；从列出的地址中选一个。")
        )
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {
                "autocomplete": "off",
                "list": "addresses",
                "hx-get": reverse_lazy("counter:addresses"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#addresses",
            }
        )

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        hits = find_addresses(typed, MOST_NAMED + 1)
        found = hits.addresses
        exact = [
            address
            for address in found
            if typed in (address.text, address.parts.local, hits.formerly.get(address.id))
        ]
        if len(exact) == 1:
            return exact[0].id
        if len(found) == 1:
            return found[0].id
        if not found:
            raise forms.ValidationError(_("没有这个标准地址。请核对道路、门牌和室号，或先登记标准地址。"))
        named = "；".join(address.text for address in (exact or found)[:MOST_NAMED])
        raise forms.ValidationError(
            _("有几个相近的地址，请写完整：%(addresses)s"), params={"addresses": named}
        )
