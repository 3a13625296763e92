"""Replacing the permit or the certificate of a case, lost or (of a certificate) run out."""

from dataclasses import dataclass

from huji.cases import papers
from huji.cases.reasons import written
from huji.cases.turn import Turn, take
from huji.cases.values import By, Done, State
from huji.register import acts as register
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class ReplacePaper:
    """The case whose paper is issued anew, and why."""

    case: str
    version: int
    because: str


def replace_paper(statement: ReplacePaper, by: By) -> Done:
    """Issue the same paper with a number and days of its own; the former one is void (Nanjing rule art. 123).

    The register sees to it that a permit is unused, and that nobody on a certificate has settled.
    """

    def work(turn: Turn) -> None:
        because = written(statement.because, Text("补发、换发证件", "Issuing the paper anew"))
        turn.note = because
        former = turn.file.paper or ""
        if turn.state is State.IN_TRANSIT:
            number = papers.certificate_number(turn)
            done = register.replace_certificate(
                register.ReplaceCertificate(former, number.number, because),
                turn.acting("南京市户口登记细则（参照）第一百二十三条"),
            )
        else:
            number = papers.permit_number(turn)
            done = register.replace_permit(
                register.ReplacePermit(former, number.number, because),
                turn.acting("公安部1994年7月11日通知（有效期四十日）"),
            )
        issued = papers.replaced(turn, former, because, number)
        turn.data["act"] = done.entry
        turn.change(paper=issued.number, expires=issued.last_day)

    return take("replace_paper", statement, by, work)
