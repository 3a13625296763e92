"""The guards themselves: constraints validated, triggers on, row security in force, indexes valid."""

from huji.quality.doctor.values import Check, Weight
from huji.runtime import closing
from huji.standards import Text

_MIGRATE = Text(
    "结构被改动过：对照本版本的迁移恢复，再运行 huji doctor。",
    "The schema was changed by hand: put it back as the migrations have it, then ask the doctor again.",
)
_GUARDS = (
    ("standing", "append_only"),
    ("standing", "believed_now"),
    ("standing", "closed_now"),
    ("standing", "tiled"),
    ("standing", "standing_rests"),
    ("standing", "comes_headed"),
    ("standing", "leaves_headed"),
    ("person", "tiled"),
    ("citizen_number", "append_only"),
    ("particulars", "append_only"),
    ("household_address", "append_only"),
    ("kinship", "append_only"),
    ("person", "corrected"),
    ("person", "tiled_anew"),
    ("migration_certificate", "append_only"),
    ("household_address", "founded_here"),
    ("household_address", "keeps_its_members"),
    ("kinship", "both_sides"),
    ("places_office_area", "register_follows"),
    ("matter_step", "taken"),
    ("matter_step", "act_is_ours"),
    ("matter_step", "undone_by_one"),
    ("quarantine_row", "forwards"),
    ("quarantine_row", "registers"),
    ("quarantine_row", "stays"),
    ("move_in_permit", "append_only"),
    ("ledger_entry", "chain"),
    ("ledger_entry", "stays"),
    ("access_line", "stays"),
    ("documents_counter", "no_gap"),
    ("documents_paper", "in_turn"),
    ("documents_paper", "kept"),
    ("person", "entered_now"),
    ("household", "entered_now"),
    ("move_in_permit", "entered_now"),
    ("move_in_permit", "changed_now"),
    ("migration_certificate", "entered_now"),
    ("migration_certificate", "changed_now"),
    ("fact", "entered_now"),
    ("fact", "closed_now"),
    ("evidence", "entered_now"),
    ("quarantine_forwarding", "entered_now"),
    ("place_figure", "entered_now"),
    ("place_figure", "closed_now"),
    ("documents_paper", "entered_now"),
    ("documents_paper", "changed_now"),
    ("places_office", "entered_now"),
    ("places_office_area", "entered_now"),
    ("places_office_area", "closed_now"),
    ("places_address", "entered_now"),
    ("places_zone", "entered_now"),
    ("places_division", "entered_now"),
    ("places_dwelling", "entered_now"),
)
_CONSTRAINTS = (
    "standing_one_at_a_time",
    "standing_one_head",
    "standing_registered",
    "standing_death_is_final",
    "citizen_number_one_at_a_time",
    "citizen_number_never_shared",
    "particulars_one_at_a_time",
    "household_address_one_at_a_time",
    "kinship_one_tie",
    "kinship_one_spouse",
    "household_sort",
)


def _values(rows: tuple[tuple[str, ...], ...]) -> str:
    return ", ".join("(" + ", ".join(f"'{value}'" for value in row) + ")" for row in rows)


UNDER_WAY = Check(
    "conversion.under_way",
    Text("没有未完成的转换", "no conversion is under way"),
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
        Text("守护触发器都在并启用", "every guarding trigger is there and on"),
        Text(
            "某触发器不在或被停用：保证不再成立。",
            "A trigger is gone or off: what it promised no longer holds.",
        ),
        _MIGRATE,
        f"""select g.t || '.' || g.name from (values {_values(_GUARDS)}) g (t, name)
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
        Text("约束都在并已验证", "every constraint is there and validated"),
        Text("某约束不在或未验证：保证不再成立。", "A constraint is gone or was never validated."),
        _MIGRATE,
        f"""select g.name from (values {_values(tuple((name,) for name in _CONSTRAINTS))}) g (name)
            where not exists (select from pg_constraint c where c.conname = g.name)
           union
           select conrelid::regclass || '.' || conname from pg_constraint
            where connamespace = 'public'::regnamespace and not convalidated""",
        ("standing",),
    ),
    Check(
        "guard.references",
        Text("引用都指向存在的行", "every reference leads somewhere"),
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
        Text("行级安全都已启用", "row security is in force"),
        Text(
            "某表的行级安全被关闭：派出所会看到辖区外的人。",
            "Row security of a table is off: offices see beyond their area.",
        ),
        _MIGRATE,
        """select c.relname from pg_class c where c.relname in ('person', 'citizen_number', 'particulars',
             'household', 'household_address', 'standing', 'kinship', 'move_in_permit',
             'migration_certificate') and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity""",
        ("person",),
    ),
    Check(
        "guard.temporary",
        Text("只有所有者可以建临时表", "nobody but the owner makes temporary tables"),
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
        Text("索引都有效", "every index is valid"),
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
        Text("日志归档正常", "the log is archived"),
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
