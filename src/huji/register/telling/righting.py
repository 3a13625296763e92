"""What puts the register right: undoing, corrections, changes of items and numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huji.register.telling.items import item_title, item_value
from huji.register.telling.names import Names, listed
from huji.register.telling.sentences import Body, title, told
from huji.register.telling.wording import code, joined, relation, say
from huji.standards import Text, code_tables


@told("undo", "撤销登记", "Undone")
def undo(body: Body, names: Names) -> Text:
    undone, void = body["results"]["undone"], body["results"].get("void", [])
    return joined(
        say(
            Text(
                "第 {entry} 号登记（{act}）被撤销，恢复此前的登记：{reason}。",
                "Entry {entry} ({act}) was undone, and what was held before holds again: {reason}.",
            ),
            entry=undone["entry"],
            act=title(undone["act"]),
            reason=body["statement"]["reason"],
        ),
        say(
            Text("由该项登记产生的{who}的户籍登记作废。", "{who}, whom that entry had made, is void."),
            who=names.people(void),
        )
        if void
        else None,
    )


@told("correct_items", "更正登记项目", "Items corrected")
def correct_items(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text("{who}的登记项目更正为：{items}（{evidence}）。", "{who}: corrected to {items} ({evidence})."),
        who=names.person(statement["person"]),
        items=_items(statement["items"]),
        evidence=statement["evidence"],
    )


@told("change_items", "变更登记项目", "Items changed")
def change_items(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{who}的登记项目自{day}起变更为：{items}（{evidence}）。",
            "{who}: from {day} on, {items} ({evidence}).",
        ),
        who=names.person(statement["person"]),
        day=statement["effective"],
        items=_items(statement["items"]),
        evidence=statement["evidence"],
    )


@told("correct_birth_date", "更正出生日期", "Birth date corrected")
def correct_birth_date(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text("{who}的出生日期更正为{day}（{evidence}）。", "{who} was born on {day} ({evidence})."),
            who=names.person(statement["person"]),
            day=statement["born"],
            evidence=statement["evidence"],
        ),
        _renumbered(body),
    )


@told("correct_sex", "性别更正、变更", "Sex corrected or changed")
def correct_sex(body: Body, names: Names) -> Text:
    statement = body["statement"]
    since = statement["since"]
    return joined(
        say(
            Text(
                "{who}的性别自{day}起变更为{sex}（{evidence}）。", "{who}: {sex} from {day} on ({evidence})."
            )
            if since
            else Text("{who}的性别更正为{sex}（{evidence}）。", "{who}: {sex} ({evidence})."),
            who=names.person(statement["person"]),
            day=since or "",
            sex=code(code_tables.SEX, statement["sex"]),
            evidence=statement["evidence"],
        ),
        _renumbered(body),
    )


@told("correct_relation", "与户主关系更正、变更", "Relation to the head corrected or changed")
def correct_relation(body: Body, names: Names) -> Text:
    statement = body["statement"]
    since = statement["since"]
    return say(
        Text(
            "{who}与户主关系自{day}起变更为{as_what}（{evidence}）。",
            "{who}, to the head from {day} on: {as_what} ({evidence}).",
        )
        if since
        else Text(
            "{who}与户主关系更正为{as_what}（{evidence}）。", "{who}, to the head: {as_what} ({evidence})."
        ),
        who=names.person(statement["person"]),
        day=since or "",
        as_what=relation(statement["relation"]),
        evidence=statement["evidence"],
    )


@told("change_number", "变更公民身份号码", "Citizen number changed")
def change_number(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}的公民身份号码自{day}起变更（{evidence}）。",
                "{who} bears another citizen number from {day} on ({evidence}).",
            ),
            who=names.person(statement["person"]),
            day=statement["effective"],
            evidence=statement["evidence"],
        ),
        _renumbered(body),
    )


@told("correct_number", "更正公民身份号码", "Citizen number corrected")
def correct_number(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text("{who}的公民身份号码更正（{evidence}）。", "{who}: citizen number corrected ({evidence})."),
            who=names.person(statement["person"]),
            evidence=statement["evidence"],
        ),
        _renumbered(body),
    )


def _items(items: Mapping[str, Any]) -> Text:
    """Say items and their values: 姓名 李远、身高 176 厘米."""
    return listed(
        say(Text("{item} {value}", "{item} {value}"), item=item_title(item), value=_value(item, value))
        for item, value in items.items()
    )


def _value(item: str, value: Any) -> Text:
    return item_value(item, date.fromisoformat(value) if value and item.endswith("_on") else value)


def _renumbered(body: Body) -> Text | None:
    """Tell the number borne now, where the entry made it so."""
    borne = [periods[-1][2] for _, periods in body["results"].get("numbers", []) if periods]
    return (
        say(Text("现公民身份号码为 {number}。", "The citizen number is now {number}."), number=borne[0])
        if borne
        else None
    )
