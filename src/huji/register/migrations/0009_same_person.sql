-- Two registrations that were one person's: the one cancelled, and the one that stays. It holds while the former
-- is believed to have ended as a duplicate.
create table same_person (
  person bigint not null references person,
  kept   bigint not null references person,
  entry  bigint not null,
  primary key (person, entry),
  constraint same_person_are_two check (person <> kept));
create index same_person_kept on same_person (kept);

create function same_person_now() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not register_entry_is_ours(new.entry) then
    raise exception 'a duplicate is linked by the entry being made'
      using errcode = '23514', constraint = 'register_past', table = 'same_person';
  end if;
  return null;
end $$;
create trigger now after insert on same_person for each row execute function same_person_now();
revoke all on function same_person_now() from public;

alter table same_person enable row level security;
create policy writes on same_person to huji_writer using (true) with check (true);
create policy audits on same_person for select to huji_auditor using (true);
create policy reads on same_person for select to huji_web using ((select register_everywhere())
  or register_keeps(person) or register_keeps(kept));
grant select on same_person to huji_web, huji_writer, huji_auditor;
grant insert on same_person to huji_writer;
