"""The server's clock is set back, or ran ahead: the chain's times stay in its order, and acts go on."""


def times(ledger, office):
    rows = ledger.owner.execute(
        "select recorded from ledger_entry where office = %s order by seq", [office]
    ).fetchall()
    return [recorded for (recorded,) in rows]


def set_ahead(ledger, office):
    """As if the last entry had been recorded while the clock stood a day further on."""
    ledger.tamper(
        f"update ledger_entry set recorded = recorded + interval '1 day' where office = {office}"
        f" and seq = (select max(seq) from ledger_entry where office = {office})"
    )
    ledger.rehash(office)


def test_an_entry_is_never_recorded_before_the_one_it_follows(ledger):
    set_ahead(ledger, 1)
    ledger.act(1)
    ledger.act(1)
    recorded = times(ledger, 1)
    assert recorded == sorted(recorded)
    assert recorded[-1] == recorded[-2] == recorded[-3]
    assert ledger.verify().clean


def test_another_office_keeps_the_time_of_the_clock(ledger):
    set_ahead(ledger, 1)
    ledger.act(2)
    assert times(ledger, 2)[-1] < times(ledger, 1)[-1]


def test_what_was_known_by_a_time_never_counts_an_entry_recorded_later(ledger):
    """`as_of` by the clock: nothing from the entry on that was recorded after the instant asked for."""
    set_ahead(ledger, 1)
    ahead = ledger.owner.execute("select max(entry) from ledger_entry where office = 1").fetchone()[0]
    ledger.act(2)
    now, later = (
        ledger.owner.execute(f"select register_entry_at(now() + interval '{days} days')").fetchone()[0]
        for days in (0, 2)
    )
    assert now < ahead < later
