"""`huji policy verify`: what can be proved of a policy, and who shows what cannot."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from huji.cli import output
from huji.cli.policy.at_hand import FORMAT, HELP, HOME, LANG, library, named, print_json, refuse
from huji.policy import Faulty, Library, Pack, Text
from huji.policy.library import text_of
from huji.policy.proofs import (
    GUARANTEES,
    STATUSES,
    Declared,
    Report,
    Result,
    Status,
    findings_beside,
    findings_file,
    read_findings,
    verify,
    write,
)

_MARKS = {Status.PROVED: "✓", Status.CLOSED: "✓", Status.FINDING: "!", Status.OPEN: "?"}


@click.command("verify", context_settings=HELP)
@click.argument("pack", nargs=-1)
@click.option("--against", metavar="SUPERIOR", help="The policy whose floor to keep (else all above PACK).")
@click.option("--all", "every", is_flag=True, help="Verify every policy at hand.")
@click.option(
    "--findings",
    "listed",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The findings declared (else PACK.findings.yaml, else those of the policy of its name at hand).",
)
@click.option(
    "--cases",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write each case found as a file that `huji decide` reads.",
)
@output.FORCE
@HOME
@FORMAT
@LANG
def command(
    pack: tuple[str, ...],
    against: str | None,
    every: bool,
    listed: Path | None,
    cases: Path | None,
    force: bool,
    form: str,
    lang: str,
) -> None:
    """Prove what every policy must keep to, over all people the vocabulary can describe.

    No forced exit from land rights; no protected ground; more never hurts; not below the floor of the
    policies above; every route usable; no contradiction of routes and prohibitions; every clause cited. Each
    failure is shown by a case. What the document itself does is a finding, declared in PACK.findings.yaml.

    Leaves with 0 where all is proved or declared, with 1 where a guarantee fails, and with 2 where the input
    is wrong.

    \b
    Examples:
      huji policy verify lincang-2015
      huji policy verify draft.yaml --against national-2014 --cases cases/
      huji policy verify --all --format json
    """
    packs = library()
    if every == bool(pack):
        raise click.UsageError("PACK 或 --all，二者取一 / give either PACK or --all")
    chosen = list(packs) if every else [named(name) for name in pack]
    above = None if against is None else named(against)
    verified = [_verified(one, packs, above, listed) for one in chosen]
    reports = [report for report, _ in verified]
    if cases is not None:
        try:
            _write(cases, reports, [one.file for one in chosen], force)
        except Faulty as error:
            refuse(error.faults)
    if form == "json":
        print_json([report.as_dict() for report in reports])
    else:
        for report, whose in verified:
            _tell(report, lang, packs, whose)
    sys.exit(0 if all(report.holds for report in reports) else 1)


def _verified(
    pack: Pack, packs: Library, above: Pack | None, listed: Path | None
) -> tuple[Report, Pack | None]:
    from huji.standards import divisions

    try:
        declared, whose = _declared(pack, packs, listed)
        report = verify(pack, packs, divisions, against=above, declared=declared, draft=whose is not None)
        return report, whose
    except Faulty as error:
        refuse(error.faults)


def _declared(pack: Pack, packs: Library, listed: Path | None) -> tuple[Mapping[str, Declared], Pack | None]:
    """Return the findings given, else those beside the file, else those of the policy at hand, and whose."""
    if listed is not None:
        return read_findings(text_of(listed), str(listed)), None
    if findings_file(pack.file).is_file():
        return findings_beside(pack.file), None
    own = [one for one in packs.versions(pack.policy) if findings_file(one.file).is_file()]
    return (findings_beside(own[-1].file), own[-1]) if own else ({}, None)


def _tell(report: Report, lang: str, packs: Library, whose: Pack | None) -> None:
    above = "、".join(report.against) if lang == "zh" else ", ".join(report.against)
    floor = Text(f"，以 {above} 为下限", f", floor: {above}") if above else Text("", "")
    click.echo(f"{report.policy}  {report.digest[:19]}…{floor.in_language(lang)}")
    if whose is not None:
        declared = Text(
            f"这份文件旁边没有不足清单，用已为“{whose.policy}”声明的",
            f"no list of findings beside this file: the ones declared for {whose.policy} count",
        )
        click.echo(declared.in_language(lang))
    guarantee = None
    for result in report.results:
        if result.guarantee is not guarantee:
            guarantee = result.guarantee
            click.echo(f"\n{GUARANTEES[guarantee].in_language(lang)}")
        _tell_result(result, lang, packs)
    said = "，".join(
        f"{STATUSES[status].zh} {len(found)}" for status in Status if (found := report.of(status))
    )
    said_en = ", ".join(
        f"{len(found)} {STATUSES[status].en}" for status in Status if (found := report.of(status))
    )
    click.echo(f"\n{said if lang == 'zh' else said_en}\n")


def _tell_result(result: Result, lang: str, packs: Library) -> None:
    mark, colon = _MARKS.get(result.status, "✗"), "：" if lang == "zh" else ": "
    status = STATUSES[result.status].in_language(lang)
    click.echo(f"  {mark} {status}{colon}{result.text.in_language(lang)}")
    if result.status is Status.PROVED:
        return
    click.echo(f"      {result.id}")
    if result.because is not None:
        click.echo(f"      {'缘由' if lang == 'zh' else 'Because'}{colon}{result.because.in_language(lang)}")
    if result.cites:
        cited = "、".join(f"{one.document} {one.article}" for one in result.cites)
        click.echo(f"      {'出处' if lang == 'zh' else 'Articles'}{colon}{cited}")
    told = [
        f"{one.role.in_language(lang)}{colon}"
        f"{packs.vocabulary.outcomes[one.companion or one.outcome].in_language(lang)}"
        for one in result.witnesses
    ]
    cases = [replace(one.case, policy=None) for one in result.witnesses]
    if len(set(map(write, cases))) == 1:  # one case, decided by several policies
        told, cases = [("；" if lang == "zh" else "; ").join(told)], cases[:1]
    for said, case in zip(told, cases, strict=True):
        click.echo(f"      {said}")
        for line in write(case).splitlines():
            click.echo(f"        {line}")


def _write(folder: Path, reports: list[Report], inputs: list[str], force: bool) -> None:
    """Write each case as `<policy>/<id>.<role>.yaml`, with what it shows above it."""
    for report in reports:
        for result in report.results:
            for index, one in enumerate(result.witnesses, 1):
                path = folder / report.policy / f"{result.id.replace('/', '.')}.{index}.yaml"
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise output.unwritten(path.parent, error) from None
                heading = (result.text.zh, result.text.en, f"{one.role}: {one.companion or one.outcome}")
                output.write(path, write(one.case, heading).encode(), inputs=inputs, force=force)
