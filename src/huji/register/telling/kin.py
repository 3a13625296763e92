"""Marriage and divorce, parents, adoption, guardians."""

from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import joined, relation, say
from huji.standards import Text

_OUTSIDE = Text("本市户籍以外的人", "a person outside this register")


@told("marry", "结婚", "Married")
def marry(body: Body, names: Names) -> Text:
    statement = body["statement"]
    other = statement["other"]
    return say(
        Text("{one}与{other}于{day}结婚（{paper}）。", "{one} and {other} married on {day} ({paper})."),
        one=names.person(statement["one"]),
        other=names.person(other) if other is not None else _OUTSIDE,
        day=statement["married"],
        paper=statement["certificate"],
    )


@told("divorce", "离婚", "Divorced")
def divorce(body: Body, names: Names) -> Text:
    statement = body["statement"]
    other = statement["other"]
    return say(
        Text("{one}与{other}于{day}离婚（{paper}）。", "{one} and {other} were divorced on {day} ({paper})."),
        one=names.person(statement["one"]),
        other=names.person(other) if other is not None else _OUTSIDE,
        day=statement["divorced"],
        paper=statement["document"],
    )


_PROOFS = {
    "birth_certificate": Text("出生医学证明", "the birth certificate"),
    "test": Text("亲子鉴定", "a test of parentage"),
    "judgement": Text("人民法院裁判", "a judgement"),
    "records": Text("原始户籍资料", "older records"),
}


@told("recognise_parent", "亲子关系确认", "Parent recognised")
def recognise_parent(body: Body, names: Names) -> Text:
    statement = body["statement"]
    instead = statement["instead_of"]
    return joined(
        say(
            Text(
                "凭{proof}（{paper}），确认{parent}是{child}的父亲或者母亲。",
                "By {proof} ({paper}), {parent} is held to be a parent of {child} by birth.",
            ),
            proof=_PROOFS.get(statement["proof"], statement["proof"]),
            paper=statement["document"],
            parent=names.person(statement["parent"]),
            child=names.person(statement["child"]),
        ),
        say(Text("{who}从来不是。", "{who} never was."), who=names.person(instead))
        if instead is not None
        else None,
    )


@told("adopt", "收养", "Adopted")
def adopt(body: Body, names: Names) -> Text:
    statement = body["statement"]
    moved = body["results"].get("standings", [])
    return joined(
        say(
            Text(
                "{child}于{day}被{adopters}收养（{paper}）。",
                "{child} was adopted by {adopters} on {day} ({paper}).",
            ),
            child=names.person(statement["child"]),
            adopters=names.people(statement["adopters"]),
            day=statement["adopted"],
            paper=statement["certificate"],
        ),
        *(
            say(
                Text(
                    "自{day}起以{as_what}登记在{home}。", "Registered in {home} as {as_what} from {day} on."
                ),
                day=day,
                as_what=relation(code),
                home=names.household(home),
            )
            for _, day, _, home, code, *_ in moved
        ),
    )


@told("end_adoption", "解除收养", "Adoption ended")
def end_adoption(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{child}与{adopters}的收养关系于{day}解除（{paper}）。",
                "The adoption of {child} by {adopters} ended on {day} ({paper}).",
            ),
            child=names.person(statement["child"]),
            adopters=names.people(statement["adopters"]),
            day=statement["ended"],
            paper=statement["document"],
        ),
        say(
            Text("恢复与{parents}的亲子关系。", "Parents again: {parents}."),
            parents=names.people(statement["restored"]),
        )
        if statement["restored"]
        else None,
    )


@told("appoint_guardian", "监护人登记", "Guardian entered")
def appoint_guardian(body: Body, names: Names) -> Text:
    statement = body["statement"]
    guardians = statement["guardians"]
    if not guardians:
        return say(
            Text("{ward}自{day}起没有监护人（{paper}）。", "{ward} has no guardian from {day} on ({paper})."),
            ward=names.person(statement["ward"]),
            day=statement["effective"],
            paper=statement["document"],
        )
    return say(
        Text(
            "{ward}自{day}起登记监护人 {count} 名（{paper}）：{known}",
            "Guardianship of {ward} from {day} on ({paper}): {known}",
        ),
        ward=names.person(statement["ward"]),
        day=statement["effective"],
        count=len(guardians),
        paper=statement["document"],
        known=joined(
            *(
                say(
                    Text("{who}（{as_what}）。", "{who} ({as_what})."),
                    who=names.person(one["who"]) if isinstance(one["who"], int) else one["who"],
                    as_what=one["relation"],
                )
                for one in guardians
            )
        ),
    )
