"""The two ways to hold the application's connection: reading as `huji_web`, writing as `huji_writer`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def writing() -> Iterator[None]:
    """Run the block as the role `huji_writer` in one transaction; an outer block is joined.

    The role is local to the transaction: it ends with it, whether it commits or not.
    """
    if connection.in_atomic_block and _role() == "huji_writer":
        with transaction.atomic(savepoint=False):
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local role huji_writer")
        yield


def set_area(offices: Iterable[int] | str | None) -> None:
    """Show this connection the rows of `offices` (ids), of every office ("*"), or none (None).

    Row security reads the setting; a connection that was told nothing sees nothing.
    """
    if offices is None:
        area = ""
    elif isinstance(offices, str):
        area = offices
    else:
        area = ",".join(str(int(office)) for office in sorted(offices))
    with connection.cursor() as cursor:
        cursor.execute("select set_config('huji.area', %s, false)", [area])


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (role,) = cursor.fetchone()
    return str(role)
