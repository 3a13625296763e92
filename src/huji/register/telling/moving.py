"""Founding, settling, moving in and out."""

from huji.register.telling.names import Names, listed
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import joined, movers, relation, say, successors
from huji.standards import Text


@told("found_household", "立户", "Household founded")
def found_household(body: Body, names: Names) -> Text:
    statement, house = body["statement"], body["results"]["household"]
    members = statement["members"]
    return joined(
        say(
            Text("{day}在{address}设立{kind}{home}", "On {day} {home} was founded at {address} as {kind},"),
            day=statement["effective"],
            address=names.address(statement["address"]),
            kind=_kind(house),
            home=names.household(house["id"]),
        ),
        say(Text("，成员：{who}。", "with {who}."), who=movers(members, names))
        if members
        else Text("。", "without members."),
        successors(statement, names),
    )


@told("settle", "落户", "Settled")
def settle(body: Body, names: Names) -> Text:
    statement, into = body["statement"], body["statement"]["into"]
    return joined(
        say(
            Text("{who}自{day}起登记在{home}。", "{who}: registered in {home} from {day} on."),
            who=movers(statement["members"], names),
            day=statement["effective"],
            home=gone_to(into, body, names),
        ),
        successors(statement, names),
    )


@told("permit_move_in", "准予迁入", "Moving in permitted")
def permit_move_in(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{day}签发准予迁入证明 {number}，准予{who}迁入{address}。",
            "Permit {number} of {day}: {who} may move to {address}.",
        ),
        day=statement["issued"],
        number=statement["number"],
        who=names.people(one["number"] for one in statement["people"]),
        address=names.address(statement["address"]),
    )


@told("move_in", "迁入", "Moved in")
def move_in(body: Body, names: Names) -> Text:
    statement, shown = body["statement"], body["statement"]["certificate"]
    return say(
        Text(
            "{who}凭{issuer}签发的户口迁移证 {number}，自{day}起迁入{home}。",
            "{who}: moved in on migration certificate {number} of {issuer}, to {home} from {day} on.",
        ),
        who=listed(
            say(
                Text("{who}（{as_what}）", "{who} ({as_what})"),
                who=names.person(one["person"] if "person" in one else one["number"]),
                as_what=relation(one["relation"]),
            )
            for one in statement["members"]
        ),
        issuer=shown["issuer"],
        number=shown["number"],
        day=statement["effective"],
        home=gone_to(statement["into"], body, names),
    )


@told("move_out", "迁出", "Moved out")
def move_out(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}自{day}起迁往{destination}，签发户口迁移证 {number}，迁移途中。",
                "{who}: in transit to {destination} from {day} on, with migration certificate {number}.",
            ),
            who=names.people(statement["persons"]),
            day=statement["effective"],
            destination=statement["destination"],
            number=statement["certificate"],
        ),
        successors(statement, names),
    )


@told("arrive_elsewhere", "已在外地登记", "Registered elsewhere")
def arrive_elsewhere(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{who}自{day}起已在外地登记（户口迁移证 {number}，回执 {receipt}）。",
            "{who}: registered elsewhere from {day} on (migration certificate {number}, receipt {receipt}).",
        ),
        who=names.people(statement["persons"]),
        day=statement["effective"],
        number=statement["certificate"],
        receipt=statement["receipt"],
    )


_REASONS = {
    "expired": Text("户口迁移证过期", "the migration certificate expired"),
    "lost": Text("户口迁移证遗失", "the migration certificate was lost"),
    "refused": Text("迁入地不予登记", "the other register refused"),
    "withdrawn": Text("本人不再迁移", "the person no longer moves"),
}


@told("return_to_origin", "恢复原户口", "Restored at the origin")
def return_to_origin(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "因{reason}，{who}自{day}起恢复登记在{home}；户口迁移证 {number} 作废。",
            "{who}: restored in {home} from {day} on, as {reason}; migration certificate {number} is void.",
        ),
        reason=_REASONS.get(statement["reason"], statement["reason"]),
        who=movers(statement["members"], names),
        day=statement["effective"],
        home=names.household(body["results"]["household_id"]),
        number=statement["certificate"],
    )


_KINDS = {
    None: Text("家庭户", "a family household"),
    "unit": Text("单位集体户", "a unit's collective household"),
    "school": Text("学校集体户", "a school's collective household"),
    "talent_centre": Text("人才中心集体户", "the talent centre's collective household"),
    "community": Text("社区集体户", "the community's collective household"),
}


def _kind(house: Body) -> Text:
    return _KINDS.get(house["sort"], _KINDS[None])


def gone_to(into: object, body: Body, names: Names) -> Text:
    """Name the household gone to, with the address where it was founded by the act."""
    if isinstance(into, int):
        return names.household(into)
    house = body["results"]["household"]
    return say(
        Text("{address}新立的{home}", "{home}, founded at {address}"),
        address=names.address(house["address"]),
        home=names.household(house["id"]),
    )
