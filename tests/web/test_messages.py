"""Every sentence of the pages is there in English."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent.parent
CHINESE = re.compile("[\u4e00-\u9fff]+")


def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts/messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_its_english() -> None:
    tool = messages()
    known = tool.catalogue()
    lacking = []
    for message, place in tool.sentences():
        key = message if isinstance(message, str) else message[0]
        found = known.get(key)
        if found is None or not found.string or not all(found.string):
            lacking.append((key, place))
    assert lacking == []


def test_no_translation_is_left_over() -> None:
    tool = messages()
    used = {message if isinstance(message, str) else message[0] for message, _ in tool.sentences()}
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in tool.catalogue() if one.id}
    assert known - used == set()


def test_translations_keep_the_places_that_are_filled_in() -> None:
    for one in messages().catalogue():
        if not one.id:
            continue
        source, said = (one.id, one.string) if isinstance(one.id, str) else (one.id[0], one.string[0])
        assert sorted(re.findall(r"%\(\w+\)s", source)) == sorted(re.findall(r"%\(\w+\)s", said)), source


def test_no_chinese_is_left_in_the_english() -> None:
    examples = {"沈阳市公安局和平分局", "盘户准字〔2026〕第12-000123号", "兴隆台"}
    for one in messages().catalogue():
        said = one.string if isinstance(one.string, str) else "".join(one.string)
        for example in examples:
            said = said.replace(example, "")
        assert not CHINESE.search(said), one.id


def test_no_sentence_of_a_template_escapes_translation() -> None:
    for room in ("web", "portal", "counter"):
        for path in (ROOT / "src/huji" / room).rglob("*.html"):
            if path.name == "fault.html":  # says everything in both languages at once
                continue
            text = path.read_text("utf-8")
            text = re.sub(r"\{%\s*blocktrans.*?endblocktrans\s*%\}", "", text, flags=re.S)
            text = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", text, flags=re.S)
            bare = re.sub(r'<button[^>]*lang="zh-hans">中文</button>', "", text)
            assert (path.name, CHINESE.findall(bare)) == (path.name, [])
