-- What is undone is undone by its own business, and by nothing else: otherwise the papers of a matter could fall
-- void, and it could be called undone, by a business that one officer carries out alone, the register unchanged.
alter table matter add constraint matter_undoing check (undoes is null or kind = 'undo');

create function matter_undone_by_one() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from matter m where m.undoes = new.matter and m.kind = 'undo' and m.state = 'done'
                    and register_entry_is_ours(m.act_entry)) then
    raise exception 'matter % is undone by no other', new.matter
      using errcode = '23514', constraint = 'matter_undone_by_one', table = 'matter_step';
  end if;
  return null;
end $$;
create trigger undone_by_one after insert on matter_step for each row
  when (new.step = 'undo') execute function matter_undone_by_one();
revoke all on function matter_undone_by_one() from public;
