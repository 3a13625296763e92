"""How a day is written in an old register, as SQL (DuckDB) about a value: templates with `{0}` for it.

Read are 20050118, 2005年1月18日 (日 may be left out), 2005-1-18, 2005.1.18 and 2005/1/18; month and day
have one or two digits where signs keep them apart. Nothing else is a day: of 2005118 nobody knows the month.
Of an arrival the place may follow (2005-1-18 由沈阳迁来).
"""

import re

_PARTS = "|".join(
    (
        "[0-9]{{4}}",
        "年[0-9]{{1,2}}月[0-9]{{1,2}}日?",
        *(f"{s}[0-9]{{{{1,2}}}}{s}[0-9]{{{{1,2}}}}" for s in ("-", "[.]", "/")),
    )
)
_FORMS = "['%Y%m%d', '%Y年%m月%d日', '%Y年%m月%d', '%Y-%m-%d', '%Y.%m.%d', '%Y/%m/%d']"

_DAY = f"[0-9]{{{{4}}}}(?:{_PARTS})"
_BREAKS = " \u3000，,、；;由自从"

LOOKS = f"regexp_full_match({{0}}, '{_DAY}')"
"""Whether a value has the form of a day, be there such a day or not."""
READ = f"case when {LOOKS} then try_strptime({{0}}, {_FORMS})::date end"
"""The day a value tells, null where it tells none."""
LED = f"regexp_extract({{0}}, '^({_DAY})(?:[{_BREAKS}].*)?$', 1)"
"""The day with which a value begins, as it is written; '' of one that begins with none."""
_LED = re.compile(f"({_DAY.format()})[{_BREAKS}].*")


def leading(value: str) -> str:
    """Return the day with which a value begins, as it is written; the value itself where nothing follows."""
    found = _LED.fullmatch(value)
    return found[1] if found else value
