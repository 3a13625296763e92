"""What the counters work with: papers, moves under way, cases; and what has run out."""

from huji.quality.doctor.values import REBUILD, RESTORE, Check, Weight
from huji.register.transit import LEFT_ON
from huji.standards import Text

_TODAY = "(now() at time zone 'Asia/Shanghai')::date"

CHECKS = (
    Check(
        "transit.overdue",
        Text("逾期的迁移", "moves overdue"),
        Text(
            "户口迁移证已过期，人仍在迁移途中。",
            "A migration certificate has expired and its person is still in transit.",
        ),
        Text("联系迁入地，或恢复原户口。", "Ask the register gone to, or restore the person at the origin."),
        f"""select distinct s.person from standing s
            where s.kind = 'in_transit' and upper_inf(s.known) and upper_inf(s.valid)
              and not exists (select from migration_certificate c
                where c.persons @> array[s.person] and c.issuer = '' and c.void_entry is null
                  and c.expires >= {_TODAY} and c.issued >= {LEFT_ON})""",
        ("standing", "migration_certificate"),
        Weight.DUE,
    ),
    Check(
        "permit.expired",
        Text("过期未用的准迁证", "permits that ran out unused"),
        Text("准予迁入证明过期，没有用过。", "A move-in permit has expired unused."),
        Text("通知申请人重新申领。", "Tell the applicant, who may apply again."),
        f"""select entry from move_in_permit
             where used_entry is null and void_entry is null and expires < {_TODAY}""",
        ("move_in_permit",),
        Weight.DUE,
    ),
    Check(
        "permit.entry",
        Text("准迁证的台账条目", "entries of permits and of their use"),
        Text("准迁证或其使用没有台账条目。", "A permit, or its use, has no entry of the ledger."),
        REBUILD,
        """select p.entry from move_in_permit p
            where not exists (select from ledger_entry e where e.entry = p.entry)
               or p.used_entry is not null
                  and not exists (select from ledger_entry e where e.entry = p.used_entry)
           union all
           select c.entry from migration_certificate c
            where not exists (select from ledger_entry e where e.entry = c.entry)""",
        ("move_in_permit", "migration_certificate", "ledger_entry"),
    ),
    Check(
        "paper.gap",
        Text("证件编号的连续", "numbers of papers, and their counters"),
        Text(
            "某所某类证件的编号有缺，或计数与证件不符。",
            "A number of an office's papers is missing, or its counter says otherwise.",
        ),
        RESTORE,
        """select c.office || '/' || c.kind || '/' || c.year from documents_counter c
             left join (select office, kind, year, count(*) as n, max(serial) as last from documents_paper
                         group by office, kind, year) p using (office, kind, year)
            where (c.last, c.last) is distinct from (coalesce(p.n, 0), coalesce(p.last, 0))""",
        ("documents_counter", "documents_paper"),
    ),
    Check(
        "paper.entry",
        Text("每张证件的台账条目", "entries of papers"),
        Text("某证件没有台账条目。", "A paper has no entry of the ledger."),
        REBUILD,
        """select number from documents_paper p
            where not exists (select from ledger_entry e where e.entry = p.entry)""",
        ("documents_paper", "ledger_entry"),
    ),
    Check(
        "case.settled",
        Text("办结案件的落户登记", "acts of settled cases"),
        Text(
            "案件写明已落户，台账中没有以其为案号的落户登记。",
            "A case says that it was settled; no act of the ledger names it.",
        ),
        RESTORE,
        # The bodies are read once and hashed by their case: not all of them anew for each case.
        """select f.number from case_file f left join (
             select distinct convert_from(e.body, 'UTF8')::jsonb ->> 'case' as number from ledger_entry e
              where e.act in ('settle', 'move_in', 'arrive_elsewhere')) a on a.number = f.number
            where f.state = 'settled' and a.number is null""",
        ("case_file", "ledger_entry"),
    ),
    Check(
        "case.applicant",
        Text("案件中的人", "persons of cases"),
        Text("案件引用了户籍中没有的人。", "A case names a person whom the register does not hold."),
        RESTORE,
        """select f.number from case_file f where f.person is not null
              and not exists (select from person p where p.id = f.person)""",
        ("case_file", "person"),
    ),
    Check(
        "case.state",
        Text("案件和业务的状态与其最后一步", "states of cases and matters, and their last steps"),
        Text(
            "状态与最后一步不符：有人改动过。", "A state is not that of the last step: somebody changed it."
        ),
        RESTORE,
        """select f.number from case_file f where f.state <> coalesce((select s.to_state from case_step s
              where s."case" = f.number order by s.id desc limit 1), 'draft')
           union
           select m.number from matter m where m.state <> coalesce((select s.to_state from matter_step s
              where s.matter = m.number order by s.id desc limit 1), 'draft')""",
        ("case_file", "case_step", "matter", "matter_step"),
    ),
    Check(
        "matter.acted",
        Text("办结业务的登记", "acts of matters that are done"),
        Text(
            "业务写明已办结，台账中没有该登记，或登记不以其为号。",
            "A matter says that it is done; its act is not in the ledger, or names another matter.",
        ),
        RESTORE,
        """select m.number from matter m left join ledger_entry e on e.entry = m.act_entry
            where m.act_entry is not null
              and (e.entry is null
                   or position(convert_to('"case":"' || m.number || '"', 'UTF8') in e.body) = 0)
           union
           select m.number from matter_step s join matter m on m.number = s.matter
            where not exists (select from ledger_entry e where e.entry = s.entry)""",
        ("matter", "matter_step", "ledger_entry"),
    ),
    Check(
        "matter.people",
        Text("业务中的人和户", "persons and households of matters"),
        Text("业务引用了户籍中没有的人或户。", "A matter names a person or household that is not there."),
        RESTORE,
        """select m.number from matter m
            where m.person is not null and not exists (select from person p where p.id = m.person)
               or m.household is not null
                  and not exists (select from household h where h.id = m.household)""",
        ("matter", "person", "household"),
    ),
    Check(
        "quarantine.waiting",
        Text("待处理的原始行", "rows of an old register in quarantine"),
        Text("转换时不能转入的行还没有处理。", "Rows that could not be taken over still wait."),
        Text("在“待处理”页逐行核对、更正或退回。", "Work through them on the page of the quarantine."),
        """select conversion || '/' || row from quarantine_row where state in ('open', 'proposed')""",
        ("quarantine_row",),
        Weight.DUE,
    ),
)
