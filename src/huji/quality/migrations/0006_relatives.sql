-- Whom a row that was taken over names as father, mother or spouse, by a number that nobody taken over bore: when
-- that person is registered from the quarantine, the tie is made with the act.

create table conversion_relative (
  conversion int    not null references conversion,
  row        bigint not null,
  person     bigint not null references person,
  role       text   collate "C" not null check (role in ('father', 'mother', 'spouse')),
  number     text   collate "C" not null,
  primary key (conversion, row, role));
create index conversion_relative_number on conversion_relative (number);
create index conversion_relative_person on conversion_relative (person);

-- An office sees who names a person of its own quarantine, by the row alone.
alter table conversion_relative enable row level security;
create policy reads on conversion_relative for select to huji_web using ((select register_everywhere())
  or exists (select from quarantine_row q where q.conversion = conversion_relative.conversion
                and q.number = conversion_relative.number));
create policy writes on conversion_relative for select to huji_writer using (true);
create policy audits on conversion_relative for select to huji_auditor using (true);
grant select on conversion_relative to huji_web, huji_writer, huji_auditor;
