"""`huji policy coverage`: what became of each article."""

import click

from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, named, print_json, refuse
from huji.policy.coverage import STATUS_WORDS, coverage


@click.command("coverage", context_settings=HELP)
@click.argument("pack")
@HOME
@FORMAT
@LANG
def command(pack: str, form: str, lang: str) -> None:
    """Say what became of each article of the document: encoded, not about settlement, or not encodable.

    \b
    Example:
      huji policy coverage lincang-2015
    """
    found = named(pack)
    covered = coverage(found)
    if form == "json":
        print_json({"policy": found.policy, "document": found.document.name, **covered.as_dict()})
    else:
        click.echo(f"{found.document.name}（{found.policy}）")
        for one in covered.articles:
            status = STATUS_WORDS[one.status].in_language(lang)
            said = " ".join(one.by) or (one.reason.in_language(lang) if one.reason else "")
            click.echo(
                f"  {one.article:<6} {one.title.in_language(lang)} — {status}{f': {said}' if said else ''}"
            )
    if covered.faults:
        refuse(covered.faults)
