-- What runs out at an office is found among that office's papers, not among all that the city ever issued: indexes, and
-- the policies (0003_security) in a form that an index by office serves.
create index move_in_permit_due on move_in_permit (office, expires) where used_entry is null and void_entry is null;
create index migration_certificate_due on migration_certificate (office, expires) where issuer = '' and void_entry is null;
alter policy reads on move_in_permit using (office = any ((
  select case when register_everywhere() then array(select id from places_office) else register_area() end)::int[]));
alter policy reads on migration_certificate using (office = any ((
  select case when register_everywhere() then array(select id from places_office) else register_area() end)::int[]));
