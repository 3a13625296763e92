"""What pages say of a refusal: in one language, with what to do, days in words."""

import pytest
from django.utils import translation

from huji.standards import Refused, Text
from huji.web import saying

REFUSED = Refused(
    "register.before_last_change",
    Text(
        "生效日期 2026-09-14 早于此人最近一次变动（2027-01-06）。",
        "2026-09-14 lies before the last change, 2027-01-06.",
    ),
    Text("请办理更正。", "Enter a correction."),
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "生效日期2026年9月14日早于此人最近一次变动（2027年1月6日）。请办理更正。"),
        ("en", "14 September 2026 lies before the last change, 6 January 2027. Enter a correction."),
    ],
)
def test_a_refusal_is_said_whole_with_days_in_words(language, said):
    with translation.override(language):
        assert saying.refusal(REFUSED) == said


@pytest.mark.parametrize("kept", ["盘2026-09-145", "991102-2026-09-14", "2026-13-01", "2026-9-1", "", "无"])
def test_what_is_no_day_stays_as_it_is(kept):
    with translation.override("zh-hans"):
        assert saying.days_in_words(kept) == kept
