"""`huji policy`: read, check and cover the settlement policies kept as data."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from huji.policy import Fault, Faulty, Library, Pack, Text, Vocabulary, load_pack, packs, vocabulary
from huji.policy.coverage import STATUS_WORDS, coverage
from huji.policy.faults import suggestion
from huji.policy.golden import cases_file, differences, faults_of, read_golden
from huji.policy.library import FOLDER, pack_files
from huji.policy.pack import Prohibition, Route
from huji.policy.schema import schema as schema_of

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for a person, json for a machine.",
)
LANG = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the text."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Read, check and cover settlement policies (政策包).

    PACK is a name such as panjin-2015, or the path of a pack file.

    \b
    Examples:
      huji policy list
      huji policy show panjin-2015 --lang en
      huji policy check draft.yaml
      huji policy coverage lincang-2015
    """


@command.command("list")
@FORMAT
@LANG
def list_(form: str, lang: str) -> None:
    """List the policies at hand: place, time, document, digest.

    \b
    Example:
      huji policy list --lang en
    """
    if form == "json":
        _json([_header(pack) for pack in _library()])
        return
    for pack in _library():
        until = pack.in_force_to or ""
        click.echo(f"{pack.policy:<18} {pack.in_force_from} – {until!s:<10}  {pack.title.in_language(lang)}")
        click.echo(f"{'':<18} {pack.document.name}  {' '.join(pack.applies_to) or '*'}  {pack.digest[:19]}…")


@command.command()
@click.argument("pack")
@FORMAT
@LANG
def show(pack: str, form: str, lang: str) -> None:
    """Show one policy: its routes and prohibitions, where they are open, their articles and readings.

    \b
    Example:
      huji policy show panjin-2015
    """
    found = _named(pack)
    words = _vocabulary()
    clauses: list[Route | Prohibition] = [*found.routes, *found.prohibitions]
    if form == "json":
        described = [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "areas": list(one.to.areas),
                "divisions": list(one.to.divisions),
                "except_divisions": list(one.to.except_divisions),
                "when": one.when.words.as_dict(),
                "note": one.note.text.as_dict() if one.note else None,
                "alternatives": [text.as_dict() for text in one.note.alternatives] if one.note else [],
            }
            for one in clauses
        ]
        _json({**_header(found), "clauses": described})
        return
    click.echo(f"{found.title.in_language(lang)}（{found.policy}）")
    click.echo(f"{found.document.name}  {found.in_force_from} – {found.in_force_to or ''}  {found.digest}")
    for one in clauses:
        areas = "、".join(words.areas[area].in_language(lang) for area in one.to.areas)
        places = " ".join([*one.to.divisions, *(f"−{code}" for code in one.to.except_divisions)])
        click.echo(
            f"\n{one.id} · {one.title.in_language(lang)}  〔{one.cites.article}〕  {areas} {places}".rstrip()
        )
        click.echo(f"  {one.when.words.in_language(lang)}")
        if one.note:
            click.echo(f"  {'解释' if lang == 'zh' else 'Reading'}: {one.note.text.in_language(lang)}")
            for other in one.note.alternatives:
                click.echo(f"  {'另一种读法' if lang == 'zh' else 'Alternative'}: {other.in_language(lang)}")


@command.command()
@click.argument("pack", nargs=-1)
def check(pack: tuple[str, ...]) -> None:
    """Check policies (all of them by default); print each digest, or every fault with its line.

    \b
    Example:
      huji policy check draft.yaml
    """
    faults: list[Fault] = []
    for name in pack or [str(path) for path in pack_files()]:
        try:
            found = _read(name)
        except Faulty as error:
            faults.extend(error.faults)
        else:
            click.echo(f"{found.policy}  {found.digest}")
    if faults:
        _refuse(faults)


@command.command()
def schema() -> None:
    """Print the JSON Schema of packs, for editors.

    \b
    Example:
      huji policy schema > pack.schema.json
    """
    click.echo(json.dumps(schema_of(_vocabulary()), ensure_ascii=False, indent=2))


@command.command("coverage")
@click.argument("pack")
@FORMAT
@LANG
def coverage_(pack: str, form: str, lang: str) -> None:
    """Say what became of each article of the document: encoded, not about settlement, or not encodable.

    \b
    Example:
      huji policy coverage lincang-2015
    """
    found = _named(pack)
    covered = coverage(found)
    if form == "json":
        _json({"policy": found.policy, "document": found.document.name, **covered.as_dict()})
    else:
        click.echo(f"{found.document.name}（{found.policy}）")
        for one in covered.articles:
            status = STATUS_WORDS[one.status].in_language(lang)
            said = " ".join(one.by) or (one.reason.in_language(lang) if one.reason else "")
            click.echo(
                f"  {one.article:<6} {one.title.in_language(lang)} — {status}{f': {said}' if said else ''}"
            )
    if covered.faults:
        _refuse(covered.faults)


@command.command("vocabulary")
@click.argument("fact", required=False)
@FORMAT
@LANG
def vocabulary_(fact: str | None, form: str, lang: str) -> None:
    """List the facts a policy may ask, with type, question, papers and source; or tell of one FACT.

    \b
    Example:
      huji policy vocabulary dwelling.tenure
    """
    words = _vocabulary()
    if fact is not None and fact not in words.facts:
        _refuse(
            [Fault("vocabulary", 0, "unknown-fact", Text(f"没有事实“{fact}”", f'there is no fact "{fact}"'))]
        )
    entries = [entry for name, entry in words.facts.items() if fact in (None, name)]
    if form == "json":
        _json([entry.as_dict() for entry in entries])
        return
    for entry in entries:
        kind = entry.unit or entry.type.value
        click.echo(f"{entry.name}  [{kind}]  {entry.title.in_language(lang)}  ({entry.source})")
        click.echo(f"  {entry.ask.in_language(lang)}")
        for code, text in entry.values.items():
            click.echo(f"    {code}: {text.in_language(lang)}")
        if entry.evidence:
            papers = [words.evidence[paper].title.in_language(lang) for paper in entry.evidence]
            title, comma = ("材料", "、") if lang == "zh" else ("Papers", ", ")
            click.echo(f"  {title}: {comma.join(papers)}")


@command.command()
@click.argument("pack", nargs=-1)
@FORMAT
def cases(pack: tuple[str, ...], form: str) -> None:
    """Run the golden cases beside each PACK (of all policies by default).

    \b
    Example:
      huji policy cases panjin-2015
    """
    from huji.standards import divisions

    files = [cases_file(_named(name).file) for name in pack] or [cases_file(path) for path in pack_files()]
    report: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            golden = read_golden(file)
        except Faulty as error:
            faults.extend(error.faults)
            continue
        wrong = [
            fault
            for one in golden
            for fault in faults_of(differences(one, places=divisions, packs=_library()))
        ]
        faults.extend(wrong)
        report.append({"file": _short(file), "cases": len(golden), "faults": [str(fault) for fault in wrong]})
    if form == "json":
        _json(report)
    else:
        for one in report:
            click.echo(f"{one['file']}: {one['cases']} 例 / cases")
    if faults:
        _refuse(faults)


def _short(file: Path) -> str:
    return str(file.relative_to(FOLDER)) if file.is_relative_to(FOLDER) else str(file)


def _header(pack: Pack) -> dict[str, Any]:
    return {
        "policy": pack.policy,
        "title": pack.title.as_dict(),
        "document": pack.document.name,
        "applies_to": list(pack.applies_to),
        "areas": list(pack.areas),
        "from": pack.in_force_from.isoformat(),
        "to": pack.in_force_to.isoformat() if pack.in_force_to else None,
        "superior": pack.superior,
        "digest": pack.digest,
    }


def _library() -> Library:
    try:
        return packs()
    except Faulty as error:
        _refuse(error.faults)


def _vocabulary() -> Vocabulary:
    try:
        return vocabulary()
    except Faulty as error:
        _refuse(error.faults)


def _named(name: str) -> Pack:
    try:
        return _read(name)
    except Faulty as error:
        _refuse(error.faults)


def _read(name: str) -> Pack:
    if name.endswith((".yaml", ".yml")) or "/" in name:
        return load_pack(name)
    known = packs()
    found = known.get(name)
    if found is None:
        near = suggestion(name, known.names)
        names = "、".join(known.names)
        text = Text(f"没有政策“{name}”{near.zh}（已有：{names}）", f'there is no policy "{name}"{near.en}')
        raise Faulty([Fault("policy", 0, "unknown-policy", text)])
    return found


def _refuse(faults: list[Fault] | tuple[Fault, ...]) -> NoReturn:
    # A fault of the vocabulary is met again with every pack.
    for fault in dict.fromkeys(str(fault) for fault in faults):
        click.echo(fault, err=True)
    sys.exit(2)


def _json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
