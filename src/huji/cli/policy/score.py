"""`huji policy score`: what a case scores under a scheme of points, to the indicator."""

import sys

import click

from huji import policy
from huji.cli.decide import case_text
from huji.cli.policy.at_hand import (
    DRAFTS,
    FORMAT,
    HELP,
    HOME,
    LANG,
    at_hand,
    is_file,
    print_json,
    read,
    refuse,
)


@click.command("score", context_settings=HELP)
@click.argument("case", type=click.Path(dir_okay=True, allow_dash=True))
@click.option(
    "--policy",
    "name",
    metavar="PACK",
    help="The policy (a name or a file) whose scheme counts, instead of the case's.",
)
@FORMAT
@LANG
@HOME
@DRAFTS
def command(case: str, name: str | None, form: str, lang: str, drafts: tuple[str, ...]) -> None:
    """Score the case in CASE (YAML or JSON; - reads standard input) under a scheme of points (积分).

    Prints every total of the scheme, every indicator with how its points were reckoned, the range that
    unknown facts leave open, what is still to be known and what could add points. Leaves with 0 where the
    case was scored, and with 2 where the input is wrong: one line per fault on standard error.

    \b
    Example:
      huji policy score case.yaml --policy guangzhou-2015 --lang en
    """
    from huji.policy.points.telling import tell_score
    from huji.policy.scoring import score_text
    from huji.standards import divisions

    try:
        packs = at_hand(drafts)
        if name is not None and is_file(name):
            pack = read(name)
            others = [one for one in packs if one.policy != pack.policy]
            packs, name = policy.Library([*others, pack], packs.vocabulary), pack.policy
        text, file = case_text(case)
        answer = score_text(text, file, places=divisions, packs=packs, policy=name)
    except policy.Faulty as faulty:
        refuse(faulty.faults)
    if form == "json":
        print_json(answer.as_dict())
    else:
        sys.stdout.buffer.write(tell_score(answer, packs, lang).encode() + b"\n")
        sys.stdout.flush()
