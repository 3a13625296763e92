-- Nobody is married to one who has ended: neither by a marriage made or resumed, nor by an end entered or restored.
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
  if exists (
    select from kinship k join standing s on s.person = k.relative and upper_inf(s.known) and s.kind = 'ended'
       and s.valid && k.valid
     where k.person in (new.person, new.relative) and k.relative in (new.person, new.relative)
       and k.kind = 'spouse' and upper_inf(k.known))
  then
    raise exception 'the marriage of % and % outlasts one of them', new.person, new.relative
      using errcode = '23514', constraint = 'kinship_of_the_living', table = 'kinship';
  end if;
  return null;
end $$;

create function an_end_leaves_nobody_married() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from standing s join kinship k on k.person = s.person and k.kind = 'spouse' and upper_inf(k.known)
       and k.valid && s.valid
     where s.person = new.person and s.kind = 'ended' and upper_inf(s.known))
  then
    raise exception '% has ended and is married', new.person
      using errcode = '23514', constraint = 'kinship_of_the_living', table = 'standing';
  end if;
  return null;
end $$;
create constraint trigger leaves_nobody_married after insert on standing
  deferrable initially deferred for each row when (new.kind = 'ended') execute function an_end_leaves_nobody_married();

revoke all on function an_end_leaves_nobody_married() from public;
