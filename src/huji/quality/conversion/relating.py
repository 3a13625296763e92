"""What a relation to the head says of sex, age and number, as a table beside the rows of an old register.

The acts refuse what nobody can be (`huji.register.acts.fitting`); of an old register it is flagged, by the
same lists, within the scan that places each row in its household.
"""

import duckdb
import pyarrow as pa

from huji.register import bounds
from huji.standards import code_tables


def relations(db: duckdb.DuckDBPyConnection) -> None:
    """Create `fits`: a row for each code that says something, by `code`.

    `sex` of who bears it and `heads_sex` (null: either); `spouse`, `wedded`, `elder`, `junior`; `younger` and
    `older` than the head by how many full years; `single`, alike for codes of which a head has one in all.
    """
    codes = [one.code for one in code_tables.RELATION if one.code not in ("01", "02")]
    columns: dict[str, pa.Array] = {
        "code": pa.array(codes, pa.string()),
        "sex": pa.array([code_tables.sex_of_relation(code) for code in codes], pa.string()),
        "heads_sex": pa.array([bounds.HEADS_SEX.get(code) for code in codes], pa.string()),
        "spouse": pa.array([code in bounds.SPOUSES for code in codes], pa.bool_()),
        "wedded": pa.array([code in bounds.WEDDED for code in codes], pa.bool_()),
        "younger": pa.array([bounds.YOUNGER.get(code) for code in codes], pa.int32()),
        "older": pa.array([bounds.OLDER.get(code) for code in codes], pa.int32()),
        "elder": pa.array([code in bounds.ELDER for code in codes], pa.bool_()),
        "junior": pa.array([code in bounds.YOUNGER_SIBLING for code in codes], pa.bool_()),
        "single": pa.array([min(bounds.only_one(code), default=None) for code in codes], pa.string()),
    }
    db.register("relations", pa.table(columns))
    db.execute("create table fits as select * from relations")
    db.unregister("relations")
    db.execute(
        "create macro full_years(born, day) as year(day) - year(born)"
        " - (month(day) * 100 + day(day) < month(born) * 100 + day(born))::int"
    )
