"""`huji policy cases`: the golden cases beside the packs."""

from pathlib import Path
from typing import Any

import click

from huji.cli.policy.at_hand import FORMAT, HELP, library, named, print_json, refuse
from huji.policy import Fault, Faulty
from huji.policy.golden import cases_file, differences, faults_of, read_golden
from huji.policy.library import FOLDER, pack_files


@click.command("cases", context_settings=HELP)
@click.argument("pack", nargs=-1)
@FORMAT
def command(pack: tuple[str, ...], form: str) -> None:
    """Run the golden cases beside each PACK (of all policies by default).

    \b
    Example:
      huji policy cases panjin-2015
    """
    from huji.standards import divisions

    files = [cases_file(named(name).file) for name in pack] or [cases_file(path) for path in pack_files()]
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
            for fault in faults_of(differences(one, places=divisions, packs=library()))
        ]
        faults.extend(wrong)
        report.append({"file": _short(file), "cases": len(golden), "faults": [str(fault) for fault in wrong]})
    if form == "json":
        print_json(report)
    else:
        for one in report:
            click.echo(f"{one['file']}: {one['cases']} 例 / cases")
    if faults:
        refuse(faults)


def _short(file: Path) -> str:
    return str(file.relative_to(FOLDER)) if file.is_relative_to(FOLDER) else str(file)
