"""Where a new citizen number is assigned: the county in which the person is registered now."""

from huji.matters.asked import Asked
from huji.places import queries as places


def division(asked: Asked) -> str:
    """Return the six digits of the county, empty for one registered nowhere."""
    address = asked.standing.address
    return places.address(address).division[:6] if address is not None else ""
