"""The papers of a move between registers: our permit, our certificate, and the one presented to us."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.register import refusals
from huji.register.acts.session import cursor
from huji.register.acts.values import Acting, Certificate
from huji.register.transit import IN_TRANSIT, LEFT_ON
from huji.standards import Text

OURS = ""
Paper = Mapping[str, Any]
"""A paper as the results of its entry hold it: the columns of its table, without the entry."""


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate this register issued: its last good day and whom it names."""

    expires: date
    persons: frozenset[int]


def permit(
    by: Acting, number: str, people: Sequence[tuple[str, str]], address: int,
    household: int | None, *, issued: date, expires: date,
) -> Paper:  # fmt: skip
    """Return a move-in permit as the entry's results hold it."""
    return {
        "number": number, "office": by.office, "address": address, "household": household,
        "issued": issued, "expires": expires,
        "numbers": [number for number, _ in people], "names": [name for _, name in people],
    }  # fmt: skip


def keep_permit(entry: int, paper: Paper) -> None:
    """Keep a move-in permit, issued by an entry."""
    cursor().execute(
        "insert into move_in_permit"
        " (number, office, address, household, issued, expires, numbers, names, entry)"
        " values (%(number)s, %(office)s, %(address)s, %(household)s, %(issued)s, %(expires)s, %(numbers)s,"
        " %(names)s, %(entry)s)",
        {**paper, "entry": entry},
    )


def use_permit(number: str, numbers: Collection[str], address: int, certificate: Certificate) -> None:
    """Lock a permit and refuse it unless it is unused and names these people, this address and these days."""
    row = (
        cursor()
        .execute(
            "select numbers, address, issued, expires, used_entry from move_in_permit"
            " where number = %s and void_entry is null for update",
            [number],
        )
        .fetchone()
    )
    if row is None:
        raise refusals.refuse(
            "permit_unknown", f"没有编号为 {number} 的准予迁入证明。", f"There is no move-in permit {number}."
        )
    named, permitted, issued, expires, used = row
    if used is not None:
        raise refusals.refuse(
            "permit_used", "该准予迁入证明已用过。", "The move-in permit has been used already."
        )
    if not issued <= certificate.issued <= expires:
        raise refusals.refuse(
            "permit_expired",
            f"户口迁移证不是在准予迁入证明有效期（{issued} 至 {expires}）内签发的。",
            f"The certificate was not issued while the permit was good ({issued} to {expires}).",
            Text("请重新申领准予迁入证明。", "Apply for a new permit."),
        )
    others = set(numbers) - set(named)
    if others and not others <= _of_bearers(named):
        raise refusals.refuse(
            "permit_names_others", "准予迁入证明上没有其中的人。", "The permit does not name all of them."
        )
    if permitted != address:
        raise refusals.refuse(
            "address_differs", "迁入地址与准予迁入证明不一致。", "The address is not the one permitted."
        )


def _of_bearers(numbers: Collection[str]) -> set[str]:
    """Return every number ever borne by those who bear or bore one of `numbers`: an old one leads to them."""
    rows = cursor().execute(
        "select distinct o.number from citizen_number n join citizen_number o on o.person = n.person"
        " where n.number = any (%s)",
        [list(numbers)],
    )
    return {row[0] for row in rows.fetchall()}


def mark_permit(number: str, entry: int) -> None:
    """Note the act a permit led to."""
    cursor().execute(
        "update move_in_permit set used_entry = %s where number = %s and void_entry is null", [entry, number]
    )


def certificate(
    by: Acting, number: str, persons: Sequence[int], destination: str, *, issued: date, expires: date
) -> Paper:
    """Return a certificate of our own as the entry's results hold it."""
    return {
        "issuer": OURS, "number": number, "office": by.office, "issued": issued, "expires": expires,
        "destination": destination, "persons": list(persons),
    }  # fmt: skip


def presented(by: Acting, shown: Certificate, persons: Sequence[int]) -> Paper:
    """Return a certificate of another register, used by this act; the database refuses a second use."""
    return {
        "issuer": shown.issuer, "number": shown.number, "office": by.office, "issued": shown.issued,
        "expires": shown.expires, "destination": "", "persons": list(persons),
    }  # fmt: skip


def keep_certificate(entry: int, paper: Paper) -> None:
    """Keep a certificate."""
    cursor().execute(
        "insert into migration_certificate"
        " (issuer, number, office, issued, expires, destination, persons, entry)"
        " values (%(issuer)s, %(number)s, %(office)s, %(issued)s, %(expires)s, %(destination)s,"
        " %(persons)s::bigint[], %(entry)s)",
        {**paper, "entry": entry},
    )


def good(shown: Certificate, day: date) -> None:
    """Refuse a certificate of another register that is not good on a day."""
    if not shown.number.strip() or not shown.issuer.strip():
        raise refusals.refuse(
            "certificate_incomplete",
            "请填写户口迁移证的编号和签发机关。",
            "Enter the certificate's number and its issuer.",
        )
    if not shown.issued <= day <= shown.expires:
        raise refusals.refuse(
            "certificate_expired",
            f"户口迁移证的有效期为 {shown.issued} 至 {shown.expires}，{day} 不在其内。",
            f"The migration certificate is good from {shown.issued} to {shown.expires}; {day} is not.",
            Text("请到签发机关换发。", "The issuer replaces an expired one."),
        )


def own_certificate(number: str, persons: Sequence[int]) -> OwnCertificate:
    """Return a certificate of ours; refuse an unknown one, and one that does not name all these persons.

    Whoever of them is in transit must be so on it: not on another issued since, nor having set out after it.
    """
    row = cursor().execute(
        "select c.expires, c.persons, exists (select from standing s where s.person = any (%s::bigint[])"
        f"   and {IN_TRANSIT} and (c.issued < {LEFT_ON} or exists (select from migration_certificate other"
        "     where other.issuer = c.issuer and other.void_entry is null and other.persons @> array[s.person]"
        "       and (other.issued, other.entry) > (c.issued, c.entry))))"
        " from migration_certificate c where c.issuer = %s and c.number = %s and c.void_entry is null",
        [list(persons), OURS, number],
    ).fetchone()  # fmt: skip
    if row is None or not set(persons) <= set(row[1]):
        raise refusals.refuse(
            "certificate_unknown",
            f"本市没有为这些人签发过编号 {number} 的户口迁移证。",
            f"This register issued them no migration certificate {number}.",
        )
    if row[2]:
        raise refusals.refuse(
            "certificate_of_former_journey",
            f"户口迁移证 {number} 是以前迁移用的，不是这次迁移的。",
            f"Migration certificate {number} is of a former journey, not of the present one.",
            Text("请凭这次迁移的户口迁移证办理。", "Use the certificate issued for the present journey."),
        )
    return OwnCertificate(row[0], frozenset(row[1]))


@dataclass(frozen=True, slots=True)
class PapersOfEntry:
    """What undoing an entry does to papers: its own fall void, those it used or made void are good again.

    `later` are the entries that used or replaced what it issued.
    """

    issued: tuple[str, ...] = ()
    certificates: tuple[tuple[str, str], ...] = ()
    permits_again: tuple[Paper, ...] = ()
    certificates_again: tuple[Paper, ...] = ()
    later: frozenset[int] = frozenset()

    @property
    def anything(self) -> bool:
        """Whether there is any."""
        return bool(self.issued or self.certificates or self.permits_again or self.certificates_again)


def over(number: str, returning: Sequence[int]) -> PapersOfEntry:
    """Lock a certificate of ours, which falls void where nobody on it but those returning is in transit."""
    row = cursor().execute(
        "select exists (select from standing s where s.person = any (c.persons)"
        f"   and s.person <> all (%s::bigint[]) and {IN_TRANSIT} and c.issued >= {LEFT_ON})"
        " from (select persons, issued from migration_certificate"
        "   where issuer = %s and number = %s and void_entry is null for no key update) c",
        [list(returning), OURS, number],
    ).fetchone()  # fmt: skip
    if row is None:
        raise refusals.BUSY
    return PapersOfEntry() if row[0] else PapersOfEntry(certificates=((OURS, number),))


def told_void(held: PapersOfEntry) -> dict[str, Any]:
    """Return what falls void, and the papers that are good again, as the entry's results hold it."""
    told = {
        "void_permits": [*held.issued, *(paper["number"] for paper in held.permits_again)],
        "void_certificates": list(held.certificates),
        "permits": list(held.permits_again),
        "certificates": list(held.certificates_again),
    }
    return {key: value for key, value in told.items() if value}


def void(entry: int, held: PapersOfEntry) -> None:
    """Let papers fall void by an entry; those that are good again are new rows."""
    for number in (*held.issued, *(paper["number"] for paper in held.permits_again)):
        cursor().execute(
            "update move_in_permit set void_entry = %s where number = %s and void_entry is null",
            [entry, number],
        )
    for issuer, number in held.certificates:
        cursor().execute(
            "update migration_certificate set void_entry = %s"
            " where issuer = %s and number = %s and void_entry is null",
            [entry, issuer, number],
        )
    for paper in held.permits_again:
        keep_permit(paper["entry"], paper)
        if paper["used_entry"] is not None:
            mark_permit(paper["number"], paper["used_entry"])
    for paper in held.certificates_again:
        keep_certificate(paper["entry"], paper)
