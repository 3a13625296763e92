-- Tokens with which an officer's program reads as the officer: the digest alone is kept, for a time, until revoked.
create table officers_token (
  id            bigint      generated always as identity primary key,
  officer       bigint      not null references officers_officer,
  digest        bytea       not null unique check (octet_length(digest) = 32),
  label         text        not null check (length(label) between 1 and 100),
  made          timestamptz not null default clock_timestamp(),
  expires       timestamptz not null check (expires > made and expires <= made + interval '400 days'),
  entry         bigint      not null,
  revoked_entry bigint      check (revoked_entry > entry));
create index officers_token_officer on officers_token (officer);

grant insert (officer, digest, label, made, expires, entry), update (revoked_entry),
  select (id, officer, label, made, expires, entry, revoked_entry) on officers_token to huji_writer;
grant select (id, officer, label, made, expires, entry, revoked_entry) on officers_token to huji_auditor;

-- Whose token a digest is: nobody's once it is past its time or revoked, or its officer dismissed. The reading role
-- sees no row: it asks about a digest it knows.
create function officers_token_holder(asked bytea) returns table (token bigint, officer bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.id, t.officer from officers_token t join officers_officer o on o.id = t.officer
   where t.digest = asked and t.revoked_entry is null and t.expires > clock_timestamp() and o.is_active
$$;
revoke all on function officers_token_holder(bytea) from public;
grant execute on function officers_token_holder(bytea) to huji_web;

-- What was revoked stays revoked.
create function officers_token_stays() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'a token is revoked once' using errcode = '23514', constraint = 'officers_token_revoked_once';
end $$;
revoke all on function officers_token_stays() from public;
create trigger stays before update on officers_token for each row
  when (old.revoked_entry is not null or new.revoked_entry is null) execute function officers_token_stays();
