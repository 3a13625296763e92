"""The register's refusals: one sentence for each, and the sentence for each constraint of the database.

Of people whom another office keeps a refusal says no name, day or id: it leaves no line of a look. It says
that there is something, and which office to ask.
"""

import re
from collections.abc import Mapping
from datetime import date

import django.db
import psycopg

from huji.places import queries as places
from huji.standards import Refused, Text

# Characters for private use, which nothing entered holds: a person and the office's name, until written.
_STRANGER = re.compile("\ue000([0-9]+)\ue001([^\ue002]*)\ue002")


class OfOthers(Refused):
    """A refusal that speaks of people whom other offices keep, by their office."""

    def __init__(self, code: str, text: Text, hint: Text | None) -> None:
        self._unwritten = text, hint
        super().__init__(code, *_written(text, hint, {}))

    def called(self, numbers: Mapping[int, str]) -> Refused:
        """Return it with those people called by the numbers that the officer typed, by id."""
        return Refused(self.code, *_written(*self._unwritten, numbers))


def stranger(person: int, office: str) -> str:
    """Return what stands in a sentence for one whom another office keeps, until `refuse` writes it."""
    return f"\ue000{person}\ue001{office}\ue002"


def is_stranger(name: str) -> bool:
    """Tell whether a name stands for one whom another office keeps."""
    return _STRANGER.search(name) is not None


def refuse(code: str, zh: str, en: str, hint: Text | None = None) -> Refused:
    """Return the refusal `register.<code>`."""
    text = Text(zh, en)
    others = is_stranger(f"{text}{hint or ''}")
    return (OfOthers if others else Refused)(f"register.{code}", text, hint)


def _written(text: Text, hint: Text | None, numbers: Mapping[int, str]) -> tuple[Text, Text]:
    """Return text and hint with strangers in words, and with whom to ask."""
    offices = dict.fromkeys(found[2] for found in _STRANGER.finditer(f"{text}{hint or ''}"))
    ask = Text(f"具体情况请与{'、'.join(offices)}联系。", f"Ask {' and '.join(offices)} for particulars.")

    def zh(written: str) -> str:
        return _STRANGER.sub(lambda one: numbers.get(int(one[1]), f"{one[2]}管辖的一名人员"), written)

    def en(written: str) -> str:
        said = _STRANGER.sub(lambda one: numbers.get(int(one[1]), f"a person kept by {one[2]}"), written)
        return said[:1].upper() + said[1:]

    more = Text(zh(hint.zh) + ask.zh, f"{en(hint.en)} {ask.en}") if hint else ask
    return Text(zh(text.zh), en(text.en)), more


def unknown_person(who: int) -> Refused:
    return refuse("unknown_person", f"户籍中没有编号为 {who} 的人。", f"The register has no person {who}.")


def unknown_household(which: int) -> Refused:
    return refuse("unknown_household", f"没有编号为 {which} 的户。", f"There is no household {which}.")


def dead(name: str, since: date, cause: str | None) -> Refused:
    """Nothing follows an end; whose registration was undone comes again by number, as a newcomer."""
    if cause == "void":
        return refuse(
            "void",
            f"{name}的户口登记已经撤销，不能再办理户口登记。",
            f"{name}: the registration was undone; nothing can be registered on it.",
            Text(
                "须登记的，凭其公民身份号码按新登记的人重新办理，仍为同一人。",
                "Register whoever it is anew by the citizen number: it is the same person again.",
            ),
        )
    if is_stranger(name):
        return refuse(
            "dead",
            f"{name}已因死亡注销户口，不能再办理户口登记。",
            f"{name}: the registration ended with death; nothing more can be registered.",
        )
    return refuse(
        "dead",
        f"{name}已于 {since} 起因死亡注销户口，不能再办理户口登记。",
        f"{name}: the registration ended with death, as from {since}; nothing more can be registered.",
    )


def in_transit(name: str) -> Refused:
    return refuse(
        "in_transit",
        f"{name}的户口正在迁移途中。",
        f"{name} is in transit between two registers.",
        Text(
            "请先凭回执登记到达，或凭失效的迁移证恢复原户口。",
            "First record the other register's receipt, or restore the person at the origin.",
        ),
    )


def not_registered(name: str) -> Refused:
    return refuse(
        "not_registered",
        f"{name}的户口不在本市户籍登记中。",
        f"{name} is not registered in this register.",
        Text(
            "市外迁入请凭户口迁移证办理。", "From another register, use the migration certificate to move in."
        ),
    )


def registered_already(name: str) -> Refused:
    return refuse(
        "registered_already",
        f"{name}已在本市登记常住户口，一人只能在一处登记。",
        f"{name} is registered here already; a person is registered in one place only (1958, art. 6).",
    )


def other_office(what: str, office: int) -> Refused:
    keeper = places.office(office).name
    return refuse(
        "other_office",
        f"{what}不由本所管辖，应由{keeper}办理。",
        f"{what} is not this office's: {keeper} must act.",
    )


def future(day: date) -> Refused:
    return refuse(
        "future", f"生效日期 {day} 还没有到。", f"The day {day} lies in the future.",
        Text("请填写当天或以前的日期。", "Enter today or an earlier day."),
    )  # fmt: skip


def before_last_change(name: str, day: date, since: date) -> Refused:
    if is_stranger(name):
        return refuse(
            "before_last_change",
            f"{name}的户口在 {day} 以后有过变动，不能再登记该日的事项。",
            f"{name}: the registration changed after {day}; nothing can be entered as of that day.",
        )
    return refuse(
        "before_last_change",
        f"{name}的户口在 {since} 有过变动，不能再登记 {day} 的事项。",
        f"{name}: the registration changed on {since}; nothing can be entered as of {day}, before that.",
    )


def already_there(name: str) -> Refused:
    return refuse(
        "already_there", f"{name}已在该户登记。", f"{name} is registered in that household already."
    )


def not_of_household(name: str, household: int) -> Refused:
    return refuse(
        "not_of_household",
        f"{name}没有登记在 {household:09} 号户。",
        f"{name} is not registered in household {household:09}.",
    )


def named_twice(name: str) -> Refused:
    return refuse("named_twice", f"{name}在申报中出现两次。", f"{name} is named twice.")


def nobody() -> Refused:
    return refuse("nobody", "没有填写任何人。", "Nobody is named.")


def two_heads() -> Refused:
    return refuse(
        "two_heads",
        "一户只能有一个户主。",
        "A household has one head only.",
        Text(
            "请改为与现户主的关系，或先变更户主。",
            "Give the relation to the present head, or change the head first.",
        ),
    )


def no_head() -> Refused:
    return refuse(
        "no_head",
        "家庭户每一天都必须有一名户主。",
        "A family household must have a head on every day.",
        Text("请指定户主。", "Say who is the head."),
    )


def before_head(name: str, household: int, day: date, since: date) -> Refused:
    return refuse(
        "before_head",
        f"{day} 早于户主{name}登记到 {household:09} 号户的日期 {since}，当时该户没有户主。",
        f"On {day} household {household:09} had no head: {name} heads it only since {since}.",
        Text(f"请填写 {since} 或者以后的日期。", f"Enter {since} or a later day."),
    )


def successor_needed(household: int, left: int) -> Refused:
    return refuse(
        "successor_needed",
        f"户主离开后，{household:09} 号户还有 {left} 人，请指定新户主。",
        f"The head leaves {left} behind in household {household:09}: say who heads it from then on.",
    )


def successor_not_member(household: int) -> Refused:
    return refuse(
        "successor_not_member",
        f"所指定的新户主不是 {household:09} 号户的留户人员。",
        f"The one named to head household {household:09} is not among those who stay in it.",
    )


def minor_head(name: str) -> Refused:
    return refuse(
        "minor_head",
        f"{name}未满十八周岁，不能单独立户或担任户主。",
        f"{name} is under eighteen and cannot form or head a household alone.",
        Text(
            "父母双亡等例外情形，请写明依据。",
            "If an exception applies (orphans and the like), state its ground.",
        ),
    )


def relation(code: str) -> Refused:
    return refuse(
        "relation",
        f"“{code}”不是可用的与户主关系代码（GB/T 4761）。",
        f"“{code}” is no relation to a head (GB/T 4761).",
    )


def collective_relation() -> Refused:
    return refuse(
        "collective_relation",
        "集体户成员与户主的关系只能是“非亲属”（99），或为户主（02）。",
        "In a collective household the relation is 99 (not related) or 02 (head) only.",
    )


_BY_CONSTRAINT = {
    "standing_one_at_a_time": refuse(
        "overlap",
        "一人在同一天只能有一处登记，与已有登记重叠。",
        "A person has one standing on each day; this would overlap another.",
    ),
    "standing_one_head": two_heads(),
    "household_has_head": no_head(),
    "standing_life_is_tiled": refuse(
        "gap",
        "此项登记会使某人在某一天没有户籍状态。",
        "This would leave a person without a standing on some day.",
    ),
    "standing_household_stands": refuse(
        "household_stands",
        "该户在生效日期尚未设立，或不由本所管辖。",
        "The household did not stand yet on that day, or another office keeps it.",
    ),
    "standing_from_birth": refuse(
        "before_birth", "生效日期早于出生日期。", "The day lies before the birth."
    ),
    "citizen_number_never_shared": refuse(
        "number_taken", "该公民身份号码已为他人所有。", "The citizen number belongs to another person."
    ),
    "citizen_number_one_at_a_time": refuse(
        "number_taken", "此人已有公民身份号码。", "The person has a citizen number already."
    ),
    "move_in_permit_once": refuse(
        "permit_taken", "准予迁入证明编号已用过。", "The number of the move-in permit has been used."
    ),
    "migration_certificate_once": refuse(
        "certificate_used", "户口迁移证已用过。", "The migration certificate has been used."
    ),
    "kinship_one_spouse": refuse(
        "two_spouses", "一人同时只能有一名配偶。", "A person has one spouse at a time."
    ),
    "kinship_of_the_living": refuse(
        "married_and_ended",
        "已死亡或者注销的人不能仍有婚姻登记。",
        "Nobody who has died, or turned out to be nobody, stays married.",
    ),
    "kinship_two_parents": refuse(
        "two_parents",
        "一人在同一天最多有两名父母。",
        "Nobody has more than two parents on one day.",
    ),
    "kinship_one_tie": refuse(
        "tied_already", "两人之间已有亲属关系登记。", "A tie between the two is registered already."
    ),
    "household_address_address_fkey": refuse(
        "unknown_address", "标准地址不存在。", "There is no such standard address."
    ),
    "move_in_permit_address_fkey": refuse(
        "unknown_address", "标准地址不存在。", "There is no such standard address."
    ),
    "quarantine_row_worked_on": refuse(
        "row_worked_on",
        "原户籍的这一行撤销登记后已重新处理，不能恢复原来的登记。",
        "The row of the old register was worked on since; its registration does not come back.",
        Text("请在“待处理”页办理这一行。", "Go on with the row on the page of the quarantine."),
    ),
    "register_past": refuse(
        "past", "登记过的事实不能倒填。", "What was known in the past cannot be rewritten."
    ),
    "register_append_only": refuse(
        "past", "登记过的事实不能改写。", "What was known in the past cannot be rewritten."
    ),
}  # fmt: skip

BUSY = refuse(
    "busy",
    "有人正在办理同一户或同一人的登记，内容刚刚变动。",
    "The same household or person has just been changed by someone else.",
    Text("请重新打开页面后再办理。", "Reload the page and try again."),
)


DISK_FULL = refuse(
    "disk_full",
    "数据库所在磁盘已满，本次登记没有办理；已办理的登记不受影响。",
    "The database's disk is full: nothing of this was registered; what was registered before is safe.",
    Text("请通知运维人员腾出空间，然后再办理。", "Tell the operator to make room, then enter it again."),
)


def of_database(error: django.db.Error | psycopg.Error) -> Refused | None:
    """Return the refusal that a database error amounts to, None for one that is no refusal."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate in ("40001", "40P01"):
        return BUSY
    if cause.sqlstate == "53100":
        return DISK_FULL
    return _BY_CONSTRAINT.get(cause.diag.constraint_name or "")
