"""Birth and death, heads, and the opening of the register."""

from huji.register.telling.choices import chosen
from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import joined, relation, say, successors
from huji.standards import Text

BIRTHS = {
    "late": Text("逾期申报（{evidence}）。", "Reported late ({evidence})."),
    "abroad": Text("在国（境）外出生（{evidence}）。", "Born abroad ({evidence})."),
    "cross_border_marriage": Text(
        "边民涉外婚姻所生，另一方为{other}（{evidence}）。",
        "Of a cross-border marriage; the other parent is {other} ({evidence}).",
    ),
    "foundling": Text("弃婴（{evidence}）。", "A foundling ({evidence})."),
}
"""What is told besides of the kinds of birth that are not ordinary."""
STOOD = {
    "elsewhere": Text("户口不在本市", "registered elsewhere"),
    "in_transit": Text("户口正在迁移途中", "in transit"),
    "unregistered": Text("没有户口登记", "not registered"),
}
"""How somebody stood when dying, of whom nothing was cancelled by it."""
UNPROVEN_LATE = Text("逾期申报。", "Reported late.")


@told("birth", "出生登记", "Birth registered")
def birth(body: Body, names: Names) -> Text:
    statement, [child] = body["statement"], body["results"]["persons"]
    parents = [one for one in (statement.get("father"), statement.get("mother")) if one is not None]
    died = statement.get("died")
    return joined(
        say(
            Text(
                "{who}{day}出生，公民身份号码 {number}，登记在{home}（{as_what}）{of}。",
                "{who}, born on {day}, citizen number {number}, was registered in {home} as {as_what}{of}.",
            ),
            who=names.person(child["id"]),
            day=statement["born"],
            number=child["number"],
            home=names.household(statement["household"]),
            as_what=relation(statement["relation"]),
            of=say(Text("，父母：{who}", "; parents: {who}"), who=names.people(parents)) if parents else "",
        ),
        say(Text("{day}死亡，一并登记。", "The death on {day} was registered with it."), day=died)
        if died
        else None,
        say(
            UNPROVEN_LATE
            if statement.get("kind") == "late" and not statement.get("evidence")
            else BIRTHS.get(statement.get("kind") or "", Text("", "")),
            evidence=statement.get("evidence") or "—",
            other=statement.get("other_parent") or "—",
        )
        if statement.get("kind") in BIRTHS
        else None,
        *(
            say(
                Text("{who}改为{as_what}。", "{who} is now {as_what}."),
                who=names.person(int(elder)),
                as_what=relation(now),
            )
            for elder, now in (statement.get("elders") or {}).items()
        ),
    )


@told("death", "死亡登记", "Death registered")
def death(body: Body, names: Names) -> Text:
    statement, stood = body["statement"], STOOD.get(body["results"].get("stood"))
    return joined(
        say(
            Text(
                "{who}{day}死亡，登记为死亡；{stood}，本次没有注销户口（{evidence}）。",
                "{who}, {stood}, died on {day}; the death was recorded, nothing was cancelled ({evidence}).",
            )
            if stood
            else Text(
                "{who}{day}死亡，户口注销（{evidence}）。",
                "{who} died on {day}, and the registration was cancelled ({evidence}).",
            ),
            stood=stood or "",
            who=names.person(statement["person"]),
            day=statement["died"],
            evidence=chosen(statement["evidence"]),
        ),
        successors(statement, names),
    )


@told("change_head", "变更户主", "Head changed")
def change_head(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "自{day}起{home}户主变更为{head}，原因：{reason}。",
            "{head} heads {home} from {day} on: {reason}.",
        ),
        day=statement["effective"],
        home=names.household(statement["household"]),
        head=names.person(statement["succession"]["head"]),
        reason=chosen(statement["reason"] or "—"),
    )


@told("open_register", "初始登记", "Register opened")
def open_register(body: Body, names: Names) -> Text:
    results = body["results"]
    return say(
        Text(
            "{day}按“{source}”初始登记：{households} 户，{persons} 人。",
            "The register was opened on {day} from “{source}”: {households} households, {persons} people.",
        ),
        day=body["on"],
        source=body["statement"]["source"],
        households=f"{results['households']:,}",
        persons=f"{results['persons']:,}",
    )
