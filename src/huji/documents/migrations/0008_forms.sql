-- An order is for the booklets of a community's households, or for the registration forms of everyone in them: a line
-- is then of one person.
alter table documents_batch add column kind text not null default 'booklet' check (kind in ('booklet', 'form'));
alter table documents_batch alter column kind drop default;
alter table documents_batch_item
  add column person bigint references person,
  drop constraint documents_batch_item_batch_household_key,
  add constraint documents_batch_item_once unique nulls not distinct (batch, household, person);

-- A line is of a person where the order is for forms, and of none where it is for booklets.
create function documents_line_fits() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from added a join public.documents_batch b on b.id = a.batch
              where (a.person is null) <> (b.kind = 'booklet')) then
    raise exception 'a line does not fit its order' using errcode = '23514', constraint = 'documents_line_fits';
  end if;
  return null;
end $$;
revoke all on function documents_line_fits() from public;
create trigger line_fits after insert on documents_batch_item referencing new table as added
  for each statement execute function documents_line_fits();
