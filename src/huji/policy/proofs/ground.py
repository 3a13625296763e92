"""No protected ground: no fact is about ethnicity, religion, sex, political status or the old kind of hukou.

Constitution, arts. 4, 33, 34, 36 and 48; the kind of hukou was abolished by the national opinion of 2014, 九.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huji.policy import source
from huji.policy.conditions import Conditions
from huji.policy.proofs.report import Guarantee, Result, Status
from huji.policy.proofs.setting import Setting, conditions_of
from huji.policy.reading import Reading
from huji.policy.tree import facts_of
from huji.policy.vocabulary import Fact, Vocabulary
from huji.policy.words import Text

_ID = Guarantee.GROUND.value


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground no policy may rest on: the words that would name it, and a fact that a pack might try."""

    title: Text
    names: frozenset[str]
    zh: tuple[str, ...]
    tried: str


GROUNDS = (
    Ground(
        Text("民族", "ethnicity"),
        frozenset({"ethnic", "ethnicity", "race", "racial", "minority"}),
        ("民族", "种族", "族别"),
        "person.ethnicity",
    ),
    Ground(
        Text("宗教信仰", "religion"),
        frozenset({"religion", "religious", "faith", "belief", "creed"}),
        ("宗教", "信仰"),
        "person.religion",
    ),
    Ground(
        Text("性别", "sex"),
        frozenset({"sex", "gender", "male", "female"}),
        ("性别", "男性", "女性"),
        "person.sex",
    ),
    Ground(
        Text("政治面貌", "political status"),
        frozenset({"political", "politics", "party"}),
        ("政治面貌", "党员", "党派"),
        "person.political_status",
    ),
    Ground(
        Text("已取消的户口性质", "the abolished kind of hukou"),
        frozenset({"agricultural", "nonagricultural"}),
        ("户口性质", "农业户口", "非农"),
        "hukou.agricultural",
    ),
)


def check(setting: Setting) -> Iterator[Result]:
    """Show of each ground that no fact names it, and that the loader refuses a condition that tries to."""
    pack, vocabulary = setting.pack, setting.vocabulary
    read = {name for node in conditions_of(pack) for name in facts_of(node, pack.conditions)}
    clean = True
    for ground in GROUNDS:
        named = [name for name, fact in vocabulary.facts.items() if _names(ground, fact)]
        used = sorted(read & set(named))
        accepted = not _refused(vocabulary, ground.tried)
        if not named and not accepted:
            continue
        clean = False
        what = "、".join(used or named or [ground.tried])
        yield Result(
            Guarantee.GROUND,
            f"{_ID}/{ground.tried}",
            Status.COUNTEREXAMPLE,
            Text(
                f"政策可以以{ground.title.zh}为条件：{what}",
                f"a policy can rest on {ground.title.en}: {what.replace('、', ', ')}",
            ),
        )
    if not clean:
        return
    grounds = [ground.title for ground in GROUNDS]
    yield Result(
        Guarantee.GROUND,
        f"{_ID}/not-named",
        Status.PROVED,
        Text(
            f"{'、'.join(one.zh for one in grounds)}都不在词汇表中，以其为条件的政策装载时被拒绝",
            f"{', '.join(one.en for one in grounds)}: none is in the vocabulary, and a policy that names one "
            "is refused when loaded",
        ),
    )


def _names(ground: Ground, fact: Fact) -> bool:
    """Return whether a fact, by its name, its label or one of its values, is about a ground."""
    words = set(re.split(r"[._\s,()'-]+", f"{fact.name} {fact.title.en}".lower()))
    titles = (fact.title, *fact.values.values())
    return bool(words & ground.names) or any(word in text.zh for text in titles for word in ground.zh)


def _refused(vocabulary: Vocabulary, name: str) -> bool:
    reading = Reading(name)
    Conditions(reading, vocabulary.facts).read(source.from_plain({name: True}), name)
    return any(fault.code == "unknown-fact" for fault in reading.faults)
