"""The sentences of all acts, found in the modules of this folder."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from huji.register.telling.names import Listener, Mentions, Names
from huji.standards import Text

Body = Mapping[str, Any]
"""An entry's JSON: act, officer, on, basis, case, statement, results."""
Tell = Callable[[Body, Names], Text]


@dataclass(frozen=True, slots=True)
class Told:
    """How an act is called, and what tells what one did."""

    title: Text
    tell: Tell


_TOLD: dict[str, Told] = {}


def told(act: str, zh: str, en: str) -> Callable[[Tell], Tell]:
    """Register the sentence of an act together with its short title."""

    def register(tell: Tell) -> Tell:
        if act in _TOLD and _TOLD[act].tell.__module__ != tell.__module__:
            raise ValueError(f"two sentences for {act}")
        _TOLD[act] = Told(Text(zh, en), tell)
        return tell

    return register


def entered(results: Body) -> tuple[int, Sequence[Any]]:
    """Return whom an act entered, with the life: a new person, or one undone who is the same again."""
    if "persons" in results:
        [new] = results["persons"]
        return new["id"], new["life"]
    [(who, life)] = results["lives"]
    return who, life


@cache
def _all() -> Mapping[str, Told]:
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return _TOLD


def acts_told() -> frozenset[str]:
    """Return the acts that have a sentence."""
    return frozenset(_all())


def title(act: str) -> Text:
    """Return how an act is called; one unknown here is called by its own name."""
    told = _all().get(act)
    return told.title if told else Text(act, act)


def sentence(act: str, body: Body, names: Names) -> Text:
    """Tell what the entry of an act did.

    A body without statement, which is all that an office gets that the act did not concern, is told by title.
    """
    told = _all().get(act)
    if told is None or "statement" not in body:
        name = title(act)
        return Text(f"{name.zh}。", f"{name.en}.")
    return told.tell(body, names)


def mentions(entries: Iterable[tuple[str, Body]]) -> Mentions:
    """Return the ids that the sentences of (act, body) will name, to be looked up once for all."""
    listener = Listener()
    for act, body in entries:
        sentence(act, body, listener)
    return listener.mentions()
