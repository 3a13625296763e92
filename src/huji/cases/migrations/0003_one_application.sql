-- Nobody is in two applications under way at once, whether as applicant or as companion: two approvals would move
-- one person twice. An applicant twice is held by case_one_under_way already; this holds everybody else.
create index case_person_number on case_person (number);

create function case_under_way(state text) returns boolean language sql immutable set search_path = pg_catalog as
$$ select state in ('accepted', 'completion_requested', 'in_review', 'reviewed', 'approved', 'permit_issued', 'in_transit') $$;

create function case_people_elsewhere() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare people text[]; other text; begin
  select array_agg(number order by number) into people from (
    select applicant_number from case_file where number = new."case"
    union select number from case_person where "case" = new."case" and admitted is not false) of_case (number);
  -- One lock for each person, in one order for everybody: of two cases accepted at once the later sees the earlier.
  perform pg_advisory_xact_lock(hashtextextended(one, 37)) from unnest(people) one;
  select f.number into other from case_file f
    where f.number <> new."case" and case_under_way(f.state)
      and (f.applicant_number = any (people)
        or exists (select from case_person p where p."case" = f.number and p.number = any (people) and p.admitted is not false))
    limit 1;
  if found then
    raise exception 'somebody in case % is in case % too', new."case", other
      using errcode = '23505', constraint = 'case_one_under_way', table = 'case_file';
  end if;
  return null;
end $$;
create trigger people_elsewhere after insert on case_step for each row
  when (case_under_way(new.to_state) and not case_under_way(new.from_state))
  execute function case_people_elsewhere();

revoke all on function case_under_way(text), case_people_elsewhere() from public;
grant execute on function case_under_way(text) to huji_writer;

-- Whoever gives up the move while in transit is registered at the origin again at once.
insert into case_move (kind, step, from_state, to_state) values ('to_outside', 'withdraw', 'in_transit', 'restored');
