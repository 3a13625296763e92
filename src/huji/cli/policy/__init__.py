"""`huji policy`: settlement policies as data, read, checked and used. One module a subcommand."""

import click

from huji.cli.lazy import Lazy

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("huji.cli.policy.listing", "List the policies at hand."),
    "show": ("huji.cli.policy.showing", "Show one policy, clause by clause."),
    "check": ("huji.cli.policy.checking", "Check policies; print every fault with its line."),
    "coverage": ("huji.cli.policy.covering", "Say what became of each article of the document."),
    "cases": ("huji.cli.policy.cases", "Run the golden cases beside the policies."),
    "score": ("huji.cli.policy.score", "Score a case under a scheme of points."),
    "evaluate": ("huji.cli.policy.evaluating", "Evaluate a whole population."),
    "simulate": ("huji.cli.policy.simulating", "Compare a policy with a draft over a population."),
    "verify": ("huji.cli.policy.verifying", "Prove what every policy must keep to."),
    "history": ("huji.cli.policy.history", "List the versions of a policy, published ones included."),
    "vocabulary": ("huji.cli.policy.facts", "List the facts a policy may ask."),
    "guide": ("huji.cli.policy.guiding", "Write the citizen's guide: HTML, Markdown or PDF."),
    "schema": ("huji.cli.policy.schema", "Print the JSON Schema of packs, for editors."),
}


@click.group(cls=Lazy, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Read, check and use settlement policies (政策包).

    PACK is a name such as panjin-2015, or the path of a pack file.

    \b
    Examples:
      huji policy list
      huji policy show panjin-2015 --lang en
      huji policy check draft.yaml
      huji policy coverage lincang-2015
    """
