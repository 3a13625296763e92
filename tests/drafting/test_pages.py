"""The drafting room through its pages: who may open what, and what they show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone, translation
from tests.rulebook.conftest import LOWERED, PANJIN, Bureau

from huji.drafting import showing, urls
from huji.drafting.blank import blank
from huji.drafting.numbers import numbers
from huji.officers.roles import Role
from huji.rulebook import queries
from huji.rulebook.values import State
from huji.web.access import declared

SignIn = Callable[..., Client]
POLICY_DESK = frozenset({Role.DRAFT, Role.PUBLISH})


def body(client: Client, name: str, *values: object, status: int = 200, **data: str) -> str:
    answer = client.get(reverse(f"drafting:{name}", args=values), data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return unescape(answer.content.decode())


def send(client: Client, name: str, *values: object, **data: str) -> str:
    """Send a form and return the page it leads to."""
    answer = client.post(reverse(f"drafting:{name}", args=values), data, follow=True)
    assert answer.status_code in (200, 409), answer.status_code
    return unescape(answer.content.decode())


def test_every_page_names_its_roles_and_drafts_are_closed_to_the_counter() -> None:
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        roles = declared(pattern.callback)
        assert isinstance(roles, frozenset), pattern.name
        if "draft" in str(pattern.pattern) or pattern.name == "withdraw":
            assert roles <= POLICY_DESK, pattern.name


def test_whoever_is_not_signed_in_or_of_another_role_is_sent_away(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    for name, values in (("home", ()), ("draft", (draft,)), ("verify", (draft,)), ("finish", (draft,))):
        assert Client().get(reverse(f"drafting:{name}", args=values)).status_code == 302
    counter = sign_in("counter")
    body(counter, "home")
    for name in ("draft", "changes", "verify", "golden", "trial", "finish"):
        body(counter, name, draft, status=403)
    for name, officer in (
        ("submit", "publisher"),
        ("discard", "publisher"),
        ("publish", "drafter"),
        ("send_back", "drafter"),
        ("check", "publisher"),
    ):
        answer = sign_in(officer).post(reverse(f"drafting:{name}", args=[draft]), {"text": "x"})
        assert answer.status_code == 403, name
    assert queries.draft(draft).state is State.DRAFTING


def test_who_drafts_is_led_to_the_drafting_room(sign_in: SignIn) -> None:
    page = sign_in("drafter").get("/").content.decode()
    assert f'href="{reverse("drafting:home")}"' in page
    refused = sign_in("publisher").get(reverse("counter:queue"))
    assert refused.status_code == 403
    assert reverse("drafting:home") in refused.content.decode()


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_policy_stands_beside_its_document_article_by_article(sign_in: SignIn, lang: str) -> None:
    panjin = queries.library().get("panjin-2015")
    assert panjin is not None
    page = body(sign_in("counter", lang), "pack", panjin.digest.removeprefix("sha256:"))
    places = [page.index(one) for one in ("town-dwelling", "city-employment-and-dwelling", "investor")]
    assert places == sorted(places)
    wanted = ("第五条", "合法稳定就业", "“稳定”没有写明多长时间") if lang == "zh-hans" else (
        "art. 5", "Lawful stable employment", "has no length in the text")  # fmt: skip
    for words in wanted:
        assert words in page, words
    for pack in queries.library():
        assert pack.title.zh in body(sign_in("counter"), "pack", pack.digest)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_places_are_named_and_never_numbered(sign_in: SignIn, lang: str) -> None:
    liaoning = queries.library().get("liaoning-2015")
    assert liaoning is not None
    page = body(sign_in("counter", lang), "pack", liaoning.digest).partition("<details")[0]
    assert (">除 沈阳市<" if lang == "zh-hans" else ">except Shenyang<") in page
    assert "2101" not in page.replace(liaoning.digest, "")


def test_a_changed_day_of_effect_is_told_as_a_day(bureau: Bureau) -> None:
    library = queries.library()
    old = library.get("panjin-2015")
    assert old is not None
    new = replace(old, in_force_from=date(2026, 12, 22))
    with translation.override("en"):
        (change,) = showing.changes(old, new, library.vocabulary)
    ((_title, lines),) = change.parts
    assert [words for _mark, _depth, words in lines] == ["from 15 December 2015", "from 22 December 2026"]


def test_a_draft_begins_from_a_policy_or_from_an_example_without_faults(
    bureau: Bureau, sign_in: SignIn
) -> None:
    client = sign_in()
    panjin = queries.library().get("panjin-2015")
    assert panjin is not None
    send(client, "new", title="从盘锦起", base=panjin.digest, token="token-0001")
    send(client, "new", title="从空白起", base="", token="token-0002")
    second, first = queries.drafts()
    assert queries.revision(first.id, 1).text == PANJIN
    assert first.base == panjin.digest
    page = body(client, "draft", second.id)
    assert "没有错误，可以提交。" in page
    assert blank(frozenset({"2111"}), timezone.localdate()) in page
    assert "请填写这一项" in send(client, "new", title=" ", base="", token="token-0003")
    assert len(queries.drafts()) == 2


def test_faults_are_told_while_typing_with_line_and_nearest_right_word(
    bureau: Bureau, sign_in: SignIn
) -> None:
    draft = bureau.draft()
    typed = LOWERED.replace("insurance.urban_participant", "insurance.urban_participent")
    line = typed[: typed.index("participent")].count("\n") + 1
    said = send(sign_in(), "check", draft, text=typed)
    assert f'data-line="{line}"' in said
    assert "是否指“insurance.urban_participant”" in said
    assert "did you mean" in send(sign_in(lang="en"), "check", draft, text=typed)
    assert "没有错误" in send(sign_in(), "check", draft, text=LOWERED)
    assert len(queries.revisions(draft)) == 1, "nothing is saved"


def test_hostile_text_is_shown_and_never_run(bureau: Bureau, sign_in: SignIn) -> None:
    evil = '</textarea><script>alert(1)</script>: "<img src=x onerror=alert(2)>"\n'
    draft = bureau.draft(evil + PANJIN)
    client = sign_in()
    for answer in (
        client.get(reverse("drafting:draft", args=[draft])),
        client.get(reverse("drafting:changes", args=[draft])),
        client.get(reverse("drafting:finish", args=[draft])),
        client.get(reverse("drafting:revision", args=[draft, 1])),
        client.post(reverse("drafting:check", args=[draft]), {"text": evil + PANJIN}),
        client.post(reverse("drafting:trial", args=[draft]), {"case": evil}),
    ):
        page = answer.content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    "typed",
    [
        "".join(f"{name}: &{name} [{('*' + below + ',') * 9}]\n" for below, name in pairwise("abcdefgh")),
        "[" * 3000,
        "!!python/object/apply:os.system ['true']",
        "",
        "x" * 300_000,
        "policy: 😀\n",
    ],
    ids=["aliases", "nesting", "tag", "empty", "large", "emoji"],
)
def test_whatever_is_typed_gets_an_answer(bureau: Bureau, sign_in: SignIn, typed: str) -> None:
    draft = bureau.draft()
    answer = sign_in().post(
        reverse("drafting:check", args=[draft]),
        {"text": typed.encode("utf-16", "surrogatepass").decode("utf-16")},
    )
    assert answer.status_code == 200
    assert "data-line" in answer.content.decode()


def test_a_revision_from_an_older_page_keeps_what_was_typed(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    send(sign_in("second"), "draft", draft, text=LOWERED + "# 二\n", after="1", note="同事的修改")
    page = send(sign_in(), "draft", draft, text=LOWERED + "# 三\n", after="1")
    assert "已有新的修改" in page
    assert "# 三" in page
    assert "同事的修改" in page
    assert queries.draft(draft).last == 2


def test_an_earlier_revision_is_shown_and_taken_up_again(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    client = sign_in()
    send(client, "draft", draft, text=PANJIN, after="1")
    assert "insured_now" in body(client, "revision", draft, 1)
    send(client, "revision", draft, 1)
    assert queries.draft(draft).last == 3
    assert queries.revision(draft, 3).text == LOWERED
    body(client, "revision", draft, 9, status=404)


def test_a_threshold_is_moved_by_a_form(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    client = sign_in()
    (one,) = numbers(LOWERED, queries.library().vocabulary)
    assert f'name="{one.field}" value="1"' in body(client, "draft", draft)
    send(client, "numbers", draft, after="1", **{one.field: "3"})
    assert queries.revision(draft, 2).text == LOWERED.replace("{at_least: 1}", "{at_least: 3}")
    assert "请填写数字" in send(client, "numbers", draft, after="2", **{one.field: "三"})
    assert "已有新的修改" in send(client, "numbers", draft, after="1", **{one.field: "4"})
    assert queries.draft(draft).last == 2
    assert sign_in("publisher").post(reverse("drafting:numbers", args=[draft])).status_code == 403


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_what_a_draft_changes_is_told_in_words_and_in_the_text(
    bureau: Bureau, sign_in: SignIn, lang: str
) -> None:
    page = body(sign_in(lang=lang), "changes", bureau.draft())
    gone = "参加城镇社会保险" if lang == "zh-hans" else "Insured in urban social insurance"
    assert f"{gone}</del>" in page
    assert "lawful_stable_dwelling, insured_now]}</del>" in page


def test_the_proof_of_a_draft_shows_who_is_shut_out_and_opens_as_a_case(
    bureau: Bureau, sign_in: SignIn
) -> None:
    draft = bureau.draft(STRICT)
    page = send(sign_in(), "verify", draft)
    assert "有的保证不成立" in page
    assert "反例" in page
    case = page.split('name="case" value="')[1].split('"><button')[0]
    tried = send(sign_in(), "trial", draft, case=case)
    assert "verdict--" in tried
    assert "按底稿" in tried


def test_the_golden_cases_that_change_are_listed(bureau: Bureau, sign_in: SignIn) -> None:
    page = send(sign_in(lang="en"), "golden", bureau.draft())
    assert "Not insured" in page
    assert "city-employment-and-dwelling" not in page.split("<pre")[0]
    assert "City proper, by employment and dwelling" in page
    assert "129" in page or "golden cases" in page


def test_a_faulty_case_or_draft_is_told_by_line(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    assert "dwelling.tenure" in send(
        sign_in(), "trial", draft, case="date: 2026-01-01\napplicant: {dwelling.tenur: rented}\n"
    )
    faulty = bureau.draft("policy: x\n")
    for name in ("verify", "golden", "trial"):
        assert "需要改正" in send(sign_in(), name, faulty)


def test_the_way_from_draft_to_policy_and_back(bureau: Bureau, sign_in: SignIn) -> None:
    drafter, publisher = sign_in("drafter"), sign_in("publisher")
    draft = bureau.draft()
    today = timezone.localdate()
    assert "等待发布人员办理" in send(drafter, "submit", draft, revision="1", note="")
    page = body(publisher, "finish", draft)
    assert "参加城镇社会保险</del>" in page, "who publishes sees what changes"
    assert f'value="{today}"' not in page, "nobody makes it law today by leaving a field as it is"
    past = send(publisher, "publish", draft, revision="1", effective=str(today - timedelta(days=1)))
    assert "早于发布日期" in past
    page = send(publisher, "publish", draft, revision="1", effective=str(today + timedelta(days=9)))
    assert "政策已发布" in page
    again = publisher.post(
        reverse("drafting:publish", args=[draft]), {"effective": str(today + timedelta(days=9))}
    )
    assert again.status_code == 409
    (published,) = queries.publications()
    page = body(sign_in("counter", "en"), "history", "panjin-2015")
    assert "publisher" in page
    versions = queries.library().versions("panjin-2015")
    page = body(sign_in("counter"), "compared", *(one.digest for one in versions))
    assert "参加城镇社会保险</del>" in page
    assert "撤回" in body(publisher, "history", "panjin-2015")
    assert "撤回" not in body(drafter, "history", "panjin-2015").split("<main")[1]
    assert "请用不少于四个字" in send(publisher, "withdraw", published.entry, reason="错")
    assert "已撤回" in send(publisher, "withdraw", published.entry, reason="条款写错了")
    assert queries.draft(draft).state is State.DRAFTING


STRICT = PANJIN.replace(
    "when: {all: [lawful_stable_dwelling]}", "when: {all: [lawful_stable_dwelling, insured_now]}"
)
"""Towns ask for insurance too, which the province does not."""


def test_a_draft_that_undercuts_the_province_is_submitted_with_a_reason_alone(
    bureau: Bureau, sign_in: SignIn
) -> None:
    draft = bureau.draft(STRICT)
    page = send(sign_in(), "submit", draft, revision="1", note="")
    assert "须写明为什么仍要提交" in page
    assert "不低于上级标准" in page
    assert queries.draft(draft).state is State.DRAFTING
    send(sign_in(), "submit", draft, revision="1", note="省厅已同意试点")
    page = body(sign_in("publisher", "en"), "finish", draft)
    assert "Not below the floor" in page
    assert "省厅已同意试点" in page


def test_a_submission_is_sent_back_with_the_reason(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.submitted()
    assert "请填写这一项" in send(sign_in("publisher"), "send_back", draft, **{"back-reason": ""})
    send(sign_in("publisher"), "send_back", draft, **{"back-reason": "请写明依据"})
    assert "请写明依据" in body(sign_in(), "finish", draft)


def test_a_discarded_draft_is_still_found(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    page = send(sign_in(), "discard", draft)
    assert reverse("drafting:finish", args=[draft]) in page.partition("已发布和已作废的草案")[2]


def test_what_is_not_there_is_not_found(sign_in: SignIn) -> None:
    client = sign_in()
    body(client, "draft", 999, status=404)
    body(client, "pack", "0" * 64, status=404)
    body(client, "history", "no-such-policy", status=404)
    body(sign_in("publisher"), "withdraw", 999, status=404)


def test_a_text_sent_after_the_sign_in_ran_out_is_there_again(bureau: Bureau, sign_in: SignIn) -> None:
    draft = bureau.draft()
    where = reverse("drafting:draft", args=[draft])
    client = sign_in()
    client.get(where)
    client.session.flush()
    answer = client.post(where, {"text": LOWERED + "# 没有丢\n", "after": "1"})
    assert answer["Location"].startswith(reverse("account_login"))
    again = client.post(
        reverse("web:demonstrated", args=[bureau.officers["drafter"]]), {"next": where}, follow=True
    )
    page = unescape(again.content.decode())
    assert "# 没有丢" in page
    assert "您已重新登录" in page
    assert queries.draft(draft).last == 1
