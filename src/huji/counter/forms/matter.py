"""The form of a matter, made from its kind's declaration: questions, who reports, what was shown."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huji.counter.forms.addresses import AddressField
from huji.counter.naming import address_text
from huji.counter.templatetags.counter import code as code_words
from huji.matters.asked import applies
from huji.matters.kind import Field, Kind
from huji.matters.scene import Scene, named
from huji.matters.values import About, Reporter, Shown, Subject
from huji.web.forms import DayField, Form, LineField, NameField, NumberField, WholeField
from huji.web.law import cited
from huji.web.saying import say

EXEMPT = "exempt"
SUCCESSOR = "successor"
"""The question who heads the household that somebody leaves."""
FOLLOWED = "followed-"
"""Before the name of an answer: what it was when it followed from the others."""
_OPEN = frozenset({"flag", "choice", "member", "members"})
"""Questions whose own choices say that nothing need be chosen."""
_EXAMPLES = {
    True: _("例如“本人”“父亲”“户主”“村委会”。"),
    False: _("例如“父亲”“女儿”“户主”“村委会”。"),
}
"""What the declarant is to whom it is about, where that one may come and where not."""
_LONG = 6
"""More choices than these are drawn as a list to open."""


class HouseholdNumberField(LineField):
    """A household number (户号) as typed; becomes the household's id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "class": "govuk-input--width-10 digits"})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        if not typed.isascii() or not typed.isdigit() or len(typed) > 15 or int(typed) == 0:
            raise forms.ValidationError(_now("户号是九位数字。"))
        return int(typed)


class TimeField(LineField):
    """A time of the day: 14:05, 14时5分."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)
        self.widget.attrs.update({"class": "govuk-input--width-5"})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return ""
        hour, _between, minute = typed.replace("：", ":").replace("时", ":").rstrip("分").partition(":")
        try:
            return time(int(hour), int(minute or 0)).isoformat("minutes")
        except ValueError:
            raise forms.ValidationError(_now("时间不对，请写成 14:05。")) from None


class MatterForm(Form):
    """Every question of a kind; those not asked in the case at hand are let go without a word."""

    def __init__(
        self,
        data: Any,
        *,
        kind: Kind,
        scene: Scene,
        initial: Mapping[str, Any] | None = None,
        followed: Mapping[str, Any] | None = None,
    ) -> None:
        known = {} if kind.about is About.HOUSEHOLD else named(kind, scene)
        first = {
            **known,
            **(kind.prefill(scene) if kind.prefill else {}),
            **(followed or {}),
            **(initial or {}),
        }
        self.followed = {name: one for name, one in (followed or {}).items() if first[name] == one}
        super().__init__(data, initial=_shown(kind, first))
        self.kind = kind
        self.asked = [one for one in kind.fields if not _idle(one, kind, scene)]
        for field in self.asked:
            self.fields[field.name] = control = _control(field, scene)
            # Where a hint says what leaving it blank means, that is enough.
            control.optional = not (field.required or field.hint or field.type in _OPEN)
        self.fields["reporter_name"] = NameField(label=_("申报人姓名"), required=False)
        self.fields["reporter_number"] = NumberField(label=_("申报人公民身份号码"), required=False)
        self.fields["reporter_relation"] = LineField(
            label=_("申报人是当事人的"),
            required=False,
            max_length=40,
            help_text=_EXAMPLES[kind.subject is Subject.PRESENT or kind.subject is Subject.BACK],
        )
        self.fields["reporter_earning"] = forms.BooleanField(
            label=_("申报人满十六周岁，以自己的劳动收入为主要生活来源"), required=False
        )
        for proof in kind.evidence:
            choices = [("", _now("还没有出示"))]
            choices += [(str(index), say(paper)) for index, paper in enumerate(proof.papers)]
            if proof.exempt is not None:
                choices.append((EXEMPT, _now("不需出示：%(ground)s") % {"ground": say(proof.exempt)}))
            self.fields[f"shown-{proof.key}"] = forms.ChoiceField(
                label=say(proof.what), required=False, choices=choices, help_text=cited(proof.basis)
            )
            self.fields[f"note-{proof.key}"] = LineField(
                label=_now("“%(what)s”的编号，或者不需出示的理由") % {"what": say(proof.what)},
                required=False,
                max_length=200,
            )
        for control in self.fields.values():
            control.error_messages["required"] = _("请填写这一项。")
            control.widget.use_required_attribute = lambda initial: False  # type: ignore[method-assign]

    # -- drawing ------------------------------------------------------------------------------------------
    @property
    def questions(self) -> list[tuple[Any, str]]:
        """The kind's questions, each with the condition under which it is asked (for the script)."""
        return [(self[one.name], _condition(one.when)) for one in self.asked]

    @property
    def reporter_fields(self) -> list[Any]:
        """Who reports; whether a minor lives on own earnings is asked only of one that this is about."""
        named = [self[name] for name in ("reporter_name", "reporter_number", "reporter_relation")]
        earning = self["reporter_earning"]
        return [*named, earning] if earning.value() or earning.errors else named

    @property
    def papers(self) -> list[tuple[Any, Any, str]]:
        """What is to be shown, its note, and the condition under which it is (for the script)."""
        return [
            (self[f"shown-{one.key}"], self[f"note-{one.key}"], _condition(one.when))
            for one in self.kind.evidence
        ]

    # -- reading ------------------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = {one.name: cleaned.get(one.name) for one in self.kind.fields}
        for field in self.asked:
            if not applies(self.kind, field, typed):
                self.errors.pop(field.name, None)
                cleaned[field.name] = None
            elif (
                field.required
                and field.type != "flag"
                and field.name not in self.errors
                and cleaned.get(field.name) in (None, "", [])
            ):
                self.add_error(field.name, _now("请填写这一项。"))
        for proof in self.kind.evidence:
            note = cleaned.get(f"note-{proof.key}", "")
            if cleaned.get(f"shown-{proof.key}") == EXEMPT and not note:
                self.add_error(f"note-{proof.key}", _now("请写明不需出示的理由。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the answers as JSON holds them; what only followed from the others follows anew."""
        found: dict[str, Any] = {}
        for field in self.kind.fields:
            value = self.cleaned_data.get(field.name)
            if value in (None, "", [], False) or self.data.get(FOLLOWED + field.name) == value:
                continue
            if isinstance(value, date):
                found[field.name] = value.isoformat()
            elif field.type == "member":
                found[field.name] = int(value)
            elif field.type == "members":
                found[field.name] = [int(one) for one in value]
            else:
                found[field.name] = value
        return found

    def answered(self, values: Mapping[str, Any]) -> None:
        """Show answers that followed from the others, where nothing was typed."""
        self.data = self.data.copy()
        self.followed = {one.name: values[one.name] for one in self.asked if values.get(one.name)}
        for name, value in self.followed.items():
            self.data[name] = value

    def reporter(self) -> Reporter:
        given = self.cleaned_data
        return Reporter(
            given["reporter_name"],
            given["reporter_number"],
            given["reporter_relation"],
            given["reporter_earning"],
        )

    def evidence(self) -> dict[str, Shown]:
        """Return what was shown, by the key of the proof."""
        found = {}
        for proof in self.kind.evidence:
            chosen, note = self.cleaned_data[f"shown-{proof.key}"], self.cleaned_data[f"note-{proof.key}"]
            if chosen == EXEMPT:
                found[proof.key] = Shown(None, note, "")
            elif chosen:
                found[proof.key] = Shown(int(chosen), "", note)
        return found


def initial_of(values: Mapping[str, Any], reporter: Reporter, shown: Mapping[str, Shown]) -> dict[str, Any]:
    """Return the first values of the form of a matter already written down."""
    first = dict(values)
    first |= {
        "reporter_name": reporter.name,
        "reporter_number": reporter.number,
        "reporter_relation": reporter.relation,
        "reporter_earning": reporter.earning,
    }
    for key, one in shown.items():
        first[f"shown-{key}"] = EXEMPT if one.exempt else "" if one.paper is None else str(one.paper)
        first[f"note-{key}"] = one.exempt or one.note
    return first


class SubjectForm(Form):
    """Whom a matter is for: a person by citizen number, a household by its number or a member's."""

    number = NumberField(required=False)
    household = HouseholdNumberField(label=_("户号"), required=False)

    def __init__(self, data: Any, about: About) -> None:
        super().__init__(data)
        if about is About.PERSON:
            del self.fields["household"]
            self.fields["number"].required = True
        else:
            self.fields["number"].label = _("户内一人的公民身份号码")
            self.fields["household"].help_text = _("户号和号码，填写其中一项。")
            self.order_fields(["household", "number"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("number") and not cleaned.get("household"):
            self.add_error(next(iter(self.fields)), _now("请填写这一项。"))
        return cleaned


def _idle(field: Field, kind: Kind, scene: Scene) -> bool:
    """Tell whether a question has no use, such as who heads the household next where no head leaves."""
    if field.only is not None and not field.only(scene):
        return True
    alone = not any(one.type == "members" for one in kind.fields)
    return (
        field.name == SUCCESSOR
        and field.type == "member"
        and scene.member is not None
        and (alone and not scene.heads)
    )


def _condition(when: tuple[str, tuple[str, ...]] | None) -> str:
    return f"{when[0]}={'|'.join(when[1])}" if when else ""


def _shown(kind: Kind, first: Mapping[str, Any]) -> dict[str, Any]:
    """Return first values as their controls show them."""
    shown = dict(first)
    for field in kind.fields:
        value = shown.get(field.name)
        if field.type == "address" and isinstance(value, int):
            shown[field.name] = address_text(value)
        elif field.type == "household" and isinstance(value, int):
            shown[field.name] = f"{value:09}"
    return shown


def _control(field: Field, scene: Scene) -> forms.Field:
    """Return the control of a question; whether it must be answered is judged when all answers are known."""
    common: dict[str, Any] = {
        "label": say(field.label),
        "required": False,
        "help_text": say(field.hint) if field.hint else "",
    }
    match field.type:
        case "person":
            return NumberField(**common)
        case "household":
            return HouseholdNumberField(**common)
        case "address":
            if not common["help_text"]:
                del common["help_text"]
            return AddressField(**common)
        case "name":
            return NameField(**common)
        case "day":
            return DayField(**common)
        case "time":
            return TimeField(**common)
        case "whole":
            return WholeField(
                **common,
                least=field.least,
                most=field.most,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
            )
        case "flag":
            return forms.BooleanField(**common)
        case "words":
            return forms.CharField(**common, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
        case "choice":
            return _choice(field, [(value, say(label)) for value, label in field.choices], common)
        case "code":
            assert field.table is not None
            rows = [row for row in field.table if not field.codes or row.code in field.codes]
            return _choice(field, [(row.code, say(row.label)) for row in rows], common)
        case "member" | "members":
            people = [
                (
                    str(one.person),
                    _now("%(name)s（%(relation)s）%(number)s")
                    % {
                        "name": one.name or "—",
                        "relation": code_words(one.relation, "relation"),
                        "number": one.number,
                    },
                )
                for one in (scene.others if field.name == SUCCESSOR else scene.members)
            ]
            if field.type == "members":
                return forms.MultipleChoiceField(
                    **common, choices=people, widget=forms.CheckboxSelectMultiple
                )
            if not field.required:
                people = [("", _now("不指定")), *people]
            return forms.ChoiceField(**common, choices=people, widget=forms.RadioSelect)
    return LineField(**common, max_length=field.most)


def _choice(field: Field, choices: list[tuple[str, str]], common: dict[str, Any]) -> forms.ChoiceField:
    if len(choices) > _LONG:
        return forms.ChoiceField(**common, choices=[("", _now("请选择")), *choices])
    if not field.required:
        choices = [("", _now("不填")), *choices]
    return forms.ChoiceField(**common, choices=choices, widget=forms.RadioSelect)
