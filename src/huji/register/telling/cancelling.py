"""Declared missing or dead, cancelled, restored, registered at last."""

from huji.register.telling.lives import STOOD
from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, entered, told
from huji.register.telling.wording import joined, relation, say, successors
from huji.standards import Text

_FOUND = {
    "missing": Text("宣告失踪", "declared missing"),
    "dead": Text("宣告死亡", "declared dead"),
}
_CANCELLED = {
    "settled_abroad": Text("出国（境）定居", "having settled abroad"),
    "foreign_nationality": Text("加入外国国籍", "having taken a foreign nationality"),
    "duplicate": Text("重复户口", "being a duplicate"),
    "fraud": Text("弄虚作假", "having been obtained by fraud"),
}
_RESTORED = {
    "returned_missing": Text("被宣告失踪后重新出现", "who had been declared missing came back"),
    "returned_dead": Text("被宣告死亡后重新出现", "who had been declared dead came back"),
    "returned_abroad": Text("回国（境内）定居", "came back from abroad to settle"),
    "cancelled_wrongly": Text("户口被错误注销", "had been cancelled wrongly"),
}
WHY_UNREGISTERED = {
    "birth_policy": Text("不符合计划生育政策或者非婚生育", "born against birth policy or out of wedlock"),
    "no_birth_certificate": Text("未办理《出生医学证明》", "without a certificate of birth"),
    "adopted_in_fact": Text("未办理收养登记的事实收养", "adopted in fact only"),
    "declared_missing": Text(
        "被宣告失踪、死亡后户口被注销", "cancelled after being declared missing or dead"
    ),
    "cancelled_after_marriage": Text("农村地区因婚嫁被注销户口", "cancelled after a marriage in the country"),
    "migration_lapsed": Text("户口迁移证件遗失或者超过有效期", "migration papers lost or expired"),
    "foreign_parent": Text("与外国人、无国籍人非婚生育", "born out of wedlock with a foreign parent"),
    "other": Text("其他原因", "other reasons"),
    "resettled": Text("安置移民", "resettled"),
    "spontaneous": Text("自发移民", "migrated of one's own accord"),
}


@told("declare_missing_or_dead", "宣告失踪、宣告死亡注销", "Declared missing or dead")
def declare_missing_or_dead(body: Body, names: Names) -> Text:
    statement, stood = body["statement"], STOOD.get(body["results"].get("stood"))
    return joined(
        say(
            Text(
                "{who}经人民法院{found}（{judgment}），自{day}起登记为死亡；{stood}，本次没有注销户口。",
                "{who}, {stood}, {found} by a court ({judgment}), is recorded as dead from {day} on;"
                " nothing was cancelled.",
            )
            if stood
            else Text(
                "{who}经人民法院{found}（{judgment}），自{day}起注销户口。",
                "{who}, {found} by a court ({judgment}), is no longer registered from {day} on.",
            ),
            stood=stood or "",
            who=names.person(statement["person"]),
            found=_FOUND[statement["finding"]],
            judgment=statement["judgment"],
            day=statement["effective"],
        ),
        successors(statement, names),
    )


@told("cancel", "注销户口", "Registration cancelled")
def cancel(body: Body, names: Names) -> Text:
    statement = body["statement"]
    former = statement.get("former")
    kept, register = statement.get("kept"), statement.get("former_register")
    return joined(
        say(
            Text(
                "{who}因{ground}，自{day}起注销户口（{evidence}）。",
                "{who}: cancelled from {day} on, {ground} ({evidence}).",
            ),
            who=names.person(statement["person"]),
            ground=_CANCELLED[statement["ground"]],
            day=statement["effective"],
            evidence=statement["evidence"],
        ),
        say(Text("保留{who}的户口。", "The registration of {who} is kept."), who=names.person(kept))
        if kept is not None
        else None,
        say(
            Text("在{home}恢复登记（{as_what}）。", "Registered again in {home} as {as_what}."),
            home=names.household(former["household"]),
            as_what=relation(former["relation"]),
        )
        if former
        else None,
        say(Text("恢复原登记地：{place}。", "Returned to the register of {place}."), place=register)
        if register
        else None,
        successors(statement, names),
    )


@told("restore", "恢复户口", "Registration restored")
def restore(body: Body, names: Names) -> Text:
    statement, results = body["statement"], body["results"]
    member, spouse = statement["member"], statement.get("spouse")
    [[_, life]] = results["lives"]
    return joined(
        say(
            Text(
                "{who}{ground}，自{day}起在{home}恢复户口（{as_what}；{evidence}）。",
                "{who}, {ground}: registered again in {home} as {as_what} from {day} on ({evidence}).",
            ),
            who=names.person(member["person"]),
            ground=_RESTORED[statement["ground"]],
            day=statement["effective"],
            home=names.household(life[-1][3]),
            as_what=relation(member["relation"]),
            evidence=statement["evidence"],
        ),
        say(
            Text("与{who}的婚姻关系自行恢复。", "The marriage with {who} resumes by law."),
            who=names.person(spouse),
        )
        if spouse is not None
        else None,
    )


@told("register_unregistered", "无户口人员登记", "Unregistered person registered")
def register_unregistered(body: Body, names: Names) -> Text:
    statement, results = body["statement"], body["results"]
    number = None
    if moved := results.get("standings"):
        [[who, _, _, home, *_]] = moved
    else:
        who, life = entered(results)
        home = life[-1][3]
        number = results["persons"][0]["number"] if results["assigned"] else None
    return joined(
        say(
            Text(
                "{who}（{why}）自{day}起登记在{home}（{as_what}）。",
                "{who} ({why}) was registered in {home} as {as_what} from {day} on.",
            ),
            who=names.person(who),
            why=WHY_UNREGISTERED[statement["why"]],
            day=statement["effective"],
            home=names.household(home),
            as_what=relation(statement["relation"]),
        ),
        say(Text("编定公民身份号码 {number}。", "Citizen number {number} was assigned."), number=number)
        if number
        else None,
    )
