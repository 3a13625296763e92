-- Papers on file for a row of the quarantine are read by whoever reads the row, wherever it was forwarded to.
create policy quarantined on evidence for select to huji_web using (
  case when "case" ~ '^quarantine-[0-9]+-[0-9]+$' then exists (
    select from quarantine_row q where q.conversion = split_part("case", '-', 2)::int
       and q.row = split_part("case", '-', 3)::bigint) else false end);
