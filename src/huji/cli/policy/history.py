"""`huji policy history`: the versions of a policy, those published in the installation included."""

import click

from huji import policy
from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, library, print_json, refuse
from huji.policy import Fault, Library, Text
from huji.policy.faults import suggestion


@click.command("history", context_settings=HELP)
@click.argument("name", metavar="[POLICY]", required=False)
@HOME
@FORMAT
@LANG
def command(name: str | None, form: str, lang: str) -> None:
    """List the versions of POLICY (of all where none is named): days in force, digest, and whence.

    Read from the package and from the installation's mirror of what it published; its database is not asked.

    \b
    Example:
      huji policy history panjin-2015 --home .huji/demo
    """
    known = library()
    if name is not None and name not in known:
        near = suggestion(name, known.names)
        text = Text(f"没有政策“{name}”{near.zh}", f'there is no policy "{name}"{near.en}')
        refuse([Fault("policy", 0, "unknown-policy", text)])
    rows = [row for one in ([name] if name else known.names) for row in _versions(one, known)]
    if form == "json":
        print_json(rows)
        return
    words = {
        "package": Text("随软件提供", "from the package"),
        "published": Text("本机构发布", "published here"),
    }
    for row in rows:
        until = row["last_day"] or ""
        whence = words[str(row["from"])].in_language(lang)
        click.echo(f"{row['policy']:<18} {row['in_force_from']} – {until:<10}  {whence}  {row['digest']}")


def _versions(name: str, library: Library) -> list[dict[str, str | None]]:
    package = policy.packs().by_digest
    return [
        {
            "policy": pack.policy,
            "in_force_from": pack.in_force_from.isoformat(),
            "last_day": last.isoformat() if (last := library.last_day(pack)) else None,
            "digest": pack.digest,
            "from": "package" if pack.digest in package else "published",
        }
        for pack in library.versions(name)
    ]
