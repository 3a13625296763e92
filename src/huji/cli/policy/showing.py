"""`huji policy show`: one policy, clause by clause."""

import click

from huji.cli.policy.at_hand import FORMAT, HELP, LANG, named, print_json, vocabulary
from huji.cli.policy.listing import header
from huji.policy.pack import Prohibition, Route


@click.command("show", context_settings=HELP)
@click.argument("pack")
@FORMAT
@LANG
def command(pack: str, form: str, lang: str) -> None:
    """Show one policy: its routes and prohibitions, where they are open, their articles and readings.

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
                "note": one.note.text.as_dict() if one.note else None,
                "alternatives": [text.as_dict() for text in one.note.alternatives] if one.note else [],
            }
            for one in clauses
        ]
        print_json({**header(found), "clauses": described})
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
