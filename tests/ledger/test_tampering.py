"""What an owner of the database may try, and how it shows."""

import json

import pytest

from huji.ledger import seals
from huji.standards import Refused

FALSE = "convert_to('{\"person\":99}', 'UTF8')"
COLUMNS = "entry, office, seq, act, offices, recorded, body, prev, hash"


def test_an_untouched_ledger_is_whole_with_and_without_a_seal(ledger):
    report = ledger.verify()
    assert (report.clean, report.entries, report.chains, report.unsealed) == (True, 9, 2, 9)
    ledger.seal()
    ledger.act(2)
    report = ledger.verify(batch=2)
    assert (report.clean, report.entries, report.unsealed) == (True, 10, 1)


def test_an_altered_body_names_office_number_and_entry(ledger, entry_of):
    ledger.tamper(f"update ledger_entry set body = {FALSE} where office = 1 and seq = 3")
    assert ledger.found() == [("altered", 1, 3, entry_of(1, 3))]


@pytest.mark.parametrize(
    "change",
    [
        "act = 'death'",
        "offices = '{1,2}'",
        "recorded = recorded + interval '1 us'",
        "entry = 1000",
        "hash = prev",
    ],
)
def test_nothing_that_an_entry_says_can_be_altered_unseen(ledger, entry_of, change):
    ledger.tamper(f"update ledger_entry set {change} where office = 1 and seq = 3")
    assert ("altered", 1, 3, entry_of(1, 3)) in ledger.found()


def test_an_entry_moved_into_another_chain_shows_in_both(ledger):
    ledger.tamper("update ledger_entry set office = 2, seq = 4 where office = 1 and seq = 6")
    ledger.tamper("update ledger_entry set office = 1, seq = 6 where office = 2 and seq = 3")
    assert {(kind, office) for kind, office, _, _ in ledger.found()} >= {("altered", 1), ("removed", 2)}


def test_an_altered_entry_hashed_anew_no_longer_holds_its_successor(ledger, entry_of):
    ledger.tamper(f"update ledger_entry set body = {FALSE} where office = 1 and seq = 3")
    entry = entry_of(1, 3)
    later = ledger.owner.execute(
        "select seq, prev, hash from ledger_entry where office = 1 and seq > 3"
    ).fetchall()
    ledger.rehash(1, since=3)
    for seq, prev, hash_ in later:
        ledger.tamper_row(1, seq, prev, hash_)
    assert ledger.found() == [("altered", 1, 3, entry)]


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_removed_entry_leaves_its_number_missing(ledger, seq):
    ledger.tamper(f"delete from ledger_entry where office = 1 and seq = {seq}")
    assert ledger.found() == [("removed", 1, seq, None)]


def test_several_removed_entries_are_one_finding(ledger):
    ledger.tamper("delete from ledger_entry where office = 1 and seq in (2, 3, 4)")
    [fault] = ledger.verify().faults
    assert (fault.kind, fault.seq, fault.until) == ("removed", 2, 4)
    assert "2–4" in fault.text.zh


@pytest.mark.parametrize("sealed", [True, False])
def test_a_removed_entry_shows_even_when_the_gap_is_closed(ledger, sealed):
    if sealed:
        ledger.seal()
    ledger.tamper(
        "delete from ledger_entry where office = 1 and seq = 3",
        "update ledger_entry set seq = seq + 99 where office = 1 and seq > 3",
        "update ledger_entry set seq = seq - 100 where office = 1 and seq > 99",
    )
    assert ledger.found() == [("removed", 1, 3, None)]


def insert(ledger, seq: int) -> None:
    """Put a false entry before `seq`, pushing the others on."""
    ledger.tamper(
        f"update ledger_entry set seq = seq + 100 where office = 1 and seq >= {seq}",
        "update ledger_entry set seq = seq - 99 where office = 1 and seq >= 100",
        f"insert into ledger_entry ({COLUMNS})"
        f" select 5000, office, {seq}, act, offices, recorded, {FALSE}, prev, hash"
        " from ledger_entry where office = 1 and seq = 1",
    )


def test_an_inserted_entry_is_passed_over_by_the_chain(ledger):
    insert(ledger, 3)
    assert ledger.found() == [("inserted", 1, 3, 5000)]


def test_an_inserted_entry_shows_even_when_it_is_hashed_onto_its_predecessor(ledger):
    insert(ledger, 3)
    later = ledger.owner.execute(
        "select seq, prev, hash from ledger_entry where office = 1 and seq > 3"
    ).fetchall()
    ledger.rehash(1, since=3)
    for seq, prev, hash_ in later:
        ledger.tamper_row(1, seq, prev, hash_)
    assert ledger.found() == [("inserted", 1, 3, 5000)]


def test_a_cut_tail_shows_against_the_seal_only(ledger):
    cut = "delete from ledger_entry where office = 1 and seq > 4"
    ledger.seal()
    ledger.tamper(cut)
    [fault] = ledger.verify().faults
    assert (fault.kind, fault.office, fault.seq, fault.until) == ("cut", 1, 5, 6)


def test_a_whole_chain_gone_shows_against_the_seal(ledger):
    ledger.seal()
    ledger.tamper("delete from ledger_entry where office = 2")
    [fault] = ledger.verify().faults
    assert (fault.kind, fault.office, fault.seq, fault.until) == ("cut", 2, 1, 3)


def test_a_cut_tail_grown_again_is_a_rewritten_chain(ledger, entry_of):
    ledger.seal()
    ledger.tamper("delete from ledger_entry where office = 1 and seq = 6")
    ledger.act(1, person=77)
    assert ledger.found() == [("rewritten", 1, 6, entry_of(1, 6))]


def test_a_chain_rewritten_so_that_it_agrees_with_itself_shows_against_the_seal(ledger, entry_of):
    ledger.seal()
    ledger.tamper(f"update ledger_entry set body = {FALSE} where office = 1 and seq = 2")
    ledger.rehash(1, since=2)
    assert ledger.found() == [("rewritten", 1, 6, entry_of(1, 6))]


def test_older_seals_narrow_down_where_the_rewriting_began(ledger, entry_of):
    ledger.seal()
    ledger.act(1)
    ledger.seal()
    ledger.act(1)
    ledger.seal()
    ledger.tamper(f"update ledger_entry set body = {FALSE} where office = 1 and seq = 7")
    ledger.rehash(1, since=7)
    assert ledger.found() == [("rewritten", 1, 7, entry_of(1, 7))]


def test_a_tampered_ledger_is_not_sealed_again(ledger):
    ledger.seal()
    ledger.tamper(f"update ledger_entry set body = {FALSE} where office = 1 and seq = 2")
    ledger.rehash(1, since=2)
    with pytest.raises(Refused) as refused:
        ledger.seal()
    assert refused.value.code == "ledger.tampered"
    assert len(list((ledger.directory / "seals").iterdir())) == 1


def test_a_row_with_its_columns_emptied_is_found_not_fatal(ledger, entry_of):
    ledger.tamper(
        "alter table ledger_entry alter hash drop not null, alter body drop not null",
        "alter table ledger_entry alter recorded drop not null",
        "update ledger_entry set hash = null, body = null, recorded = null where office = 2 and seq = 2",
    )
    assert ("altered", 2, 2, entry_of(2, 2)) in ledger.found()


def test_a_ledger_full_of_faults_is_counted_in_bounded_memory(ledger):
    for _ in range(150):
        ledger.act(3)
    ledger.tamper("update ledger_entry set act = 'death' where office = 3")
    report = ledger.verify()
    assert report.found == 150
    assert len(report.faults) == 100


def test_the_owners_mistakes_are_refused_too(ledger):
    import psycopg

    for statement in (
        "update ledger_entry set act = 'x'",
        "delete from ledger_entry",
        "truncate ledger_entry cascade",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="what is written stays"):
            ledger.owner.execute(statement)


# Seals


def test_seals_bind_one_another_and_the_heads(ledger):
    first, second = ledger.seal(), ledger.seal()
    one, two = seals.read_all(first.parent, ledger.signer.verifier)
    assert (one.number, one.previous, two.number, two.previous) == (1, None, 2, one.digest)
    assert [(head.office, head.seq, head.count) for head in two.heads] == [(1, 6, 6), (2, 3, 3)]
    assert second.stat().st_mode & 0o777 == 0o600
    assert (ledger.directory / "keys/seal.key").stat().st_mode & 0o777 == 0o600


def code(file, verifier) -> str:
    with pytest.raises(Refused) as refused:
        seals.read(file, verifier)
    return refused.value.code


def test_a_seal_altered_in_one_figure_is_refused(ledger):
    file = ledger.seal()
    for old, new in (
        ('"seq": 6', '"seq": 5'),
        ('"office": 2', '"office": 3'),
        ('"number": 1', '"number": 2'),
    ):
        text = file.read_text()
        assert old in text
        forged = file.with_name("forged.json")
        forged.write_text(text.replace(old, new))
        assert code(forged, ledger.signer.verifier) == "seal.signature"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("not json", "seal.shape"),
        ("[]", "seal.shape"),
        ("{}", "seal.shape"),
        ('{"format":"huji-seal-1","signature":{}}', "seal.signer"),
        ("\ufffd", "seal.shape"),
    ],
)
def test_a_file_that_is_no_seal_is_refused(ledger, content, fault):
    file = ledger.directory / "x.json"
    file.write_text(content)
    assert code(file, ledger.signer.verifier) == fault
    assert code(ledger.directory / "missing.json", ledger.signer.verifier) == "seal.missing"


def test_a_seal_signed_by_somebody_else_is_refused(ledger):
    from huji.ledger import signing

    other = signing.signer(ledger.directory / "elsewhere")
    file = ledger.seal()
    assert code(file, other.verifier) == "seal.signer"
    found = json.loads(file.read_text())
    found["signature"]["key"] = other.key
    file.write_text(json.dumps(found))
    assert code(file, other.verifier) == "seal.signature"


def test_a_seal_taken_out_between_others_is_missed(ledger):
    files = [ledger.seal() for _ in range(3)]
    files[1].unlink()
    with pytest.raises(Refused) as refused:
        ledger.verify()
    assert refused.value.code == "seal.chain"
