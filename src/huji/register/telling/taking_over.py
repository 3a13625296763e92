"""The conversion of an old register, and taking over what it could not read."""

from huji.register.telling.names import Names
from huji.register.telling.sentences import Body, entered, told
from huji.register.telling.wording import relation, say
from huji.standards import Text


@told("take_over", "补录原户籍人员", "Taken over from the old register")
def take_over(body: Body, names: Names) -> Text:
    statement, results = body["statement"], body["results"]
    who, life = entered(results)
    return say(
        Text(
            "{who}（原户籍第 {row} 行）自{day}起登记在{home}（{as_what}）。",
            "{who} (row {row} of the old register) is registered in {home} as {as_what} since {day}.",
        ),
        who=names.person(who),
        row=statement["row"],
        day=life[-1][0],
        home=names.household(life[-1][3]),
        as_what=relation(statement["relation"]),
    )


@told("convert_register", "原户籍转入", "Old register converted")
def convert_register(body: Body, names: Names) -> Text:
    results = body["results"]
    return say(
        Text(
            "原户籍 {rows} 行，转入 {taken} 人，{rejected} 行待处理。",
            "{rows} rows of the old register: {taken} people taken over, {rejected} rows in quarantine.",
        ),
        rows=results["rows"],
        taken=results["loaded"] + results["flagged"],
        rejected=results["rejected"],
    )
