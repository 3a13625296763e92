"""Choosing a standard address by writing it."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.counter.naming import find_addresses
from huji.web.forms import LineField

MOST_NAMED = 5


class SuggestingInput(forms.TextInput):
    """A line with the list of addresses that begin as what is written, asked for at each pause."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        its = context["widget"]["attrs"]
        its |= {"list": f"{its['id']}-found", "hx-target": f"#{its['id']}-found"}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = self.get_context(name, value, attrs)["widget"]["attrs"]["list"]
        return format_html(
            '{}<datalist id="{}"></datalist>', super().render(name, value, attrs, renderer), listed
        )


class AddressField(LineField):
    """A standard address as written; becomes its id. What does not exist is refused, with those near it."""

    widget = SuggestingInput

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
                "hx-get": reverse_lazy("counter:addresses"),
                "hx-trigger": "input changed delay:250ms",
            }
        )

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        hits = find_addresses(typed, MOST_NAMED + 1)
        found = hits.addresses
        if len(hits.whole) == 1:
            return hits.whole[0].id
        if len(found) == 1:
            return found[0].id
        if not found:
            raise forms.ValidationError(_("没有这个标准地址。请核对道路、门牌和室号，或先登记标准地址。"))
        named = "；".join(address.text for address in (hits.whole or found)[:MOST_NAMED])
        raise forms.ValidationError(
            _("有几个相近的地址，请写完整：%(addresses)s"), params={"addresses": named}
        )
