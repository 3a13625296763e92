"""Whether the register is closed because a conversion is under way, and how that is said."""

from huji.standards import Refused, Text

CLOSED = "select not has_schema_privilege('public', 'public', 'usage')"
"""A conversion takes the schema from everybody but its owner until it is done."""
TEXT = Text(
    "原户籍正在转换，登记簿暂时关闭。",
    "A conversion is under way: the register is closed until it is done.",
)
HINT = Text(
    "若转换已中断：重新运行 huji convert run，或用 huji convert rollback 撤回。",
    "If it was interrupted, run huji convert run again, or undo it with huji convert rollback.",
)


def refusal() -> Refused:
    """Return what every command but the conversion's own says meanwhile."""
    return Refused("conversion.under_way", TEXT, HINT)


def closed() -> bool:
    """Return whether the register is closed, asked on a new connection; False where nobody answers."""
    from django.db import Error, connection

    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(CLOSED)
            return bool(cursor.fetchone()[0])
    except Error:
        return False


def explains(error: BaseException) -> bool:
    """Return whether an error of the database comes from a register that is closed."""
    from django.db import ProgrammingError
    from psycopg import errors

    return (
        isinstance(error, ProgrammingError | errors.UndefinedTable | errors.InsufficientPrivilege)
        and closed()
    )
