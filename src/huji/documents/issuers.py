"""The offices of `huji.places` as they stand on papers."""

from django.conf import settings

from huji.documents.imprint import Issuer, Kind
from huji.places import queries as places


def of_office(office: int, kind: Kind) -> Issuer:
    """The issuer of a paper of `kind` made by an office.

    A station's papers bear its name after its bureau's; a move-in permit is the bureau's own (Ministry of
    Public Security, notice of 1994-07-11: issued by the county bureau or the district branch).
    """
    station = places.office(office)
    line = [station]
    while line[0].parent is not None:
        line.insert(0, places.office(line[0].parent))
    if kind is Kind.PERMIT and len(line) > 1:
        line.pop()
    local = "".join(one.name for one in line)
    return Issuer(
        name=settings.HUJI_AUTHORITY + local,
        name_en=f"{settings.HUJI_AUTHORITY_EN}, {local}",
        mark=settings.HUJI_PAPER_MARK,
        page=f"{settings.HUJI_PUBLIC_URL.rstrip('/')}/verify/",
        telephone=station.phone,
        demonstration=settings.HUJI_DEMONSTRATION,
    )
