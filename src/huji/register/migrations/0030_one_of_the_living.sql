-- Both tables are asked by one function that nobody is married who has ended; 0023 had one a table. What 0023 made is
-- taken back where it stands, so that any earlier installation comes out alike.
drop trigger if exists leaves_nobody_married on standing;
drop trigger if exists of_the_living on standing;
drop trigger if exists of_the_living on kinship;
drop function if exists an_end_leaves_nobody_married();

create or replace function marriage_has_both_sides() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from kinship k where k.person in (new.person, new.relative) and k.relative in (new.person, new.relative)
       and k.kind = 'spouse' and upper_inf(k.known) and not exists (
         select from kinship o where o.person = k.relative and o.relative = k.person and o.kind = 'spouse'
            and o.valid = k.valid and upper_inf(o.known)))
  then
    raise exception 'the marriage of % and % is held from one side', new.person, new.relative
      using errcode = '23514', constraint = 'kinship_both_sides', table = 'kinship';
  end if;
  return null;
end $$;

-- Nobody is married who has ended: neither by a marriage made or resumed (held from both sides, so that each side is
-- asked of its own), nor by an end entered or restored.
create or replace function marriage_of_the_living() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from standing s join kinship k on k.person = s.person and k.kind = 'spouse' and upper_inf(k.known)
       and k.valid && s.valid
     where s.person = new.person and s.kind = 'ended' and upper_inf(s.known))
  then
    raise exception '% has ended and is married', new.person
      using errcode = '23514', constraint = 'kinship_of_the_living', table = tg_table_name;
  end if;
  return null;
end $$;
create constraint trigger of_the_living after insert on kinship
  deferrable initially deferred for each row when (new.kind = 'spouse') execute function marriage_of_the_living();
create constraint trigger of_the_living after insert on standing
  deferrable initially deferred for each row when (new.kind = 'ended') execute function marriage_of_the_living();

revoke all on function marriage_of_the_living() from public;
