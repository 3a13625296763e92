"""A limit on guessing: so many tries an address in a span of time, counted by all workers together."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

TRIES = 10
SECONDS = 60


def exceeded(request: HttpRequest, what: str, tries: int = TRIES, seconds: int = SECONDS) -> bool:
    """Count one try and tell whether this address has had too many in the span (the last minute)."""
    key = f"limit:{what}:{_network(request)}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) > tries
    except ValueError:  # The span ended between the two.
        return False


def _network(request: HttpRequest) -> str:
    """Return the caller's address; of IPv6 the /64, since one caller commands a whole one."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (ValueError, PermissionDenied):
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
