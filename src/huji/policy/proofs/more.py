"""More never hurts: a greater value of a monotone fact never worsens an outcome, all else equal."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from huji.policy.proofs.pairs import Change, Facts, Worse
from huji.policy.proofs.report import Guarantee, Result, Status
from huji.policy.proofs.setting import Setting
from huji.policy.smt import Person, Term
from huji.policy.tree import Value
from huji.policy.words import Text

_ID = Guarantee.MORE.value


def check(setting: Setting) -> Iterator[Result]:
    """Prove it of each monotone fact the policy reads, at every site, of applicants and companions."""
    facts = setting.vocabulary.facts
    read = [name for name in setting.pack.order if facts[name].monotone]
    for name in read:
        title = facts[name].title
        change = Change(setting, [name], _more(setting, name), _steps(setting, name))
        failed = False
        for one in change.worse():
            failed = True
            yield _counterexample(setting, name, one)
        if not failed:
            yield Result(
                Guarantee.MORE,
                f"{_ID}/{name}",
                Status.PROVED,
                Text(
                    f"“{title.zh}”更高，申请人和随迁人的结论都不会变差",
                    f'a higher "{title.en.lower()}" never worsens an outcome, of applicant or companion',
                ),
            )
    if not read:
        yield Result(
            Guarantee.MORE,
            f"{_ID}/none",
            Status.PROVED,
            Text("没有条件用到越高越好的事实", "no condition reads a fact of which more is better"),
        )


def _counterexample(setting: Setting, name: str, one: Worse) -> Result:
    title, where = setting.vocabulary[name].title, setting.where(one.site)
    who = Text("申请人", "an applicant")
    if one.relation is not None:
        word = setting.vocabulary.relations[one.relation]
        who = Text(f"随迁的{word.zh}", f"a companion ({word.en.lower()})")
    part = "".join(f"/{label}" for label in (one.site.label, one.relation) if label)
    return Result(
        Guarantee.MORE,
        f"{_ID}/{name}{part}",
        Status.COUNTEREXAMPLE,
        Text(
            f"{where.zh}：其他不变，“{title.zh}”更高，{who.zh}反而结论变差",
            f'{where.en}: all else equal, {who.en} fares worse with a higher "{title.en.lower()}"',
        ),
        witnesses=one.witnesses,
    )


def _more(setting: Setting, name: str) -> Callable[[Person, Person], Sequence[Term]]:
    terms = setting.people.terms
    return lambda less, more: [terms.at_least(name, more.variables[name], less.variables[name])]


def _steps(setting: Setting, name: str) -> Callable[[Facts, Facts], Iterator[tuple[Facts, Facts]]]:
    """Show the smallest steps first."""
    fact = setting.vocabulary[name]
    codes = list(fact.values)

    def size(value: Value) -> float:
        return codes.index(value) if isinstance(value, str) else value

    def steps(first: Facts, then: Facts) -> Iterator[tuple[Facts, Facts]]:
        values = setting.examples.values(name)
        pairs = [(less, more) for less in values for more in values if size(less) < size(more)]
        for less, more in sorted(pairs, key=lambda pair: (_broken(pair), size(pair[1]) - size(pair[0]))):
            yield {name: less}, {name: more}

    return steps


def _broken(values: Iterable[Value]) -> bool:
    return any(isinstance(value, float) for value in values)
