"""Beginning a conversion: the register is found empty and unused, and is closed, all at once or not at all.

A conversion that is refused leaves nothing behind: where a closing is noted, the register was empty.
"""

from huji.quality.conversion import catalog
from huji.quality.conversion.journal import Connection, Journal
from huji.quality.conversion.plan import Plan
from huji.standards import Refused, Text


def under_way(connection: Connection, plan: Plan) -> int | None:
    """Return the number of the conversion that was begun or done, None without one; refuse another's."""
    row = connection.execute(
        "select id, digest, plan from conversion where state <> 'rolled_back'"
    ).fetchone()
    if row is None:
        return None
    number, digest, mark = row
    if (digest, mark) != (plan.digest, plan.mark):
        raise Refused(
            "conversion.another",
            Text("这个系统已经开始或完成了另一次转换。", "Another conversion was begun, or done, here."),
            Text("请用它的方案，或先撤回。", "Use its plan, or roll it back."),
        )
    return int(number)


def close(connection: Connection, plan: Plan, number: int | None) -> Journal:
    """Note a conversion, close the register and take off what would be checked row by row: one transaction.

    `number` is that of a conversion noted before; where it has closed the register nothing is done. Raise
    `Refused` for a register that holds anybody or is used, and for an office that there is not.
    """
    if number is not None and Journal(connection, number).detail("close") is not None:
        return Journal(connection, number)
    _unused(connection)
    with connection.transaction():
        for table in catalog.LOADED:
            connection.execute(f"lock table {table} in access exclusive mode")
        _empty(connection)
        _office(connection, plan)
        journal = Journal(connection, number or _noted(connection, plan))
        journal.begin("close")
        held = catalog.guards(connection)
        connection.execute("revoke usage on schema public from public")
        catalog.take_off(connection, held)
        journal.done("close", {"guards": held.as_json()})
    return journal


def _noted(connection: Connection, plan: Plan) -> int:
    row = connection.execute(
        'insert into conversion (source, digest, plan, "on") values (%s, %s, %s, %s) returning id',
        [plan.source.name, plan.digest, plan.mark, plan.on],
    ).fetchone()
    assert row
    return int(row[0])


def _unused(connection: Connection) -> None:
    others = connection.execute(
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and usename is not null and usename <> current_user"
    ).fetchone()
    if others and others[0]:
        raise Refused(
            "register.in_use",
            Text(
                f"登记簿正在使用（{others[0]} 个连接）。",
                f"The register is being used ({others[0]} connections).",
            ),
            Text("请先停止 huji serve 和 huji work。", "Stop huji serve and huji work first."),
        )


def _empty(connection: Connection) -> None:
    row = connection.execute(
        "select exists (select from person) or exists (select from household)"
    ).fetchone()
    if row and row[0]:
        raise Refused(
            "register.not_empty",
            Text(
                "登记簿中已经有人或户，不能再转入。",
                "The register holds people: nothing can be converted into it.",
            ),
        )


def _office(connection: Connection, plan: Plan) -> None:
    """Refuse a plan edited to give rows to an office that there is not."""
    if connection.execute("select from places_office where id = %s", [plan.office]).fetchone() is None:
        raise Refused(
            "offices.unknown",
            Text(f"没有 {plan.office} 号派出所。", f"There is no office {plan.office}."),
            Text("请改正方案中的 office。", "Correct `office` in the plan."),
        )
