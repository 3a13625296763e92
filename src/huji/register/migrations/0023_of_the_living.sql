-- Nobody is married who has ended: neither by a marriage made or resumed (held from both sides, so that each side is
-- asked of its own), nor by an end entered or restored.
create function marriage_of_the_living() returns trigger
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
