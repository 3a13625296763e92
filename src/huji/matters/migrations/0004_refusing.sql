-- What one officer may do on the spot he may refuse there, in writing. Scans are taken in until a matter is checked.
insert into matter_move (level, step, from_state, to_state) values
  ('spot', 'refuse', 'draft', 'refused'),
  ('spot', 'refuse', 'noticed', 'refused'),
  ('station', 'attach_evidence', 'accepted', 'accepted'),
  ('county', 'attach_evidence', 'accepted', 'accepted'),
  ('city', 'attach_evidence', 'accepted', 'accepted');
insert into matter_move (level, step, from_state, to_state)
select level, 'attach_evidence', state, state
  from unnest(array['spot', 'station', 'county', 'city']) level,
       unnest(array['draft', 'noticed', 'completion_requested']) state;
insert into matter_duty (level, step, role) values ('spot', 'refuse', 'counter');
insert into matter_duty (level, step, role)
select level, 'attach_evidence', role
  from unnest(array['spot', 'station', 'county', 'city']) level, unnest(array['counter', 'review']) role;

-- Whoever sees a matter sees its scans and papers, whichever office took them in: a matter may change its office.
create policy of_a_matter_in_sight on evidence for select to huji_web using (
  "case" like 'M%' and exists (select from matter m where m.number = evidence."case"));
create policy of_a_matter_in_sight on documents_paper for select to huji_web using (
  case_number like 'M%' and exists (select from matter m where m.number = documents_paper.case_number));
