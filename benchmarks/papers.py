"""Time the press: cards of a booklet in one file, and papers one by one, against a new typesetter each time.

.venv/bin/python benchmarks/papers.py
.venv/bin/python benchmarks/papers.py --home .huji/demo    also prints a community of that demonstration
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.documents import samples

from huji.documents import render

CARDS = 200


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def community(home: Path) -> None:
    """Order and print the largest community of a demonstration's first station, as a worker does."""
    from huji.runtime.boot import boot, migrate

    boot(home, existing=True)
    migrate()
    import secrets

    from django.utils import timezone

    from huji.documents import printing
    from huji.documents.printing import queries
    from huji.officers import queries as officers
    from huji.places import queries as places
    from huji.register.acts import Acting
    from huji.register.queries.cards import inhabited
    from huji.runtime.db import set_area

    officer = next(one for one in officers.all_active() if one.role == "counter")
    assert officer.office is not None
    area = places.offices_under(officer.office)
    set_area(area)
    now = timezone.localtime().replace(microsecond=0)
    kept = places.area_of_office(officer.office, now.date())
    division = max(kept, key=lambda code: len(inhabited(places.addresses_in(code))))
    by = Acting(officer.id, officer.office, now.date(), "benchmark")
    asked = printing.Order(division, "benchmark", secrets.token_hex(8))
    order = printing.order(asked, by=by, signed=officer.full_name, at=now)
    took = seconds(lambda: printing.work_on(order))
    set_area(area)
    done = queries.batch(order)
    assert done is not None
    size = sum(part.bytes for part in queries.parts_of(order)) / 1e6
    each = f"{done.printed / took:.1f} a second"
    print(f"{done.printed} booklets of a community, issued {took:6.2f} s, {each}, {size:.1f} MB")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path)
    home = asked.parse_args().home
    members = tuple(
        samples.member(
            f"张{chr(0x4E00 + place * 7)}", "非亲属", "99", f"99010219900101{place:04d}", samples.ON
        )
        for place in range(CARDS)
    )
    booklet = samples.booklet(members=members)
    booklet_values = render.values(booklet, samples.imprint(booklet.kind))
    permits = [
        render.values(paper, samples.imprint(paper.kind))
        for paper in (samples.permit(note=f"第{place}份") for place in range(CARDS))
    ]
    press = render.Press()
    press.pdf(permits[0], samples.AT)
    together = seconds(lambda: press.pdf(booklet_values, samples.AT))
    print(f"{CARDS} cards in one booklet            {together:6.2f} s")
    kept = seconds(lambda: [press.pdf(values, samples.AT) for values in permits])
    print(f"{CARDS} permits, one press             {kept:6.2f} s")
    fresh = seconds(lambda: [render.Press().pdf(values, samples.AT) for values in permits[:20]]) * CARDS / 20
    print(f"{CARDS} permits, a new press each time {fresh:6.2f} s (from 20)")
    if home:
        community(home)


if __name__ == "__main__":
    main()
