"""Write docs/findings.md: what `huji policy verify` finds of the packs, with a person for each finding.

python scripts/findings.py            # writes the page; a test holds it against the packs
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from huji import policy
from huji.policy.proofs import GUARANTEES, Report, Result, Status, verify, write
from huji.standards import divisions

PAGE = Path(__file__).parent.parent / "docs" / "findings.md"

MARK = "<!-- written by scripts/findings.py -->\n"

NAMES = (Status.PROVED, Status.FINDING, Status.OPEN)


def page(prose: str) -> str:
    """Return the page: the prose above the mark as it is, and below it what is found."""
    packs = policy.packs()
    reports = [verify(pack, packs, divisions) for pack in packs]
    lines = ["## The packs", "| policy | above it | proved | findings | open |", "|---|---|---|---|---|"]
    for report in reports:
        above = ", ".join(f"`{one}`" for one in report.against) or "–"
        counts = " | ".join(str(len(report.of(status))) for status in NAMES)
        lines.append(f"| `{report.policy}` | {above} | {counts} |")
    for report in reports:
        lines += _told(report)
    return prose.partition(MARK)[0] + MARK + "\n".join(lines) + "\n"


def _told(report: Report) -> Iterator[str]:
    findings, open_ = report.of(Status.FINDING), report.of(Status.OPEN)
    if not findings and not open_:
        return
    yield f"\n## `{report.policy}`"
    for result in findings:
        yield from _finding(result)
    if open_:
        yield "\n**Open / 文件未定**\n"
        for result in open_:
            yield f"- {result.text.en}  \n  {result.text.zh}"


def _finding(result: Result) -> Iterator[str]:
    yield f"\n**{GUARANTEES[result.guarantee].en}** · `{result.id}`\n"
    yield f"{result.text.en}  \n{result.text.zh}\n"
    if result.because is not None:
        yield f"Because: {result.because.en}  \n缘由：{result.because.zh}\n"
    cited = "; ".join(f"{one.document} {one.article}" for one in result.cites)
    outcomes = "; ".join(f"{one.role.en}: {one.companion or one.outcome}" for one in result.witnesses)
    yield f"Articles: {cited}. {outcomes[:1].upper()}{outcomes[1:]}.\n"
    yield "```yaml"
    yield write(replace(result.witnesses[-1].case, policy=None)).rstrip()
    yield "```"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
