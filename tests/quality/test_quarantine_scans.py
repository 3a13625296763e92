"""What speaks for a correction is scanned into the row, travels with it, and is seen by nobody else."""

import re

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.counter.test_facts import png
from tests.quality.test_quarantine import (
    TODAY,
    browser,
    converted,  # noqa: F401
    ledger_body,
    officers,  # noqa: F401
    wrong_digit,
)

from huji.officers.acts import Appoint, appoint
from huji.officers.models import Officer
from huji.officers.roles import Role
from huji.quality.quarantine import acts, forwarding, queries, scans
from huji.runtime.db import set_area
from huji.standards import Refused


def test_a_scan_is_taken_in_shown_again_and_goes_with_the_row(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, own = wrong_digit(converted), officers[0].office
    assert own is not None
    counter, at = browser(officers[0]), f"/counter/quarantine/1/{row}/"
    assert f"{at}scans/" in counter.get(at).content.decode()
    sent = {"key": "old_register", "file": SimpleUploadedFile("底册.png", png())}
    page = counter.post(f"{at}scans/", sent, follow=True).content.decode()
    assert "材料已收取。" in page
    assert "原户籍底册" in page
    (scan,) = re.findall(rf'href="({at}scans/\d+/)"', page)
    answer = counter.get(scan)
    assert answer.content == png()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert counter.get(f"{at}scans/999999/").status_code == 404
    looked = converted.execute(
        "select count(*) from access_line where what like '%%a paper of quarantine row%%'"
    ).fetchone()
    assert looked == (2,)
    [(entry, office)] = converted.execute(
        "select entry, office from evidence where key = 'old_register'"
    ).fetchall()
    assert (office, ledger_body(converted, entry)["case"]) == (own, f"quarantine-1-{row}")
    to = next(one.id for one in forwarding.receivers(own, TODAY) if one.kind == "station")
    pk = appoint(Appoint("ta", "他所", Role.COUNTER, to, "Long-enough-1"), "test")
    theirs = browser(Officer.objects.get(pk=pk))
    assert theirs.get(scan).status_code == 404
    set_area([own])
    found = queries.held(1, row)
    assert found is not None
    assert len(scans.on_file(found)) == 1
    set_area([to])
    assert scans.on_file(found) == ()
    set_area([own])
    forwarding.forward(1, row, to, "地址属于对方", acts.By(officers[0].pk, TODAY))
    assert theirs.get(scan).content == png()
    assert "已收 1 份" in theirs.get(at).content.decode()


def test_a_scan_is_refused_for_a_row_that_is_settled_and_a_file_that_is_none(
    converted: psycopg.Connection,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, by = wrong_digit(converted), acts.By(officers[0].pk, TODAY)
    with pytest.raises(Refused, match="no such paper"):
        scans.attach(1, row, "passport", "a.png", png(), by)
    with pytest.raises(Refused) as none:
        scans.attach(1, row, "booklet", "a.png", b"MZ", by)
    assert none.value.code == "not_what_it_says"
    acts.set_aside(1, row, "查无此人", by)
    with pytest.raises(Refused, match="Put aside"):
        scans.attach(1, row, "booklet", "a.png", png(), by)
    page = browser(officers[0]).get(f"/counter/quarantine/1/{row}/scans/").content.decode()
    assert "还没有收取材料" in page
    assert 'type="file"' not in page
