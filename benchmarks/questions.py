"""How many questions the self-check puts: realistic people, every pack and kind of place.

    python benchmarks/questions.py [--people 300] [--plain]
    python benchmarks/questions.py --pages [--people 3]     # how long a page takes, in process

People are drawn by what brings them (work, a home, study, family, the army, a birth, a return to the village)
and answer truthfully; one in twenty answers is "I don't know". A page counts as one question, the opening
page of boxes too. `--plain` asks in the order of `policy.questions` instead, without the opening page.
"""

import argparse
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from huji import policy
from huji.policy.interview import interview

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.policy.people import ON, PLACES, asked, person


def asked_plainly(pack: Any, division: str, area: str, who: dict[str, Any], packs: Any) -> int:
    """Return how many questions the order of `policy.questions` takes, one fact a page."""
    answers: dict[str, Any] = {}
    pages = 0
    while True:
        known = answers | {name: one.value for name, one in policy.implied(answers, packs.vocabulary).items()}
        answer = policy.decide_by(pack, policy.Case(ON, division, area, known), area=area, packs=packs)
        if not answer.missing:
            return pages
        pages += 1
        answers[answer.missing[0]] = who[answer.missing[0]]


def pages(count: int) -> None:
    """Walk people through the real pages and print how long one takes."""
    import os

    os.environ |= {"DJANGO_SETTINGS_MODULE": "huji.runtime.settings", "HUJI_ALLOWED_HOSTS": "testserver"}
    os.environ.setdefault("DATABASE_URL", "postgresql:///none?host=/nowhere")
    import django

    django.setup()
    from tests.policy.test_interview import consistent
    from tests.portal.test_check_outcome import day_of, start, walked
    from tests.portal.test_check_pages import Visitor

    times: list[float] = []
    send = Visitor.send

    def timed(self: Any, *fields: tuple[str, str], to: str = "/check/") -> Any:
        began = time.perf_counter()
        done = send(self, *fields, to=to)
        times.append((time.perf_counter() - began) * 1000)
        return done

    Visitor.send = timed  # type: ignore[method-assign]
    rng = random.Random(3)
    for warm in (True, False):
        for name, division, areas in PLACES:
            for area in areas:
                for _ in range(1 if warm else count):
                    who = consistent(person(rng))
                    along = [
                        {"relation": one, "companion.lives_together": True, "companion.age": 17,
                         "companion.married": False, "offered": False}
                        for one in ("spouse", "child", "sibling")
                    ]  # fmt: skip
                    walked(start(division, area, day_of(name)), who, along, set(rng.sample(sorted(who), 4)))
        if warm:
            times.clear()
    cut = statistics.quantiles(times, n=100)
    print(f"{len(times)} pages: median {cut[49]:.1f} ms, p95 {cut[94]:.1f}, max {max(times):.0f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=300)
    options.add_argument("--plain", action="store_true")
    options.add_argument("--pages", action="store_true")
    chosen = options.parse_args()
    if chosen.pages:
        pages(min(chosen.people, 20))
        return
    packs = policy.packs()
    everything: list[int] = []
    times: list[float] = []
    print(f"{'pack':20}{'area':20}{'mean':>6}{'median':>8}{'p90':>6}{'most':>6}{'≤8':>7}")
    for name, division, areas in PLACES:
        pack = packs.get(name)
        assert pack is not None
        for area in areas:
            rng = random.Random(f"{name} {area}")
            counts = []
            talk = interview(pack, packs.vocabulary, division, area)
            for _ in range(chosen.people):
                who = person(rng)
                if chosen.plain:
                    counts.append(asked_plainly(pack, division, area, who, packs))
                    continue
                count, took = asked(talk, who, packs.vocabulary, rng, 0.05)
                counts.append(count)
                times.extend(took)
            everything.extend(counts)
            _line(name, area, counts)
    _line("all", "", everything)
    if times:
        cut = statistics.quantiles(times, n=100)
        print(
            f"choosing: median {cut[49]:.1f} ms, p95 {cut[94]:.1f}, p99 {cut[98]:.1f}, max {max(times):.0f}"
        )


def _line(name: str, area: str, counts: list[int]) -> None:
    p90 = statistics.quantiles(counts, n=10)[8]
    within = sum(count <= 8 for count in counts) / len(counts)
    print(
        f"{name:20}{area:20}{statistics.mean(counts):6.1f}{statistics.median(counts):8.0f}{p90:6.0f}"
        f"{max(counts):6}{within:7.0%}"
    )


if __name__ == "__main__":
    main()
