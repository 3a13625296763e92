"""Splitting and merging households, moving within the city, joining relatives, collectives, the forces."""

from huji.register.telling.choices import chosen
from huji.register.telling.moving import gone_to
from huji.register.telling.names import Names, listed
from huji.register.telling.sentences import Body, told
from huji.register.telling.wording import joined, movers, relation, say, successors
from huji.standards import Text

_SPLIT = {
    "property": Text("房屋析产", "the dwelling was divided"),
    "marriage": Text("婚姻关系变更", "a marriage changed"),
    "agreement": Text("协商一致", "all agreed"),
}


@told("split_household", "分户", "Household split")
def split_household(body: Body, names: Names) -> Text:
    statement, house = body["statement"], body["results"]["household"]
    return joined(
        say(
            Text(
                "因{ground}，{who}自{day}起从{old}分出，在{address}立{new}。",
                "{who}: split off from {old} on {day}, as {ground}, to form {new} at {address}.",
            ),
            ground=_SPLIT.get(statement["ground"], statement["ground"]),
            who=movers(statement["members"], names),
            day=statement["effective"],
            old=names.household(statement["household"]),
            address=names.address(house["address"]),
            new=names.household(house["id"]),
        ),
        successors(statement, names),
    )


@told("merge_households", "并户", "Households merged")
def merge_households(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{absorbed}自{day}起并入{into}；并入人员：{who}。",
            "From {day} on, {absorbed} merged into {into}, with {who}.",
        ),
        absorbed=listed(names.household(which) for which in statement["absorbed"]),
        day=statement["effective"],
        into=names.household(statement["into"]),
        who=_registered(body, names, {statement["into"]}),
    )


@told("move_within", "市内迁移", "Moved within the city")
def move_within(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}凭{dwelling}，自{day}起迁入{home}。",
                "{who}: moved to {home} from {day} on, by right of {dwelling}.",
            ),
            who=movers(statement["members"], names),
            dwelling=chosen(statement["dwelling"]),
            day=statement["effective"],
            home=gone_to(statement["into"], body, names),
        ),
        successors(statement, names),
    )


@told("move_household", "整户迁移", "Household moved")
def move_household(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{home}凭{dwelling}，自{day}起整户迁至{address}。",
            "{home} moved to {address} on {day} ({dwelling}).",
        ),
        home=names.household(statement["household"]),
        dwelling=statement["dwelling"],
        day=statement["effective"],
        address=names.address(statement["address"]),
    )


@told("join_relatives", "投靠", "Joined relatives")
def join_relatives(body: Body, names: Names) -> Text:
    statement = body["statement"]
    house = next(row[3] for row in body["results"]["standings"])
    return joined(
        say(
            Text(
                "{who}自{day}起投靠{relative}，登记在{home}。",
                "{who}: joined {relative} in {home} from {day} on.",
            ),
            who=movers(statement["members"], names),
            day=statement["effective"],
            relative=names.person(statement["relative"]),
            home=names.household(house),
        ),
        successors(statement, names),
    )


_ENTERED = {
    "admitted": Text("入学", "admitted to the school"),
    "employed": Text("单位录用", "employed by the unit"),
    "talent": Text("人才中心托管", "kept by the talent centre"),
    "nowhere": Text("无处落户", "with nowhere else to be registered"),
}


@told("enter_collective", "集体户落户", "Entered a collective household")
def enter_collective(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}因{ground}（{evidence}），自{day}起登记在集体户{home}。",
                "{who}: {ground} ({evidence}), in the collective {home} from {day} on.",
            ),
            who=names.people(statement["persons"]),
            ground=_ENTERED.get(statement["ground"], statement["ground"]),
            evidence=statement["evidence"],
            day=statement["effective"],
            home=names.household(statement["household"]),
        ),
        successors(statement, names),
    )


_LEFT = {
    "home": Text("有住所", "a home of one's own"),
    "relatives": Text("投靠亲属", "relatives to join"),
    "other_unit": Text("工作变动", "work at another unit"),
    "studies_ended": Text("学业结束", "the end of studies"),
    "unit_gone": Text("离开单位或者单位撤销", "the end of the work or of the unit"),
}


@told("leave_collective", "迁出集体户", "Left a collective household")
def leave_collective(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}因{ground}迁出集体户，自{day}起登记在{home}。",
                "{who}: left the collective household for {ground}, in {home} from {day} on.",
            ),
            who=movers(statement["members"], names),
            ground=_LEFT.get(statement["ground"], statement["ground"]),
            day=statement["effective"],
            home=gone_to(statement["into"], body, names),
        ),
        successors(statement, names),
    )


_RIGHTS = {
    "contracted_land": Text("承包地", "contracted land"),
    "homestead": Text("宅基地", "a homestead"),
    "couple": Text("夫妻居住地", "the couple's home there"),
}


@told("return_to_village", "回原籍农村落户", "Returned to the village")
def return_to_village(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return joined(
        say(
            Text(
                "{who}凭{holder}的{right}，自{day}起回农村登记在{home}。",
                "{who}: back in the village by {right} ({holder}), in {home} from {day} on.",
            ),
            who=movers(statement["members"], names),
            holder=names.person(statement["holder"]),
            right=_RIGHTS.get(statement["right"], statement["right"]),
            day=statement["effective"],
            home=gone_to(statement["into"], body, names),
        ),
        successors(statement, names),
    )


@told("enlist", "入伍注销", "Joined the forces")
def enlist(body: Body, names: Names) -> Text:
    statement = body["statement"]
    told_kin = statement.get("told_kin")
    return joined(
        say(
            Text(
                "{who}凭{notice}入伍，自{day}起注销户口。",
                "{who} joined the forces ({notice}); the registration is cancelled from {day} on.",
            ),
            who=names.person(statement["person"]),
            notice=statement["notice"],
            day=statement["effective"],
        ),
        say(Text("{day}已告知直系亲属。", "The kin were told on {day}."), day=told_kin) if told_kin else None,
        successors(statement, names),
    )


@told("discharge", "退役落户", "Registered after service")
def discharge(body: Body, names: Names) -> Text:
    statement = body["statement"]
    dismissed = statement["kind"] == "dismissed"
    return say(
        Text(
            "{who}（{as_what}）{how}，凭{letter}自{day}起登记在{home}。",
            "{who} ({as_what}) {how}, and on {letter} is registered in {home} from {day} on.",
        ),
        who=names.person(statement["member"]["person"]),
        as_what=relation(statement["member"]["relation"]),
        how=Text("离开部队", "was dismissed from the forces")
        if dismissed
        else Text("退役", "left the forces"),
        letter=statement["letter"],
        day=statement["effective"],
        home=gone_to(statement["into"], body, names),
    )


def _registered(body: Body, names: Names, homes: set[int]) -> Text:
    """Name those whom the entry registers in one of the households, with their relations."""
    return movers(
        [
            {"person": row[0], "relation": row[4]}
            for row in body["results"]["standings"]
            if row[2] == "registered" and row[3] in homes
        ],
        names,
    )


@told("restore_lapsed", "迁移证逾期恢复", "Restored, certificate lapsed")
def restore_lapsed(body: Body, names: Names) -> Text:
    statement, rows = body["statement"], body["results"]["standings"]
    return say(
        Text(
            "户口迁移证 {number} 逾期未用（{inquiry}），{who}自{day}起恢复登记在{home}。",
            "{who}: restored in {home} from {day} on, as migration certificate {number} lapsed unused"
            " ({inquiry}).",
        ),
        number=statement["certificate"],
        inquiry=chosen(statement["inquiry"]),
        who=_registered(body, names, {row[3] for row in rows}),
        day=statement["effective"],
        home=listed(names.household(which) for which in sorted({row[3] for row in rows})),
    )


@told("death_in_transit", "迁移途中死亡", "Died in transit")
def death_in_transit(body: Body, names: Names) -> Text:
    statement = body["statement"]
    return say(
        Text(
            "{who}于{day}在迁移途中死亡（{evidence}），户口迁移证 {number} 退回，恢复户口并注销。",
            "{who} died on {day} in transit ({evidence}); certificate {number} came back, and the"
            " registration was restored and ended.",
        ),
        who=names.person(statement["person"]),
        day=statement["died"],
        evidence=chosen(statement["evidence"]),
        number=statement["certificate"],
    )
