"""Places that got another name, code or number, and registrations that followed to another office."""

from collections.abc import Mapping
from typing import Any

from huji.register.telling.names import Names, listed
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import joined, say
from huji.standards import Text

_NAMED = 3
_PARTS = {
    "road": "", "group": "组", "number": "号", "compound": "", "building": "幢", "unit": "单元", "room": "室",
}  # fmt: skip


@told("change_places", "地名地址变更", "Places changed")
def change_places(body: Body, names: Names) -> Text:
    statement = body["statement"]
    rules = statement["rules"]
    shown = listed(_rule(rule) for rule in rules[:_NAMED])
    rest = len(rules) - _NAMED
    more = Text(f"等 {len(rules)} 项", f" and {rest} more") if rest > 0 else Text("", "")
    if statement["corrected"]:
        opening = Text("更正地址记载：{what}{more}。", "Readings of addresses corrected: {what}{more}.")
    else:
        opening = Text("自{day}起，{what}{more}。", "From {day} on: {what}{more}.")
    return joined(
        say(opening, day=statement["since"], what=shown, more=more), *map(_following(names), _follow(body))
    )


def _follow(body: Body) -> list[Mapping[str, Any]]:
    return list(body["results"].get("follow", ()))


def _following(names: Names) -> Any:
    def tell(group: Mapping[str, Any]) -> Text:
        count = str(len(group["households"]))
        return say(
            Text(
                "{count} 户的户口自{day}起由{office}管辖。",
                "{office} keeps {count} households from {day} on.",
            ),
            count=Text(count, count),
            day=group["since"],
            office=names.office(group["office"]),
        )

    return tell


def _rule(rule: Mapping[str, Any]) -> Text:
    old = rule.get("division", "") + _written(rule.get("match", {}))
    new = rule.get("to_division", "") + _written(rule.get("to", {}))
    name = rule.get("name", "")
    if new or name:
        became = (new + name).strip()
        return Text(f"{old} 变更为 {became}", f"{old} became {became}") if old else Text(became, became)
    return Text(f"{old} 变更", f"{old} changed")


def _written(parts: Mapping[str, str]) -> str:
    return "".join(f"{parts[part]}{ending}" for part, ending in _PARTS.items() if parts.get(part))
