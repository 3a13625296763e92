"""A draft is simulated over the populations of the installation, its thresholds where the sliders stand."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.rulebook.conftest import LOWERED, PANJIN, Bureau

from huji.demo import population as synthetic
from huji.rulebook import queries

SignIn = Callable[..., Client]
TAXED = "business.tax_paid_years: {at_least: 1}"


@pytest.fixture
def people(home: Path) -> Path:
    folder = home / "populations"
    folder.mkdir()
    path = folder / "panjin.parquet"
    synthetic.write(synthetic.Plan(synthetic.city("2111"), 20_000, 3), path, words=True)
    (folder / "broken.parquet").write_bytes(b"PAR1")
    return path


def page(client: Client, draft: int, status: int = 200, **data: str) -> str:
    answer = client.get(reverse("drafting:simulate", args=[draft]), data)
    assert answer.status_code == status, answer.content.decode()[:1000]
    return unescape(answer.content.decode())


def look(client: Client, draft: int, **data: str) -> str:
    answer = client.post(reverse("drafting:look", args=[draft]), data, follow=True)
    return unescape(answer.content.decode())


def htmx(client: Client, draft: int, **data: str) -> HttpResponse:
    return client.get(reverse("drafting:simulate", args=[draft]), data, headers={"HX-Request": "true"})


def tally(text: str, name: str) -> int:
    found = re.search(rf'tally__one--{name}"><dt>[^<]*</dt><dd class="digits">([\d,]+)<', text)
    return int(found[1].replace(",", "")) if found else 0


def test_without_people_the_page_says_how_to_get_some(bureau: Bureau, sign_in: SignIn) -> None:
    text = page(sign_in("drafter"), bureau.draft())
    assert "huji demo population" in text


def test_one_look_and_then_every_number_answers_at_once(
    bureau: Bureau, sign_in: SignIn, people: Path
) -> None:
    client, draft = sign_in("drafter"), bureau.draft()
    first = page(client, draft)
    assert "20000 人" in first.replace(",", "")
    assert "broken" not in first
    assert "开始模拟" in first
    seen = look(client, draft, population="panjin", take_up="40")
    assert tally(seen, "gain") > 100  # the draft asks for no insurance in the city proper
    assert tally(seen, "lose") == 0
    assert "通过哪一条" in seen
    assert 'value="40"' in seen

    field = re.search(r'name="(threshold-\d+)" value="1"', seen)
    assert field
    begun = time.perf_counter()
    longer = page(client, draft, population="panjin", **{field[1]: "3"})
    assert time.perf_counter() - begun < 2
    assert tally(longer, "lose") > 0
    assert "把这些数值写进草案" in longer
    partly = htmx(client, draft, population="panjin", **{field[1]: "3"}).content.decode()
    assert "<html" not in partly
    assert tally(unescape(partly), "gain") == tally(longer, "gain")
    charts = [json.loads(one) for one in re.findall(r'application/json">(.*?)</script>', partly)]
    assert charts[0]["kind"] == "stack"

    partly = htmx(client, draft, population="panjin", **{field[1]: "1.7"})
    assert "还没有人按" in partly.content.decode()
    assert "<html" not in partly.content.decode()
    (people.with_name("other.parquet")).write_bytes(people.read_bytes())
    assert "simulate/?population=other" in htmx(client, draft, population="other").headers["HX-Redirect"]

    elsewhere = page(client, draft, population="panjin", **{field[1]: "1.7"})
    assert "还没有人按" in elsewhere
    assert page(client, draft, population="panjin", **{field[1]: "nonsense"}) != elsewhere


def test_the_numbers_of_the_sliders_are_written_into_the_draft(
    bureau: Bureau, sign_in: SignIn, people: Path
) -> None:
    client, draft = sign_in("drafter"), bureau.draft()
    assert LOWERED.count(TAXED) == 1
    seen = look(client, draft, population="panjin")
    field = re.search(r'name="(threshold-\d+)" value="1"', seen)
    assert field
    address = reverse("drafting:adopt", args=[draft])
    moved = {"population": "panjin", field[1]: "3"}
    assert "把这些数值写进草案" in page(client, draft, **moved)
    assert "把这些数值写进草案" not in page(sign_in("publisher"), draft, **moved)
    assert sign_in("publisher").post(address, {"population": "panjin", field[1]: "3"}).status_code == 403
    client.post(address, {"population": "panjin", field[1]: "3"})
    last = queries.draft(draft).last
    assert queries.revision(draft, last).text == LOWERED.replace(TAXED, TAXED.replace("1}", "3}"))
    # Nothing new is asked of the people: the new text is answered from the same cells.
    again = page(client, draft, population="panjin")
    assert "开始模拟" not in again
    assert 'value="3"' in again


def test_a_draft_that_asks_something_new_needs_another_look(
    bureau: Bureau, sign_in: SignIn, people: Path
) -> None:
    client, draft = sign_in("drafter"), bureau.draft()
    look(client, draft, population="panjin")
    other = bureau.draft(
        PANJIN.replace("{insurance.urban_participant: true}", "{insurance.urban_years: {at_least: 2}}")
    )
    assert "开始模拟" in page(client, other, population="panjin")
    seen = look(client, other, population="panjin")
    assert tally(seen, "lose") + tally(seen, "gain") > 0
    # The first draft is of the same base: its cells were taken again, for the other draft.
    assert "开始模拟" not in page(client, draft, population="panjin")


def test_a_population_that_cannot_be_used_is_refused(bureau: Bureau, sign_in: SignIn, people: Path) -> None:
    import polars as pl

    wrong = pl.read_parquet(people).head(500).with_columns(person__age=pl.lit("old"))
    wrong.write_parquet(people.with_name("wrong.parquet"))
    text = look(sign_in("drafter", "en"), bureau.draft(), population="wrong")
    assert "The population cannot be used" in text
    assert "person__age" in text


def test_two_looks_at_once_write_beside_one_another_and_what_an_ended_one_left_goes(
    bureau: Bureau, sign_in: SignIn, people: Path
) -> None:
    client, draft = sign_in("drafter"), bureau.draft()
    look(client, draft, population="panjin")
    (kept,) = people.parent.glob(".cells/*.parquet")
    another, ended = (kept.with_name(f".{kept.name}{pid}.unfinished") for pid in ("", ".7"))
    for path in (another, ended):
        path.write_bytes(b"half")
    os.utime(ended, (0, 0))
    look(client, draft, population="panjin")
    assert another.read_bytes() == b"half"
    assert not ended.exists()


def test_a_pass_is_bounded_in_memory_before_anything_is_read() -> None:
    said = (
        "import io, resource, sys; from huji.drafting import passing; sys.stdin = io.StringIO('no task')\n"
        "try: passing.main()\n"
        "except ValueError: print(resource.getrlimit(resource.RLIMIT_AS)[0] == passing.MEMORY)"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"


def test_people_of_whom_no_dwelling_place_is_told_all_settle_in_one_area(
    bureau: Bureau, sign_in: SignIn, people: Path
) -> None:
    import polars as pl

    table = pl.read_parquet(people).head(3_000).drop("destination__area", "destination__division")
    table.write_parquet(people.with_name("export.parquet"))
    client, draft = sign_in("drafter"), bureau.draft()
    assert "各人实际居住的地方" not in page(client, draft, population="export")
    seen = look(client, draft, population="export", to="city_proper")
    assert tally(seen, "gain") > 100
    assert '<option value="city_proper" selected>' in seen
    assert "开始模拟" in page(client, draft, population="export", to="rural")


def test_a_draft_with_faults_is_not_simulated(bureau: Bureau, sign_in: SignIn, people: Path) -> None:
    draft = bureau.draft(LOWERED.replace("routes:", "route:"))
    assert "改正以后才能模拟" in page(sign_in("drafter"), draft)
    look(sign_in("drafter"), draft, population="panjin")
    assert not (people.parent / ".cells").exists()
