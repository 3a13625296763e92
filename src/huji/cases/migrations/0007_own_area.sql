-- As before (0001_tables), in a form that the index by office and state serves: whose queue it is looks at the rows of
-- the own offices, not at every case of the city.
alter policy own_area on case_file using (office = any ((
  select case when register_everywhere() then array(select id from places_office) else register_area() end)::int[]));
