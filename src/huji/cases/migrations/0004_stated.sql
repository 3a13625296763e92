-- What the applicant said beforehand, taken over under a code: it helps to fill in a draft, proves nothing, and goes
-- with the draft.
alter table case_file add column stated jsonb;
alter table case_file add constraint case_stated_in_drafts check (stated is null or state = 'draft');
grant insert (stated), update (stated) on case_file to huji_writer;
