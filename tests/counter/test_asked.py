"""What a matter asked, in words, once the people in it are another office's."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils import translation

from huji.counter import asked
from huji.standards import Text


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "其他派出所管辖的人员"), ("en", "a person kept by another office")]
)
def test_one_of_another_office_by_now_is_told_by_no_id(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr(asked.register, "person", lambda *_: None)
    head = SimpleNamespace(name="head", type="member", label=Text("新户主", "New head"))
    of = SimpleNamespace(kind=SimpleNamespace(fields=(head,)), values={"head": "930"})
    with translation.override(language):
        [(_, answer)] = asked.asked_lines(cast(Any, of), None, cast(Any, None))
    assert answer == said
