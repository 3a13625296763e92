"""`huji decide`: one application, decided with its reasons, without a database."""

import sys

import click

from huji import policy
from huji.cli.policy.at_hand import DRAFTS, FORMAT, HELP, HOME, LANG, at_hand, refuse
from huji.policy import source


@click.command(context_settings=HELP)
@click.argument("case", type=click.Path(dir_okay=True, allow_dash=True))
@FORMAT
@LANG
@HOME
@DRAFTS
def command(case: str, form: str, lang: str, drafts: tuple[str, ...]) -> None:
    """Decide the settlement application in CASE (YAML or JSON; - reads standard input).

    Prints the outcome, every route's reasoning, what is still missing and what to bring. Leaves with 0 where
    the question was answered, whatever the outcome, and with 2 where the input is wrong: one line per fault
    on standard error, nothing on standard output. Policies that an installation published count from their
    day of effect on; its database is not asked.

    \b
    Example:
      huji decide case.yaml --format json

    \b
    A case:
      date: 2016-03-01
      destination: {division: "211103", area: city_proper}
      applicant:
        employment.lawful_stable: true
        dwelling.tenure: rented
      companions:
        - {relation: spouse, facts: {companion.lives_together: true}}
    """
    from huji.standards import divisions

    try:
        packs = at_hand(drafts)
        text, name = case_text(case)
        answer = policy.decide_text(text, name, places=divisions, packs=packs)
    except policy.Faulty as faulty:
        refuse(faulty.faults)
    if form == "json":
        sys.stdout.buffer.write(answer.to_json() + b"\n")
    else:
        sys.stdout.buffer.write(policy.tell(answer, packs, lang).encode() + b"\n")
    sys.stdout.flush()


def case_text(case: str) -> tuple[str, str]:
    """Return the text of a case file and its name; `-` is standard input."""
    if case == "-":
        name = "<stdin>"
        return source.decode(sys.stdin.buffer.read(source.LARGEST + 1), name), name
    from huji.policy.library import text_of

    return text_of(case), case
