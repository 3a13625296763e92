-- What signing in needs, and nothing more: the application reads officers, keeps sessions and second factors.
-- Accounts are written by acts alone; a sign-in may touch its own time stamp and a re-hashed password.
grant select on officers_officer to huji_web, huji_writer;
-- An auditor has no use for what passwords are checked against.
grant select (id, last_login, username, full_name, role, office, is_active, appointed_entry)
  on officers_officer to huji_auditor;
grant update (last_login, password) on officers_officer to huji_web;
grant insert on officers_officer to huji_writer;
grant update (is_active) on officers_officer to huji_writer;
grant usage on sequence officers_officer_id_seq to huji_writer;

grant select, insert, update, delete on django_session to huji_web;
grant select on django_content_type to huji_web, huji_writer;
grant select, insert, update, delete on mfa_authenticator to huji_web;
grant usage on sequence mfa_authenticator_id_seq to huji_web;
grant select on account_emailaddress, account_emailconfirmation to huji_web;

-- Dismissal takes effect at once: the password no longer verifies, and Django rejects inactive accounts
-- on every request, so the open sessions of the officer are worthless.
create function officers_end_sessions(officer bigint) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as
$$ update officers_officer set password = '!' where id = officer and not is_active $$;
revoke all on function officers_end_sessions(bigint) from public;
grant execute on function officers_end_sessions(bigint) to huji_writer;
