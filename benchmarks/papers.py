"""Time the press: cards of a booklet in one file, and papers one by one, against a new typesetter each time.

.venv/bin/python benchmarks/papers.py
"""

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


def main() -> None:
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


if __name__ == "__main__":
    main()
