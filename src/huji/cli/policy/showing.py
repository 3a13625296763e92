"""`huji policy show`: one policy, clause by clause."""

from collections.abc import Iterator
from typing import Any

import click

from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, named, print_json, vocabulary
from huji.cli.policy.listing import header
from huji.policy.pack import Note, Prohibition, Route
from huji.policy.points import Scheme, Selection
from huji.policy.points.explaining import plain
from huji.policy.tree import Citation
from huji.policy.words import Text


@click.command("show", context_settings=HELP)
@click.argument("pack")
@HOME
@FORMAT
@LANG
def command(pack: str, form: str, lang: str) -> None:
    """Show one policy: its routes and prohibitions, where they are open, its scheme of points, readings.

    \b
    Example:
      huji policy show panjin-2015
    """
    found = named(pack)
    words = vocabulary()
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
                **_noted(one.note),
            }
            for one in clauses
        ]
        points = _scheme(found.points) if found.points else None
        print_json({**header(found), "clauses": described, "points": points})
        return
    click.echo(f"{found.title.in_language(lang)}（{found.policy}）")
    click.echo(f"{found.document.name}  {found.in_force_from} – {found.in_force_to or ''}  {found.digest}")
    for one in clauses:
        areas = "、".join(words.areas[area].in_language(lang) for area in one.to.areas)
        places = " ".join([*one.to.divisions, *(f"−{code}" for code in one.to.except_divisions)])
        click.echo(
            f"\n{one.id} · {one.title.in_language(lang)}  〔{one.cites.article}〕  {areas} {places}".rstrip()
        )
        _say(one.when.words, one.note, lang)
    if found.points is not None:
        for id_, title, cites, said, note in _points(found.points):
            click.echo(f"\n{id_} · {title.in_language(lang)}  〔{cites.article}〕")
            _say(said, note, lang)


def _say(said: Text, note: Note | None, lang: str) -> None:
    click.echo(f"  {said.in_language(lang)}")
    if note:
        click.echo(f"  {'解释' if lang == 'zh' else 'Reading'}: {note.text.in_language(lang)}")
        for other in note.alternatives:
            click.echo(f"  {'另一种读法' if lang == 'zh' else 'Alternative'}: {other.in_language(lang)}")


def _points(scheme: Scheme) -> Iterator[tuple[str, Text, Citation, Text, Note | None]]:
    """Yield the indicators and totals with what they say."""
    for one in scheme.indicators:
        yield one.id, one.title, one.cites, one.score.words, one.note
    for total in scheme.totals.values():
        yield total.id, total.title, total.cites, total.score.words, total.note


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "basis": scheme.cites.as_dict(),
        "indicators": [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "group": one.group,
                "score": one.score.words.as_dict(),
                "responsible": list(one.responsible),
                **_noted(one.note),
            }
            for one in scheme.indicators
        ],
        "totals": [
            {
                "id": one.id,
                "title": one.title.as_dict(),
                "basis": one.cites.as_dict(),
                "indicators": [indicator.id for indicator in one.indicators],
                "standard": None if one.standard is None else plain(one.standard),
                "score": one.score.words.as_dict(),
                **_noted(one.note),
            }
            for one in scheme.totals.values()
        ],
        "selection": _selection(scheme.selection) if scheme.selection else None,
    }


def _selection(one: Selection) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "basis": one.cites.as_dict(),
        "total": one.total,
        "at_least": None if one.at_least is None else plain(one.at_least),
        "quota": one.quota,
        "rank": [
            {"by": key.by.value, "name": key.name, "order": "descending" if key.descending else "ascending"}
            for key in one.rank
        ],
        "ties": one.ties.value if one.ties else None,
        "windows": [
            {"from": "{:02}-{:02}".format(*window.opens), "to": "{:02}-{:02}".format(*window.closes)}
            for window in one.windows
        ],
        **_noted(one.note),
    }


def _noted(note: Note | None) -> dict[str, Any]:
    return {
        "note": note.text.as_dict() if note else None,
        "alternatives": [text.as_dict() for text in note.alternatives] if note else [],
    }
