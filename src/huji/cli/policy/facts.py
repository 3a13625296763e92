"""`huji policy vocabulary`: the facts a policy may ask."""

import click

from huji.cli.policy.at_hand import FORMAT, HELP, LANG, print_json, refuse, vocabulary
from huji.policy import Fault, Text


@click.command("vocabulary", context_settings=HELP)
@click.argument("fact", required=False)
@FORMAT
@LANG
def command(fact: str | None, form: str, lang: str) -> None:
    """List the facts a policy may ask, with type, question, papers and source; or tell of one FACT.

    \b
    Example:
      huji policy vocabulary dwelling.tenure
    """
    words = vocabulary()
    if fact is not None and fact not in words.facts:
        refuse(
            [Fault("vocabulary", 0, "unknown-fact", Text(f"没有事实“{fact}”", f'there is no fact "{fact}"'))]
        )
    entries = [entry for name, entry in words.facts.items() if fact in (None, name)]
    if form == "json":
        print_json([entry.as_dict() for entry in entries])
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
