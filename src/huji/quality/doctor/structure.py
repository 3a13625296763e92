"""The guards themselves: constraints validated, triggers on, row security in force, indexes valid."""

from collections.abc import Iterable

from huji.quality.doctor import guards
from huji.quality.doctor.values import Check, Weight
from huji.runtime import closing
from huji.standards import Text

_MIGRATE = Text(
    "结构被改动过：对照本版本的迁移恢复，再运行 huji doctor。",
    "The schema was changed by hand: put it back as the migrations have it, then ask the doctor again.",
)
_TRIGGERS = [(table, name) for table, told in guards.TRIGGERS.items() for name in told.split()]


def _values(rows: Iterable[tuple[str, ...]]) -> str:
    return ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in rows)


UNDER_WAY = Check(
    "conversion.under_way",
    Text("未完成的转换", "a conversion under way"),
    Text(
        "原户籍正在转换或转换中断：登记簿已关闭，约束暂时卸下，其余检查无从判断。",
        "A conversion is under way, or was interrupted: the register is closed, its guards are off;"
        " what they guard cannot be judged.",
    ),
    closing.HINT,
    f"select id from conversion where state = 'running' and ({closing.CLOSED})",
    ("conversion",),
)
"""Asked first; while it finds one, only what does not read the register is asked."""
CHECKS = (
    UNDER_WAY,
    Check(
        "guard.triggers",
        Text("守护触发器", "guarding triggers"),
        Text(
            "某触发器不在或被停用：保证不再成立。",
            "A trigger is gone or off: what it promised no longer holds.",
        ),
        _MIGRATE,
        f"""select g.t || '.' || g.name from (values {_values(_TRIGGERS)}) g (t, name)
            where not exists (select from pg_trigger t
              where t.tgrelid = to_regclass(g.t) and t.tgname = g.name and t.tgenabled in ('O', 'A'))
           union
           select t.tgrelid::regclass || '.' || t.tgname from pg_trigger t
             join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and t.tgenabled = 'D'""",
        ("standing", "ledger_entry", "documents_paper"),
    ),
    Check(
        "guard.constraints",
        Text("约束", "constraints"),
        Text("某约束不在或未验证：保证不再成立。", "A constraint is gone or was never validated."),
        _MIGRATE,
        f"""select g.name from (values {_values((name,) for name in guards.CONSTRAINTS.split())}) g (name)
            where not exists (select from pg_constraint c where c.conname = g.name)
           union
           select conrelid::regclass || '.' || conname from pg_constraint
            where connamespace = 'public'::regnamespace and not convalidated""",
        ("standing",),
    ),
    Check(
        "guard.references",
        Text("行之间的引用", "references between rows"),
        Text("某行引用了不存在的人、户、地址或派出所。", "A row names what is not there."),
        _MIGRATE,
        """select 'standing ' || s.person from standing s where upper_inf(s.known) and
             (not exists (select from person p where p.id = s.person)
              or s.household is not null and not exists (select from household h where h.id = s.household)
              or not exists (select from places_office o where o.id = s.office))
           union
           select 'household ' || a.household from household_address a where
             not exists (select from places_address p where p.id = a.address)
              or not exists (select from household h where h.id = a.household)
           union
           select 'kinship ' || k.person from kinship k where
             not exists (select from person p where p.id = k.person)
              or not exists (select from person p where p.id = k.relative)
           union
           select 'number ' || n.person from citizen_number n
            where not exists (select from person p where p.id = n.person)""",
        (
            "standing",
            "person",
            "household",
            "places_office",
            "places_address",
            "kinship",
            "household_address",
        ),
    ),
    Check(
        "guard.row_security",
        Text("行级安全", "row security"),
        Text(
            "某表的行级安全被关闭：派出所会看到辖区外的人。",
            "Row security of a table is off: offices see beyond their area.",
        ),
        _MIGRATE,
        """select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
              and not c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)""",
        ("person",),
    ),
    Check(
        "guard.temporary",
        Text("可以建临时表的角色", "who may make temporary tables"),
        Text(
            "有人可以建临时表：冒充本系统的工作表。",
            "Somebody may make temporary tables, and pass them off as ours.",
        ),
        Text(
            "由所有者 revoke temporary on database … from …。",
            "The owner runs revoke temporary on database … from ….",
        ),
        """select case a.grantee when 0 then 'public' else a.grantee::regrole::text end
             from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
            where d.datname = current_database() and a.privilege_type = 'TEMPORARY'
              and a.grantee <> d.datdba""",
        ("person",),
    ),
    Check(
        "guard.indexes",
        Text("索引", "indexes"),
        Text(
            "某索引无效：查询变慢，唯一性可能失守。", "An index is invalid: slow, and uniqueness may be lost."
        ),
        Text("由所有者 reindex。", "The owner runs reindex."),
        """select indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indexrelid
            where c.relnamespace = 'public'::regnamespace and not (i.indisvalid and i.indisready)""",
        ("person",),
    ),
    Check(
        "archive.failing",
        Text("日志归档", "the archive of the log"),
        Text(
            "最近一段日志没有归档成功，或从未设置归档：磁盘坏时，最近的登记会丢失。",
            "The log is not archived, or its last segment was not: a dead disk takes the latest acts.",
        ),
        Text(
            "运行 huji backup --to；查看备份目录的空间和权限。自管服务器见 docs/operate.md。",
            "Run huji backup --to; look at its directory's room and rights. Own server: docs/operate.md.",
        ),
        """select coalesce(last_failed_wal, 'off') from pg_stat_archiver
            where current_setting('archive_mode') = 'off'
               or last_archived_wal is null
               or last_failed_time > last_archived_time
               or (select setting from pg_settings where name = 'archive_command') = 'true'""",
        ("person",),
        Weight.DUE,
    ),
)
