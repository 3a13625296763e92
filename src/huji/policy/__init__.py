"""The policy engine: settlement policies written once, as data, and read by one tree.

Pure: no database, no clock, no network. A case goes in, an answer with all its reasons comes out:

    from huji import policy
    from huji.standards import divisions            # satisfies policy.Places

    packs = policy.packs()                          # the packs of the package, loaded once
    case = policy.Case(
        date=date(2016, 3, 1), division="211103", area="city_proper",
        applicant={"dwelling.lawful": True, "dwelling.tenure": "rented"},
        companions=(policy.Companion("spouse", {"companion.lives_together": True}),),
    )
    answer = policy.decide(case, places=divisions, packs=packs)     # raises policy.Faulty
    answer.outcome, answer.missing, answer.routes, answer.as_dict(), answer.to_json()
    policy.questions(answer, packs.vocabulary)      # what to ask next (Fact), most decisive first
    policy.implied(case.applicant, packs.vocabulary)    # what follows from known facts, and why (Implied)

- **Cases.** `Case` holds typed values (bool, int, float, code, division's digits); unknown facts are absent.
  `case_of(mapping, vocabulary)` makes one from plain data in the shape of a case file; `decide_text(text,
  name, places=…, packs=…)` decides a file's text. Each raises `Faulty`; its `faults` have `file`, `line`,
  `code` and `text` (`Text(zh, en)`).
- **Answers.** `Answer` and its parts are frozen; `as_dict()` is the JSON of `huji decide`, `to_json()` its
  canonical bytes, the same for the same case, packs and zones. Reasons are JSON-ready trees.
- **Words.** `packs.vocabulary.facts[name]` is a `Fact` (type, unit, values, title, ask, evidence, source,
  `as_dict()`); `.evidence[id].title`, `.relations`, `.hosts`, `.areas`, `.outcomes` are labels.
  `packs.get("panjin-2015")` is a `Pack` with `routes`, `prohibitions`, `criteria` (titles, notes, citations);
  `say(reason, pack, vocabulary)` puts one node of a reason into words; `tell(answer, packs, language)` all.
- **Points.** `pack.points` is a scheme (`huji.policy.points`) or None; `score(case, places=…, packs=…)` gives
  every total of a case to its indicators, exactly, as a range where facts are unknown.
- **Keeping, replaying.** `pack.digest` and `vocabulary.digest` name contents; `packs.by_digest` finds them;
  `packs.lineage(pack)` is what an answer can depend on. `read_pack` and `read_vocabulary` read kept texts,
  `Library(packs, vocabulary)` joins them, `decide_by(pack, case, area=…, packs=…)` decides without selection.

Rooms within, each with its own door; only `points` is imported from here, so that one decision stays light:
`points` schemes as trees of scores · `population` millions of people, simulation · `proofs` what holds of
everybody · `guide` the citizen's guide · `interview` what to ask next · `smt` the tree as Z3 terms.
"""

from huji.policy.answer import (
    Answer,
    CompanionAnswer,
    Nearest,
    Papers,
    ProhibitionAnswer,
    RouteAnswer,
    SuperiorRoute,
    Unsettled,
)
from huji.policy.case import Case, Companion, case_of, read_case
from huji.policy.deciding import decide, decide_by, decide_text, questions
from huji.policy.faults import Fault, Faulty
from huji.policy.following import Implied, implied
from huji.policy.library import Library, load_pack, packs, read_pack, read_vocabulary, vocabulary
from huji.policy.pack import Pack
from huji.policy.scoring import ScoreAnswer, score
from huji.policy.selection import Places
from huji.policy.telling import tell
from huji.policy.vocabulary import Fact, Vocabulary
from huji.policy.wording import say, value_words
from huji.policy.words import Text

__all__ = [
    "Answer",
    "Case",
    "Companion",
    "CompanionAnswer",
    "Fact",
    "Fault",
    "Faulty",
    "Implied",
    "Library",
    "Nearest",
    "Pack",
    "Papers",
    "Places",
    "ProhibitionAnswer",
    "RouteAnswer",
    "ScoreAnswer",
    "SuperiorRoute",
    "Text",
    "Unsettled",
    "Vocabulary",
    "case_of",
    "decide",
    "decide_by",
    "decide_text",
    "implied",
    "load_pack",
    "packs",
    "questions",
    "read_case",
    "read_pack",
    "read_vocabulary",
    "say",
    "score",
    "tell",
    "value_words",
    "vocabulary",
]
