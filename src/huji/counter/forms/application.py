"""The application: who, where to, with whom, joining whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.cases.values import Applicant, Companion, Destination, Host, Kind, Outside, Sponsor
from huji.counter.forms.addresses import AddressField
from huji.places import divisions
from huji.policy import vocabulary
from huji.standards import Refused
from huji.web.forms import DayField, Form, LineField, NameField, NumberField, faults
from huji.web.saying import say


def relations() -> list[tuple[str, str]]:
    """Return the vocabulary's relations in words, for a choice."""
    return [("", _now("请选择")), *((code, say(text)) for code, text in vocabulary().relations.items())]


class NewForm(Form):
    """The first minute at the counter: which way, who, and from where."""

    kind = forms.ChoiceField(label=_("申请什么"), widget=forms.RadioSelect)
    prepared = LineField(
        label=_("预填码"),
        required=False,
        max_length=40,
        help_text=_("申请人网上自查后得到的八位码；没有的，不填。"),
    )
    number = NumberField(label=_("申请人的公民身份号码"))
    name = NameField(label=_("申请人姓名"))
    address = AddressField(label=_("拟落户地址"), required=False)
    place = LineField(
        label=_("外地登记机关"), required=False, max_length=60, help_text=_("例如“沈阳市公安局和平分局”。")
    )
    division = LineField(
        label=_("外地所在县（区、市）代码"),
        required=False,
        max_length=6,
        help_text=_("六位行政区划代码，例如 210102。"),
    )
    permit = LineField(label=_("对方准予迁入证明编号"), required=False, max_length=60)
    issued = DayField(label=_("准予迁入证明签发日期"), required=False)
    until = DayField(label=_("准予迁入证明有效期至"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, say(kind.label)) for kind in Kind]
        self.fields["prepared"].widget.attrs.update(
            {"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10 digits"}
        )
        self.fields["division"].widget.attrs.update(
            {"inputmode": "numeric", "class": "govuk-input--width-10 digits"}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        needed = {
            Kind.WITHIN_CITY: ("address",),
            Kind.FROM_OUTSIDE: ("address", "place", "division"),
            Kind.TO_OUTSIDE: ("place", "division", "permit", "issued", "until"),
        }.get(kind, ())  # type: ignore[call-overload]
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _now("请填写这一项。"))
        code = cleaned.get("division")
        if "division" in needed and code and divisions.book().lookup(code, timezone.localdate()) is None:
            self.add_error("division", _now("没有这个行政区划代码。"))
        return cleaned

    def applicant(self) -> Applicant:
        return Applicant(self.cleaned_data["number"], self.cleaned_data["name"])

    def destination(self) -> Destination | None:
        if self.cleaned_data["kind"] == Kind.TO_OUTSIDE:
            return None
        return Destination(self.cleaned_data["address"])

    def outside(self) -> Outside | None:
        given = self.cleaned_data
        if given["kind"] == Kind.WITHIN_CITY:
            return None
        if given["kind"] == Kind.FROM_OUTSIDE:
            return Outside(given["place"], given["division"])
        return Outside(given["place"], given["division"], given["permit"], given["issued"], given["until"])


class DestinationForm(Form):
    """Where to, into which household, and whom the applicant joins."""

    address = AddressField()
    host = forms.ChoiceField(label=_("落入什么户"), widget=forms.RadioSelect, initial=Host.OWN_DWELLING.value)
    household = forms.ChoiceField(label=_("该地址的户"), widget=forms.RadioSelect, required=False)
    consent = LineField(
        label=_("户主同意的依据"),
        required=False,
        max_length=200,
        help_text=_("落入亲属朋友家庭户时填写，例如“户主当面书面同意”。"),
    )
    sponsor_number = NumberField(
        label=_("被投靠人的公民身份号码"), required=False, help_text=_("不是投靠亲属的，不填。")
    )
    sponsor_relation = forms.ChoiceField(label=_("被投靠人是申请人的"), required=False)

    def __init__(self, *args: Any, households: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["host"].choices = [(host.value, say(host.label)) for host in Host]
        self.fields["household"].choices = [("", _now("新立一户")), *households]
        self.fields["sponsor_relation"].choices = relations()
        if not households:
            del self.fields["household"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        number, relation = cleaned.get("sponsor_number"), cleaned.get("sponsor_relation")
        if number and not relation:
            self.add_error("sponsor_relation", _now("请选择被投靠人是申请人的什么人。"))
        if relation and not number and "sponsor_number" not in self.errors:
            self.add_error("sponsor_number", _now("请填写被投靠人的公民身份号码。"))
        return cleaned

    def destination(self, before: Destination | None) -> Destination:
        """Return the destination; a household chosen for another address does not carry over."""
        given = self.cleaned_data
        same = before is not None and before.address == given["address"]
        household = int(given["household"]) if same and given.get("household") else None
        return Destination(given["address"], Host(given["host"]), household, given["consent"])

    def sponsor(self) -> Sponsor | None:
        given = self.cleaned_data
        return (
            Sponsor(given["sponsor_number"], given["sponsor_relation"]) if given["sponsor_number"] else None
        )


class CompanionForm(Form):
    """One who comes along; an empty row is nobody."""

    number = NumberField(required=False)
    name = NameField(required=False)
    relation = forms.ChoiceField(label=_("是申请人的"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = relations()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.get(name) for name in self.fields):
            for name in self.fields:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _now("请填写这一项；不要这一行的，请把整行清空。"))
        return cleaned

    def companion(self) -> Companion | None:
        given = self.cleaned_data
        return Companion(given["number"], given["name"], given["relation"]) if given.get("number") else None


class Companions:
    """The rows of companions: those there are, and empty ones to add to; works without a script."""

    MOST = 12

    def __init__(self, data: Mapping[str, Any] | None, initial: Iterable[Companion], empty: int = 1) -> None:
        rows = [{"number": one.number, "name": one.name, "relation": one.relation} for one in initial]
        if data is not None:
            count = _whole(data.get("companions"), len(rows) + empty) + (1 if "add" in data else 0)
        else:
            count = len(rows) + empty
        count = min(count, self.MOST)
        self.rows = [
            CompanionForm(data, prefix=f"c{index}", initial=rows[index] if index < len(rows) else None)
            for index in range(count)
        ]
        self.full = count >= self.MOST

    def is_valid(self) -> bool:
        # Each row is judged, so that all faults are told at once.
        return not [row for row in self.rows if not row.is_valid()]

    @property
    def errors(self) -> bool:
        return any(row.errors for row in self.rows)

    def faults(self) -> Iterable[tuple[str, str]]:
        for row in self.rows:
            yield from faults(row)

    def refuse(self, refusal: Refused) -> bool:
        """Place a refusal that names one of the companions in that row; False where it names none."""
        for row in self.rows:
            given = row.cleaned_data
            if any(given.get(key) and given[key] in refusal.text.zh for key in ("name", "number")):
                row.refuse(refusal, "number")
                return True
        return False

    def companions(self) -> tuple[Companion, ...]:
        return tuple(one for one in (row.companion() for row in self.rows) if one)


def _whole(text: Any, otherwise: int) -> int:
    return (
        int(text)
        if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 4
        else otherwise
    )
