"""A row of the old register in words: its bytes, what is proposed for it, and who its relatives are."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huji.counter.forms.quarantine import ProposalForm
from huji.counter.naming import address_text
from huji.quality.conversion import reasons
from huji.quality.quarantine import kin
from huji.quality.quarantine.values import Proposal, Row
from huji.standards import code_tables
from huji.web.saying import day, say

ROLES = {
    "father": gettext_lazy("父亲"),
    "mother": gettext_lazy("母亲"),
    "spouse": gettext_lazy("配偶"),
    "child": gettext_lazy("子女"),
}


def bond(one: kin.Bond) -> str:
    """Return in words whether a tie is made with the registration, or why not."""
    who = one.number or _("原户籍第 %(row)s 行所载之人") % {"row": one.told_by}
    fate = _("登记时一并登记") if one.tie else _("不登记：%(why)s") % {"why": say(reasons.text(one.flag))}
    return _("%(role)s %(who)s：%(fate)s") % {"role": ROLES[one.role], "who": who, "fate": fate}


def named(role: str, row: int) -> str:
    """Return in words that a row taken over names this one's number."""
    return _("原户籍第 %(row)s 行把此号码写作%(role)s") % {"row": row, "role": ROLES[role]}


def shown(original: bytes) -> str:
    """Return bytes to be read by a person: UTF-8, else GB18030, with what is neither as its numbers."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return original[:2000].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > 1990:  # only the cut is in the way
                return original[: error.start].decode(encoding)
    return original[:2000].decode("utf-8", "backslashreplace")


def told(found: Row) -> list[tuple[str, str]]:
    """Return a proposal in words."""
    said = found.proposal
    if said is None:
        return []
    return [
        (_("姓名"), said.name),
        (_("性别"), say(code_tables.SEX.label(said.sex))),
        (_("民族"), say(code_tables.ETHNIC.label(said.ethnic))),
        (_("出生日期"), day(said.born)),
        (_("公民身份号码"), said.number),
        (_("与户主关系"), say(code_tables.RELATION.label(said.relation))),
        (_("户号"), f"{said.household:09}" if said.household is not None else _("另立一户")),
        *([(_("另立一户的地址"), address_text(said.address))] if said.address is not None else []),
        (_("登记在此的日期"), day(said.since)),
        (_("婚姻状况"), say(code_tables.MARITAL.label(said.marital))),
        (_("文化程度"), say(code_tables.EDUCATION.label(said.education))),
        *_further(said),
        (_("说明"), said.note or "—"),
    ]


def _further(said: Proposal) -> list[tuple[str, str]]:
    """Return the items of a proposal that not everybody has."""
    fields = ProposalForm.base_fields
    kept = [
        (str(fields[name].label), str(getattr(said, name)))
        for name in (
            "former_name", "father", "mother", "spouse", "born_at", "birthplace", "native_place",
            "arrived_city", "arrived_address", "military", "occupation", "workplace",
            "height_cm", "blood_type",
        )
        if getattr(said, name)
    ]  # fmt: skip
    if said.address is not None:
        for name in ("household_type", "collective_sort"):
            words = dict(fields[name].choices)
            if value := getattr(said, name):
                kept.append((str(fields[name].label), str(words.get(value, value))))
    return kept
