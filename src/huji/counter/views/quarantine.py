"""待处理: the rows of the old register that could not be taken over, and working through them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huji.counter import old_rows
from huji.counter.desk import any_desk, today
from huji.counter.forms.quarantine import ForwardForm, ProposalForm, ReasonForm, begun, beside, read_as
from huji.counter.naming import office_names, officer_names
from huji.ledger.access import Purpose
from huji.officers.roles import Role
from huji.quality.conversion import reasons
from huji.quality.conversion.layout import COLUMNS
from huji.quality.quarantine import acts, family, forwarding, guessing, kin, queries, relatives, scans
from huji.quality.quarantine.holding import REVIEWERS, WORKERS
from huji.quality.quarantine.values import Row, State
from huji.standards import Refused
from huji.web import saying
from huji.web.access import officers
from huji.web.saying import say
from huji.web.typed import form_data

PURPOSE = Purpose.CORRECT


@any_desk
def quarantine(request: HttpRequest) -> HttpResponse:
    """List the rows of the officer's area: by state and reason, or by number, name or old household."""
    chosen = request.GET.get("state", "")
    state = State(chosen) if chosen in set(State) else State.OPEN
    reason = request.GET.get("reason", "")
    after = request.GET.get("after", "")
    # A number or a name comes by POST, so that it stands in no address and no log.
    key = request.POST.get("key", "").strip()
    found = queries.rows(
        request.user,
        PURPOSE,
        state=state,
        reason=reason if reason in reasons.REJECTED else "",
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 12 else 0,
        key=key,
    )
    counts = queries.counts(state)
    senders = _senders(found)
    return render(
        request,
        "counter/quarantine.html",
        {
            "rows": [
                (one, [say(reasons.text(r)) for r in one.reasons], senders.get(one.key, "")) for one in found
            ],
            "state": state,
            "states": [(one, counts.states.get(one, 0)) for one in State],
            "reason": reason,
            "reasons": [(name, say(reasons.text(name)), count) for name, count in counts.reasons.items()],
            "left": counts.left,
            "empty": len(queries.empty_lines()) if Role(request.user.role) in WORKERS else 0,
            "why": ReasonForm(),
            "key": key,
            "more": found[-1].row if len(found) == queries.PAGE and not key else None,
        },
    )


def _senders(found: list[Row]) -> dict[str, str]:
    """Return the names of the offices that forwarded those rows last, by the rows' keys."""
    came = {
        f"{conversion}-{one.row}": one.sender
        for conversion in {row.conversion for row in found}
        for one in forwarding.forwarded(conversion, [row.row for row in found])
    }
    names = office_names(came.values())
    return {key: names[sender] for key, sender in came.items()}


@any_desk
def row(request: HttpRequest, conversion: int, number: int) -> HttpResponse:
    """Show one row: as it stood, as it was understood, and what may be done."""
    found = found_row(request, conversion, number)
    return _page(request, found)


@officers(*WORKERS)
def work(request: HttpRequest, conversion: int, number: int) -> HttpResponseBase:
    """Do one of the steps: propose, register, send back, put aside, take up, forward."""
    found = found_row(request, conversion, number)
    step, by = request.POST.get("step", ""), acts.By(request.user.pk, today())
    proposal = ProposalForm(form_data(request)) if step == "propose" else None
    why: ReasonForm | ForwardForm | None = None
    if step in ("set_aside", "send_back"):
        why = ReasonForm(form_data(request))
    elif step == "forward":
        why = ForwardForm(found.office, today(), form_data(request))
    if request.method != "POST" or step not in _steps(request, found):
        return redirect("counter:quarantine-row", conversion, number)
    form = proposal or why
    if form is not None and not form.is_valid():
        return _page(request, found, proposal=proposal, why=why, step=step)
    try:
        if proposal is not None:
            acts.propose(conversion, number, proposal.proposal(), by)
            messages.success(request, _("已提出更正，待复核或审批岗位的另一人登记。"))
        elif step == "register":
            acts.register(conversion, number, request.POST.get("read", ""), by)
            messages.success(request, _("已登记。"))
        elif step == "take_up":
            acts.take_up(conversion, number, by)
        elif step == "forward" and why is not None:
            to = why.cleaned_data["to"]
            entry = forwarding.forward(conversion, number, to, why.cleaned_data["reason"], by)
            messages.success(request, _forwarded(number, to, entry))
            return redirect("counter:quarantine")
        elif why is not None:
            reason = why.cleaned_data["reason"]
            if step == "set_aside":
                acts.set_aside(conversion, number, reason, by)
                messages.success(request, _("已搁置。"))
            else:
                acts.send_back(conversion, number, request.POST.get("read", ""), reason, by)
                messages.success(request, _("已退回，须重新提出更正。"))
    except Refused as refusal:
        if form is None:
            messages.error(request, saying.refusal(refusal))
            return redirect("counter:quarantine-row", conversion, number)
        for field in beside(refusal)[:1] or (None,):
            form.refuse(refusal, field)
        for field in beside(refusal)[1:]:
            form.add_error(field, _("也请核对“%(what)s”。") % {"what": form.fields[field].label})
        return _page(request, found, proposal=proposal, why=why, step=step)
    return redirect("counter:quarantine-row", conversion, number)


@officers(*WORKERS)
def empty(request: HttpRequest) -> HttpResponseBase:
    """Put all empty lines of the area aside together, with one reason."""
    if request.method == "POST":
        form = ReasonForm(form_data(request))
        if form.is_valid():
            by = acts.By(request.user.pk, today())
            count = acts.set_empty_aside(form.cleaned_data["reason"], by)
            messages.success(request, _("已搁置空行：%(count)s 行。") % {"count": count})
        else:
            messages.error(request, _("请写明搁置的理由。"))
    return redirect("counter:quarantine")


def found_row(request: HttpRequest, conversion: int, number: int) -> Row:
    """Return a row of the officer's area, with a line of the look; 404 for another."""
    found = queries.row(conversion, number, request.user, PURPOSE)
    if found is None:
        raise Http404
    return found


def _steps(request: HttpRequest, found: Row) -> set[str]:
    """Return the steps that the role and the row's state leave open."""
    role = Role(request.user.role)
    if role not in WORKERS:
        return set()
    reviewing = role in REVIEWERS
    match found.state:
        case State.OPEN:
            return {"propose", "set_aside", "forward"}
        case State.PROPOSED:
            mine = found.proposed_by == request.user.pk
            return {"propose"} if mine or not reviewing else {"register", "send_back"}
        case State.SET_ASIDE:
            return {"take_up"}
        case _:
            return set()


def _page(
    request: HttpRequest,
    found: Row,
    *,
    proposal: ProposalForm | None = None,
    why: ReasonForm | ForwardForm | None = None,
    step: str = "",
) -> HttpResponse:
    original = queries.original(found.conversion, found.row, request.user, PURPOSE) or b""
    guessed = {} if found.understood else guessing.guess(original, _columns(found.conversion))
    old_household = found.old_household or guessed.get("household", "")
    home = queries.household_of(old_household) if old_household else None
    heads = family.heads(found, old_household) if home is None else ()
    home = home or family.household_founded(heads)
    read = found.understood or guessed
    steps = _steps(request, found)
    came = forwarding.forwarded(found.conversion, [found.row])
    to = why if isinstance(why, ForwardForm) else None
    offered = relatives.offered(found, read) if "propose" in steps and found.proposal is None else {}
    values: dict[str, Any] = {
        "found": found,
        "understood": [
            (say(column.label), read_as(column.name, read[column.name]))
            for column in COLUMNS
            if column.name in read
        ],
        "guessed": bool(guessed),
        "waits_for_reviewer": found.state is State.PROPOSED
        and Role(request.user.role) in WORKERS
        and "register" not in steps,
        "original": old_rows.shown(original),
        "cut": found.whole > len(original),
        "reasons": [say(reasons.text(one)) for one in found.reasons],
        "steps": steps,
        "form": proposal or ProposalForm(initial=begun(found, home, guessed, offered)),
        "why": why if isinstance(why, ReasonForm) else ReasonForm(),
        "to": to or (ForwardForm(found.office, today()) if "forward" in steps else None),
        "step": step,
        "home": home,
        "heads": heads,
        "follows": family.follows(found),
        "head_elsewhere": "head_rejected" in found.reasons and not heads and home is None,
        "registered_in": family.household_of(found),
        "proposed": old_rows.told(found),
        "bonds": [old_rows.bond(one) for one in relatives.bonds(found)],
        "named_by": [old_rows.named(*one) for one in kin.named_by(found)]
        if found.state is State.OPEN
        else [],
        "offered": [old_rows.ROLES[role] for role in offered],
        "scans": len(scans.on_file(found)),
        "came": came,
        "offices": office_names(
            [found.office, *(one.sender for one in came), *(one.receiver for one in came)]
        ),
        "officers": officer_names(
            [one for one in (found.proposed_by, found.decided_by, *(one.officer for one in came)) if one]
        ),
    }
    return render(request, "counter/quarantine_row.html", values)


def _forwarded(number: int, to: int, entry: int) -> str:
    return _("第 %(row)s 行已转往%(office)s，台账第 %(entry)s 号。") % {
        "row": number,
        "office": office_names([to])[to],
        "entry": entry,
    }


def _columns(conversion: int) -> list[str]:
    """Return the columns of the frozen source, where this account may read it."""
    digest = queries.digest_of(conversion)
    return guessing.header(settings.HUJI_HOME / "conversions" / digest[:16] / "source")
