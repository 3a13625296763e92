"""The verbs of places, the only writers of this room: a frozen statement and a function each."""

from huji.places.acts.assign_area import AssignArea, assign_area
from huji.places.acts.authority import Authority
from huji.places.acts.change_address import ChangeAddress, change_address
from huji.places.acts.change_places import Changed, ChangePlaces, Following, change_places
from huji.places.acts.enter_addresses import EnterAddresses, NewAddress, enter_addresses
from huji.places.acts.open_office import OpenOffice, open_office
from huji.places.acts.override_zone import OverrideZone, override_zone
from huji.places.acts.record_dwelling import RecordDwelling, record_dwelling
from huji.places.acts.succession import Rule

__all__ = [
    "AssignArea",
    "Authority",
    "ChangeAddress",
    "ChangePlaces",
    "Changed",
    "EnterAddresses",
    "Following",
    "NewAddress",
    "OpenOffice",
    "OverrideZone",
    "RecordDwelling",
    "Rule",
    "assign_area",
    "change_address",
    "change_places",
    "enter_addresses",
    "open_office",
    "override_zone",
    "record_dwelling",
]
