-- How often somebody tried: sign-ins, second factors, verification codes. Counted here, so that every worker and
-- every machine counts together. Lost after a crash, and no loss: unlogged.
create unlogged table web_try (
  key   text        primary key,
  value jsonb       not null,
  until timestamptz not null);
create index web_try_until on web_try (until);

grant select, insert, update, delete on web_try to huji_web;
