"""Every pack verified: the seven guarantees by SMT, each counterexample confirmed. Goal: one second a pack.

python benchmarks/verify.py
"""

import statistics
import sys
import time

from huji import policy
from huji.policy.proofs import Status, verify
from huji.standards import divisions

GOAL_S = 1.0
TIMES = 5


def main() -> int:
    """Print the median time of each pack, and whether the goal is met."""
    packs = policy.packs()
    print(f"{'policy':<20} {'median':>8} {'worst':>8}   results")
    slowest = 0.0
    for pack in packs:
        taken = []
        for _ in range(TIMES):
            start = time.perf_counter()
            report = verify(pack, packs, divisions)
            taken.append(time.perf_counter() - start)
        median = statistics.median(taken)
        slowest = max(slowest, median)
        counts = ", ".join(f"{len(found)} {status}" for status in Status if (found := report.of(status)))
        print(f"{pack.policy:<20} {median:>6.3f} s {max(taken):>6.3f} s   {counts}")
    met = slowest <= GOAL_S
    print(f"slowest {slowest:.3f} s; goal {GOAL_S:.0f} s a pack: {'met' if met else 'NOT met'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
