"""One value, one sequence of bytes."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.ledger import NotCanonical, canonical

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | texts
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
bodies = st.dictionaries(texts, values, max_size=6)


@given(bodies)
def test_what_is_written_is_read_back(body):
    assert json.loads(canonical(body)) == body


@given(bodies)
def test_reading_and_writing_again_changes_no_byte(body):
    assert canonical(json.loads(canonical(body))) == canonical(body)


@given(bodies, st.randoms())
def test_the_order_in_which_a_body_was_put_together_does_not_matter(body, random):
    names = list(body)
    random.shuffle(names)
    assert canonical({name: body[name] for name in names}) == canonical(body)


@given(bodies, bodies)
def test_different_bodies_have_different_bytes(one, other):
    # Python takes 1 and True for equal; the ledger does not.
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical(one) == canonical(other)) is same


def test_the_bytes_are_exactly_these():
    beijing = timezone(timedelta(hours=8))
    body = {
        "on": date(2026, 11, 21),
        "at": datetime(2026, 11, 21, 23, 4, 5, tzinfo=beijing),
        "欧阳": (1, True, None),
        "B": '"\\\n',
        "a": {},
    }
    assert canonical(body).decode() == (
        '{"B":"\\"\\\\\\n","a":{},"at":"2026-11-21T15:04:05.000000Z","on":"2026-11-21","欧阳":[1,true,null]}'
    )


def test_one_moment_has_one_form_in_every_zone():
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert canonical({"at": noon}) == canonical({"at": noon.astimezone(timezone(timedelta(hours=8)))})


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        b"bytes",
        {1, 2},
        2**63,
        datetime(2026, 11, 21),  # noqa: DTZ001 - the point of the case
        "\ud800",
        "a\x00b",
        {1: "number as key"},
        {"\ud800": 1},
        object(),
    ],
    ids=lambda value: repr(value).partition(" at 0x")[0],
)
def test_what_has_no_exact_form_is_refused_and_its_place_named(value):
    with pytest.raises(NotCanonical, match=r"\$\.household\[1\]"):
        canonical({"household": [0, value]})


def test_a_body_is_a_mapping():
    with pytest.raises(NotCanonical):
        canonical([1])
