-- A row of the quarantine goes from one office to another: who sent it, when and why is kept, and never rewritten.

create table quarantine_forwarding (
  conversion int    not null,
  row        bigint not null,
  entry      bigint not null,
  sender     int    not null references places_office,
  receiver   int    not null references places_office,
  officer    bigint not null,
  "on"       date   not null,
  reason     text   not null check (reason <> ''),
  primary key (conversion, row, entry),
  foreign key (conversion, row) references quarantine_row on delete cascade,
  constraint quarantine_forwarding_two_offices check (sender <> receiver));

-- Whoever sees the row sees how it came there; who sent it keeps what was sent.
alter table quarantine_forwarding enable row level security;
create policy reads on quarantine_forwarding for select to huji_web using ((select register_everywhere())
  or sender = any ((select register_area())::int[])
  or exists (select from quarantine_row q where q.conversion = quarantine_forwarding.conversion
                and q.row = quarantine_forwarding.row));
create policy writes on quarantine_forwarding to huji_writer using (true) with check (true);
create policy audits on quarantine_forwarding for select to huji_auditor using (true);
grant select on quarantine_forwarding to huji_web, huji_writer, huji_auditor;
grant insert on quarantine_forwarding to huji_writer;
create trigger entered_now after insert on quarantine_forwarding referencing new table as added
  for each statement when (current_user = 'huji_writer') execute function ledger_entered_now('entry');

-- Whose policy shows every row asks by itself whether one is still the office's.
grant execute on function register_area(), register_everywhere() to huji_writer;

-- An open row changes its office by being forwarded in this very transaction, and by nothing else. Of the writer
-- alone: the owner sets up and mends.
create function quarantine_forwards() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.state <> 'open' or new.state <> 'open' or not exists (
       select from quarantine_forwarding f where f.conversion = new.conversion and f.row = new.row
          and f.sender = old.office and f.receiver = new.office and ledger_entry_is_ours(f.entry)) then
    raise exception 'a row changes its office by being forwarded'
      using errcode = '23514', constraint = 'quarantine_row_forwarded';
  end if;
  return new;
end $$;
create trigger forwards before update of office on quarantine_row for each row
  when (current_user = 'huji_writer' and new.office <> old.office) execute function quarantine_forwards();
revoke all on function quarantine_forwards() from public;
