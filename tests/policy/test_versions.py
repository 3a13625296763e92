"""Of the versions of a policy the day decides, and no version is edited for it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huji import policy
from huji.policy import Library, Pack

PANJIN = policy.packs().get("panjin-2015")
assert PANJIN is not None
START = date(2020, 1, 1)


def version(number: int, start: int, lasts: int | None) -> Pack:
    assert PANJIN is not None
    begins = START + timedelta(days=start)
    ends = None if lasts is None else begins + timedelta(days=lasts)
    return replace(PANJIN, in_force_from=begins, in_force_to=ends, digest=f"sha256:{number:064x}")


days = st.integers(0, 40)
versions = st.lists(st.tuples(days, st.none() | st.integers(0, 20)), max_size=6, unique_by=lambda one: one[0])


@given(versions, st.integers(-2, 70))
def test_the_last_version_begun_holds_until_its_end_or_the_next_one_s_beginning(
    drawn: list[tuple[int, int | None]], after: int
) -> None:
    packs = [version(number, *one) for number, one in enumerate(drawn)]
    library, on = Library(packs, policy.vocabulary()), START + timedelta(days=after)
    begun = [pack for pack in packs if pack.in_force_from <= on]
    last = max(begun, key=lambda pack: pack.in_force_from, default=None)
    wanted = last if last is not None and last.in_force(on) else None
    assert library.get("panjin-2015", on) is wanted
    assert library.covering("211103", "city_proper", on) is wanted
    assert [pack for pack in packs if library.in_force(pack, on)] == ([wanted] if wanted else [])
    for pack in packs:
        end = library.last_day(pack)
        assert library.in_force(pack, pack.in_force_from)
        if end is not None:
            assert library.in_force(pack, end)
            assert not library.in_force(pack, end + timedelta(days=1))
    assert len(library) == len(library.by_digest) == len(packs)
