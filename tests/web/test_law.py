"""What an act rests on is said on English pages in English, whoever declares it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

import huji
from huji.matters.kinds import kinds
from huji.web.law import cited

CHINESE = re.compile("[\u4e00-\u9fff]")
ROOMS = ("matters", "cases", "rounds", "register", "quality", "documents", "counter", "cli")


def declared() -> Iterator[str]:
    """Yield every basis of the kinds of matters, and every one that a room gives its acts."""
    for kind in kinds().values():
        yield kind.basis
        yield from (proof.basis for proof in kind.evidence if proof.basis)
    for room in ROOMS:
        for path in (Path(huji.__file__).parent / room).rglob("*.py"):
            yield from _constants(ast.parse(path.read_text("utf-8")))


def _constants(tree: ast.AST) -> Iterator[str]:
    """Yield the texts of constants called BASIS, and of the ground given to `Acting`."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "BASIS" for t in node.targets):
            found.append(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Acting" and len(node.args) > 3:
            found.append(node.args[3])
    texts = [one.value for node in found for one in ast.walk(node) if isinstance(one, ast.Constant)]
    yield from (text for text in texts if isinstance(text, str))


def test_every_basis_has_an_english_name_and_stays_as_it_is_in_chinese() -> None:
    bases = sorted(set(declared()))
    assert len(bases) > 30
    with translation.override("en"):
        assert [basis for basis in bases if CHINESE.search(cited(basis))] == []
    with translation.override("zh-hans"):
        assert [cited(basis) for basis in bases] == bases
