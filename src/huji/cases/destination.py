"""Where a case leads: the address, its community, area and office, and the household that receives."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.cases import showing
from huji.cases.turn import Turn
from huji.cases.values import Destination, Host, Kind
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import CollectiveSort, HouseholdKind
from huji.standards import Refused, Text

_SORTS = {
    Host.UNIT: CollectiveSort.UNIT,
    Host.SCHOOL: CollectiveSort.SCHOOL,
    Host.TALENT_CENTRE: CollectiveSort.TALENT_CENTRE,
    Host.COMMUNITY: CollectiveSort.COMMUNITY,
}


@dataclass(frozen=True, slots=True)
class Reached:
    """A destination as checked."""

    address: int | None
    division: str | None
    area: str | None
    office: int | None
    host: Host | None
    household: int | None
    consent: str
    code: str | None

    @classmethod
    def nowhere(cls) -> "Reached":
        """The destination of a draft that names none yet, or that leads out of the city."""
        return cls(None, None, None, None, None, None, "", None)

    def columns(self) -> dict[str, Any]:
        """Return the columns of the case."""
        return {
            "address": self.address,
            "division": self.division,
            "area": self.area,
            "host": self.host.value if self.host else None,
            "household": self.household,
            "consent": self.consent,
            "relation_code": self.code,
        }


def reached(kind: Kind, given: Destination | None, on: date) -> Reached | None:
    """Return the destination as checked, None where there is none (yet).

    Refuses an unknown address, `address_ended`, `address_not_registrable`, `no_office`, `area_unknown`,
    `household_elsewhere`, `host_household_missing`, `host_differs` and `host_consent_missing`.
    """
    if given is None or kind is Kind.TO_OUTSIDE:
        return None
    address = places.address(given.address)
    if not address.usable_on(on):
        raise Refused(
            "address_ended",
            Text(f"地址“{address}”在 {on} 不在用。", f"The address “{address}” is not in use on {on}."),
        )
    if not address.accepts_registration:
        raise Refused(
            "address_not_registrable",
            Text(f"地址“{address}”不能登记户口。", f"No one can be registered at “{address}”."),
            Text(
                "实际租住的，可选社区集体户。",
                "A tenant who lives there may choose the community's household.",
            ),
        )
    office = places.office_of(address.division, on)
    if office is None:
        raise Refused(
            "no_office",
            Text(f"地址“{address}”没有划归任何派出所。", f"No registration office keeps “{address}”."),
        )
    area = places.area_of(address.division, on)
    if area is None:
        raise Refused(
            "area_unknown",
            Text(
                f"区划 {address.division} 的城乡地域类别尚未确定。",
                f"It is not settled to which area {address.division} belongs.",
            ),
            Text("请先由有权机关确定其地域类别。", "Have its area set by an act first."),
        )
    _check_household(given)
    return Reached(
        given.address,
        address.division,
        area,
        office.id,
        given.host,
        given.household,
        given.consent.strip(),
        given.code,
    )


def still_stands(turn: Turn) -> None:
    """Refuse an approved destination that has changed since: what `reached` refuses, and `other_office`."""
    given = showing.destination(turn.file)
    try:
        place = reached(turn.kind, given, turn.on)
    except Refused as refused:
        raise Refused(refused.code, refused.text, _CHANGED) from refused
    if place is not None and place.office != turn.file.office:
        raise Refused(
            "other_office",
            Text(
                "该地址现已划归另一个派出所。",
                "The address belongs to another registration office by now.",
            ),
            _CHANGED,
        )


_CHANGED = Text(
    "批准后迁入地已有变化：请撤回本件，按新的地址重新申请。",
    "The destination has changed since the approval: withdraw this case and apply for the new address.",
)


def _check_household(given: Destination) -> None:
    if given.household is None:
        if given.host is not Host.OWN_DWELLING:
            raise Refused(
                "host_household_missing",
                Text(
                    f"落户“{given.host.label.zh}”须选定接收的户。",
                    f"“{given.host.label.en}” needs the household.",
                ),
            )
        return
    household = register.household(given.household, register.within_act())
    if household is None or household.address != given.address:
        raise Refused(
            "household_elsewhere",
            Text("所选的户不在该地址。", "The household chosen is not at this address."),
            Text("请在该地址的户中选择。", "Choose one of the households at the address."),
        )
    collective = household.kind is HouseholdKind.COLLECTIVE
    wanted = _SORTS.get(given.host)
    if collective != (given.host not in (Host.OWN_DWELLING, Host.RELATIVES)) or (
        wanted is not None and household.sort is not wanted
    ):
        raise Refused(
            "host_differs",
            Text(
                f"所选的户不是“{given.host.label.zh}”。",
                f"The household chosen is not of the kind “{given.host.label.en}”.",
            ),
        )
    if given.host is Host.RELATIVES and not given.consent.strip():
        raise Refused(
            "host_consent_missing",
            Text("投靠亲友须有户主同意。", "To join relatives or friends takes the consent of their head."),
            Text("请写明同意的方式或材料。", "Say how, or on which paper, it was given."),
        )
