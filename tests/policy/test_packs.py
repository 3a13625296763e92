"""The packs of the package: valid, covered, golden; the schema and the exported names current."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from huji import policy
from huji.policy.coverage import coverage
from huji.policy.golden import Golden, cases_file, differences, read_golden
from huji.policy.library import FOLDER, pack_files
from huji.policy.schema import schema
from huji.standards import divisions

GOLDEN = [golden for path in pack_files() for golden in read_golden(cases_file(path))]


def test_the_policies_are_there() -> None:
    assert set(policy.packs().names) == {
        "national-2014",
        "liaoning-2015",
        "panjin-2015",
        "liaoyuan-2015",
        "lincang-2015",
        "qiqihar-2008",
        "heilongjiang-2014",
        "beijing-2017",
        "tianjin-2013",
        "guangzhou-2015",
        "zhongshan-2014",
        "shanghai-2015",
    }


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{Path(golden.file).stem}:{golden.line}")
def test_a_golden_case_is_answered_as_the_lawyer_expects(golden: Golden) -> None:
    assert [str(one) for one in differences(golden, places=divisions, packs=policy.packs())] == []


def test_a_golden_case_with_another_answer_is_told() -> None:
    golden = GOLDEN[0]
    wrong = Golden(golden.name, golden.file, golden.line, golden.case, {"outcome": "perhaps"})
    assert [one.part for one in differences(wrong, places=divisions, packs=policy.packs())] == ["outcome"]


@pytest.mark.parametrize("name", sorted(policy.packs().names))
def test_every_article_of_a_document_is_accounted_for(name: str) -> None:
    pack = policy.packs().get(name)
    assert pack is not None
    covered = coverage(pack)
    assert covered.articles
    assert [str(fault) for fault in covered.faults] == []


def test_the_published_schema_is_current() -> None:
    kept = json.loads((FOLDER / "pack.schema.json").read_text(encoding="utf-8"))
    assert kept == schema(policy.vocabulary()), "run: huji policy schema > src/huji/policies/pack.schema.json"


@pytest.mark.parametrize("path", pack_files(), ids=lambda path: path.stem)
def test_every_pack_follows_the_schema(path: Path) -> None:
    data = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    found = schema(policy.vocabulary())
    jsonschema.Draft202012Validator.check_schema(found)
    assert [error.message for error in jsonschema.Draft202012Validator(found).iter_errors(data)] == []


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    data = json.loads(json.dumps(yaml.safe_load(pack_files()[0].read_text(encoding="utf-8")), default=str))
    validator = jsonschema.Draft202012Validator(schema(policy.vocabulary()))
    data["routes"][0]["when"] = {"land.gave_up_rights": True}
    assert list(validator.iter_errors(data))


def test_every_fact_names_papers_that_exist_and_asks_in_both_languages() -> None:
    words = policy.vocabulary()
    for fact in words.facts.values():
        assert fact.ask.zh, fact.name
        assert fact.ask.en, fact.name
        assert set(fact.evidence) <= set(words.evidence)


def test_no_protected_ground_is_in_the_vocabulary() -> None:
    for name in policy.vocabulary().facts:
        for ground in ("ethnic", "religio", "sex", "gender", "political", "agricultural", "nongmin"):
            assert ground not in name


def test_the_door_exports_these_names() -> None:
    assert sorted(policy.__all__) == [
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
    for name in policy.__all__:
        assert getattr(policy, name) is not None
