"""No forced exit from land rights: no condition reads the surrender, and holding a right never hurts."""

from collections.abc import Callable, Iterator, Sequence

import z3

from huji.policy.proofs.pairs import Change, Facts, Worse
from huji.policy.proofs.report import Guarantee, Result, Status
from huji.policy.proofs.setting import Setting, conditions_of
from huji.policy.smt import Person, Term
from huji.policy.tree import facts_of
from huji.policy.vocabulary import FORBIDDEN, Type, Vocabulary
from huji.policy.words import Text

_ID = Guarantee.LAND.value


def rights(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts that say a right in land is held."""
    return tuple(
        name
        for name, fact in vocabulary.facts.items()
        if name.startswith("land.") and fact.type is Type.BOOLEAN and name not in FORBIDDEN
    )


def check(setting: Setting) -> Iterator[Result]:
    """Prove both; a person may hold more rights, and have given up fewer, and all else is equal."""
    pack, vocabulary = setting.pack, setting.vocabulary
    read = {name for node in conditions_of(pack) for name in facts_of(node, pack.conditions)}
    for name in sorted(read & FORBIDDEN):
        yield Result(
            Guarantee.LAND,
            f"{_ID}/{name}",
            Status.COUNTEREXAMPLE,
            Text(f"有条件以“{name}”为前提", f'a condition reads "{name}"'),
        )
    if not read & FORBIDDEN:
        names = "、".join(sorted(FORBIDDEN))
        yield Result(
            Guarantee.LAND,
            f"{_ID}/not-read",
            Status.PROVED,
            Text(
                f"没有条件（经由各级具名条件也没有）以“{names}”为前提，装载时也拒绝",
                f"no condition, through criteria either, reads {names}, and the loader refuses it",
            ),
        )
    held = rights(vocabulary)
    change = Change(setting, [*held, *FORBIDDEN], lambda a, b: _more(held, a, b), _steps(held))
    failed = False
    for one in change.worse(hosts=True):
        failed = True
        yield _counterexample(setting, one)
    if not failed:
        yield Result(
            Guarantee.LAND,
            f"{_ID}/holding",
            Status.PROVED,
            Text(
                "多持有任何土地权益，申请人和随迁人的结论都不会变差，可落的户也不会减少",
                "holding any more rights in land never worsens an outcome, of applicant or companion, "
                "nor closes a household",
            ),
        )


def _counterexample(setting: Setting, one: Worse) -> Result:
    relation, host, where = one.relation, one.host, setting.where(one.site)
    who = Text("申请人", "an applicant")
    if relation is not None:
        word = setting.vocabulary.relations[relation]
        who = Text(f"随迁的{word.zh}", f"a companion ({word.en.lower()})")
    lost = Text("结论变差", "fares worse")
    if host is not None:
        word = setting.vocabulary.hosts[host]
        lost = Text(f"不能再落“{word.zh}”", f"can no longer join the {word.en.lower()}")
    part = "".join(f"/{name}" for name in (one.site.label, relation, host) if name)
    return Result(
        Guarantee.LAND,
        f"{_ID}/holding{part}",
        Status.COUNTEREXAMPLE,
        Text(
            f"{where.zh}：其他不变，只因多持有土地权益，{who.zh}{lost.zh}，等于要求退出土地权益",
            f"{where.en}: all else equal, {who.en} {lost.en} for holding a right in land: "
            "that asks for its surrender",
        ),
        witnesses=one.witnesses,
    )


def _more(held: Sequence[str], less: Person, more: Person) -> list[Term]:
    return [z3.Implies(less.variables[name], more.variables[name]) for name in held if name in less.variables]


def _steps(held: Sequence[str]) -> Callable[[Facts, Facts], Iterator[tuple[Facts, Facts]]]:
    """Show one right at a time, the rest left out, where that is enough."""

    def steps(first: Facts, then: Facts) -> Iterator[tuple[Facts, Facts]]:
        gained = [name for name in held if first.get(name) is False and then.get(name) is True]
        for name in gained:
            yield {name: False}, {name: True}
            yield {**first, name: False}, {**first, name: True}
        changed = {name for name in first if first[name] != then.get(name)}
        yield {n: first[n] for n in changed}, {n: then[n] for n in changed}

    return steps
