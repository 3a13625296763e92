"""Proofs about a policy, by an SMT solver, over all people the vocabulary can describe.

from huji.policy.proofs import verify
report = verify(pack, packs, divisions)         # or against=superior, declared={}
report.holds, report.results, report.as_dict()
"""

from huji.policy.proofs.declared import SUFFIX, Declared, findings_beside, findings_file, read_findings
from huji.policy.proofs.examples import Disagreement, write
from huji.policy.proofs.report import GUARANTEES, STATUSES, Guarantee, Report, Result, Status, Witness
from huji.policy.proofs.verifying import verify

__all__ = [
    "GUARANTEES",
    "STATUSES",
    "SUFFIX",
    "Declared",
    "Disagreement",
    "Guarantee",
    "Report",
    "Result",
    "Status",
    "Witness",
    "findings_beside",
    "findings_file",
    "read_findings",
    "verify",
    "write",
]
