"""How a day is written in an old register, as SQL (DuckDB) about a value: templates with `{0}` for it.

Read are 20050118, 2005年1月18日 (日 may be left out), 2005-1-18, 2005.1.18 and 2005/1/18; month and day
have one or two digits where signs keep them apart. Nothing else is a day: of 2005118 nobody knows the month.
"""

_PARTS = "|".join(
    (
        "[0-9]{{4}}",
        "年[0-9]{{1,2}}月[0-9]{{1,2}}日?",
        *(f"{s}[0-9]{{{{1,2}}}}{s}[0-9]{{{{1,2}}}}" for s in ("-", "[.]", "/")),
    )
)
_FORMS = "['%Y%m%d', '%Y年%m月%d日', '%Y年%m月%d', '%Y-%m-%d', '%Y.%m.%d', '%Y/%m/%d']"

LOOKS = f"regexp_full_match({{0}}, '[0-9]{{{{4}}}}({_PARTS})')"
"""Whether a value has the form of a day, be there such a day or not."""
READ = f"case when {LOOKS} then try_strptime({{0}}, {_FORMS})::date end"
"""The day a value tells, null where it tells none."""
