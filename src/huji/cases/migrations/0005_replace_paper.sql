-- A permit or certificate that was lost, or a certificate that ran out, is issued anew.
insert into case_move (kind, step, from_state, to_state) values
  ('from_outside', 'replace_paper', 'permit_issued', 'permit_issued'),
  ('to_outside', 'replace_paper', 'in_transit', 'in_transit');
insert into case_duty (step, role) values
  ('replace_paper', 'counter');
