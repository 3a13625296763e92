"""The register against the ledger: nothing is believed that no entry made, and what entries made is there."""

from huji.quality.doctor.values import REBUILD, Check, Weight
from huji.standards import Text

_BELIEFS = ("standing", "citizen_number", "particulars", "household_address", "kinship")
_ENTRIES = " union ".join(
    f"select lower(known) as n from {table} union select upper(known) from {table} where not upper_inf(known)"
    for table in _BELIEFS
)

CHECKS = (
    Check(
        "ledger.entries",
        Text("每一登记的台账条目", "entries by which beliefs begin and end"),
        Text(
            "有的行说是由某条目登记或停止相信的，而台账没有该条目。",
            "A row says that it is believed since an entry, or until one, which the ledger does not have.",
        ),
        REBUILD,
        f"""select n from ({_ENTRIES} union select created_entry from person
             union select created_entry from household) b
            where not exists (select from ledger_entry e where e.entry = b.n)""",
        (*_BELIEFS, "person", "household", "ledger_entry"),
    ),
    Check(
        "ledger.standings",
        Text("台账所记的状态", "standings that entries gave"),
        Text(
            "台账某条目给了某人一种状态，户籍中没有这一行或与之不同。",
            "An entry gave a person a standing; the register has no such row, or another.",
        ),
        REBUILD,
        """select e.entry from ledger_entry e,
             lateral jsonb_array_elements(convert_from(e.body, 'UTF8')::jsonb #> '{results,standings}') m
            where position('"standings":['::bytea in e.body) > 0
              and not exists (select from standing s
                where s.person = (m ->> 0)::bigint and lower(s.known) = e.entry
                  and lower(s.valid) = (m ->> 1)::date and s.kind::text = m ->> 2
                  and s.household is not distinct from (m ->> 3)::bigint
                  and s.relation is not distinct from m ->> 4 and s.office = (m ->> 5)::int)
            group by e.entry""",
        ("ledger_entry", "standing"),
    ),
    Check(
        "ledger.persons",
        Text("台账所立的人", "persons that entries made"),
        Text(
            "台账某条目登记了一个人，户籍中没有。", "An entry made a person whom the register does not hold."
        ),
        REBUILD,
        """select e.entry from ledger_entry e,
             lateral jsonb_path_query(convert_from(e.body, 'UTF8')::jsonb, 'lax $.results.persons[*].id') who
            where position('"persons":[{'::bytea in e.body) > 0
              and not exists (select from person p
                where p.id = (who #>> '{}')::bigint and p.created_entry = e.entry)
            group by e.entry""",
        ("ledger_entry", "person"),
    ),
    Check(
        "ledger.chains",
        Text("台账各链的编号和哈希", "numbers and hashes of the ledger's chains"),
        Text(
            "某条目不接前一条：编号有缺，或哈希不符。",
            "An entry does not follow the one before it: a number is missing, or the hash is another.",
        ),
        Text(
            "运行 huji ledger verify --seals 查明。",
            "Run huji ledger verify --seals, which reads the bodies too.",
        ),
        """select entry from (
             select entry, seq, prev, lag(seq, 1, 0) over w as before, lag(hash) over w as hash_before,
                    lag(entry, 1, 0) over w as entry_before
               from ledger_entry window w as (partition by office order by seq)) c
            where seq <> before + 1 or entry <= entry_before
               or prev <> coalesce(hash_before, decode(repeat('00', 32), 'hex'))""",
        ("ledger_entry",),
    ),
    Check(
        "ledger.clock",
        Text("台账条目的时间", "times of the ledger's entries"),
        Text(
            "条目的时间早于同链前一条，或晚于现在：服务器的时钟被调过。",
            "An entry was recorded before the one it follows, or later than now: the server's clock was set.",
        ),
        Text(
            "校准时钟（NTP）。条目的次序不受影响。",
            "Set the clock by NTP. The order of entries is not touched.",
        ),
        """select entry from (
             select entry, recorded, lag(recorded) over (partition by office order by seq) as before
               from ledger_entry) c
            where recorded < before or recorded > clock_timestamp() + interval '1 minute'""",
        ("ledger_entry",),
        Weight.DUE,
    ),
    Check(
        "ledger.sequences",
        Text("编号序列与其表", "sequences and their tables"),
        Text(
            "下一个编号已经用过，下次登记会失败。",
            "The next number is taken already: the next act would fail.",
        ),
        Text(
            "由数据库所有者用 setval 调到最大编号。", "The owner sets it to the greatest number with setval."
        ),
        """select name from (values
             ('person_id_seq', (select max(id) from person)),
             ('household_id_seq', (select max(id) from household)),
             ('places_office_id_seq', (select max(id) from places_office)),
             ('places_address_id_seq', (select max(id) from places_address)),
             ('ledger_entry_number', (select max(entry) from ledger_entry))) s (name, greatest_used)
             join pg_sequences q on q.schemaname = 'public' and q.sequencename = s.name
            where s.greatest_used > coalesce(q.last_value, 0)""",
        ("person", "household", "places_office", "places_address", "ledger_entry"),
    ),
)
