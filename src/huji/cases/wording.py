"""The reasons of an answer in plain sentences, for the notice of refusal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huji import policy
from huji.cases import kept
from huji.cases.completion import cited
from huji.documents.papers import Route
from huji.policy import Pack, Vocabulary
from huji.standards import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a notice of refusal says: what was found, why each route is shut, and the articles."""

    facts: tuple[Text, ...]
    routes: tuple[Route, ...]
    articles: tuple[str, ...]


def refusal(answer: Mapping[str, Any] | None, law: Mapping[str, Any]) -> Refusal:
    """Return the words of an answer that does not grant; empty where no policy was asked (to outside)."""
    if not answer:
        return Refusal((), (), ())
    packs = kept.library(law)
    pack = packs.by_digest.get(str(answer["policy_digest"]))
    if pack is None:
        return Refusal((), (), ())
    titles = {route.id: route.title for route in pack.routes}
    titles |= {ban.id: ban.title for ban in pack.prohibitions}
    routes = tuple(
        Route(
            name=_text(titles[route["id"]]),
            article=cited(route["basis"]),
            reasons=tuple(dict.fromkeys(_sentences(route["reason"], pack, packs.vocabulary))),
        )
        for route in answer["routes"]
    )
    facts = tuple(_text(titles[ban["id"]]) for ban in answer["prohibitions"] if ban["holds"] is True)
    articles = tuple(dict.fromkeys(cited([basis]) for basis in _bases(answer)))
    return Refusal(facts, routes, articles)


def _bases(answer: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    yield from answer["basis"]
    for part in (*answer["prohibitions"], *answer["routes"]):
        yield from part["basis"]


def _sentences(reason: dict[str, Any], pack: Pack, vocabulary: Vocabulary) -> Iterator[Text]:
    """Yield one sentence for each condition that is not met, or not known."""
    holds = _holds(reason)
    if holds is True:
        return
    # A total of points is one condition: its parts give points, and none of them is met or not.
    whole = "of" not in reason or any(key in reason for key in ("criterion", "not", "total"))
    if not whole:
        for part in reason["of"]:
            if not (holds is False and _holds(part) is None):
                yield from _sentences(part, pack, vocabulary)
        return
    node = reason["of"][0] if "not" in reason else reason
    words = _text(policy.say(node, pack, vocabulary))
    if "not" in reason:
        words = Text(f"并非：{words.zh}", f"not: {words.en}")
    if holds is None:
        yield Text(f"尚未证明：{words.zh}", f"not shown: {words.en}")
    else:
        yield Text(f"不符合：{words.zh}", f"not met: {words.en}")


def _holds(reason: Mapping[str, Any]) -> bool | None:
    found: bool | None = next(reason[key] for key in ("holds", "all", "any", "not") if key in reason)
    return found


def _text(words: policy.Text) -> Text:
    return Text(words.zh, words.en)
