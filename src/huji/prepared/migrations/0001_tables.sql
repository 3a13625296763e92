-- What citizens laid aside for the counter: locked with their code, found by its digest, gone after thirty days or
-- as soon as it is used. Whole days only, so that no row can be laid beside a line of another log.
create table prepared_application (
  digest  bytea primary key check (length(digest) = 32),
  content bytea not null check (length(content) between 1 and 8192),
  made    date not null,
  until   date not null,
  check (until between made and made + 30));
create index prepared_application_until on prepared_application (until);

create function prepared_today() returns date language sql stable set search_path = pg_catalog, pg_temp
  as $$ select (now() at time zone 'Asia/Shanghai')::date $$;

-- Adds a row and returns its last day. What has run out makes room first; the number of rows is bounded.
create function prepared_keep(digest bytea, content bytea) returns date language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare today date := prepared_today(); begin
  delete from prepared_application a where a.digest in
    (select o.digest from prepared_application o where o.until < today limit 200 for update skip locked);
  if (select count(*) from prepared_application) >= 50000 then
    raise exception 'too many prepared applications' using errcode = '54000';
  end if;
  insert into prepared_application values (prepared_keep.digest, prepared_keep.content, today, today + 30);
  return today + 30;
end $$;

create function prepared_look(digest bytea) returns bytea language sql stable security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select a.content from prepared_application a where a.digest = prepared_look.digest and a.until >= prepared_today() $$;

create function prepared_take(digest bytea) returns bytea language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  delete from prepared_application a where a.digest = prepared_take.digest and a.until >= prepared_today()
  returning a.content $$;

create function prepared_forget() returns integer language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from prepared_application a where a.until < prepared_today() returning 1)
  select count(*)::integer from gone $$;

-- No role touches the table. The public pages add; acts at the counter look and take, each by a digest they know.
revoke all on function prepared_today(), prepared_keep(bytea, bytea), prepared_look(bytea), prepared_take(bytea),
  prepared_forget() from public;
grant execute on function prepared_keep(bytea, bytea) to huji_web;
grant execute on function prepared_look(bytea), prepared_take(bytea), prepared_forget() to huji_writer;
