-- An open case follows its address to the office that keeps it by now (huji.cases.acts.follow_places).
grant update (office) on case_file to huji_writer;

-- Whoever sees a case sees its scans, facts and papers, whichever office took them in or issued them.
create policy of_a_case_in_sight on evidence for select to huji_web using (
  exists (select from case_file c where c.number = evidence."case"));
create policy of_a_case_in_sight on fact for select to huji_web using (
  scope <> '' and exists (select from case_file c where c.number = fact.scope));
create policy of_a_case_in_sight on documents_paper for select to huji_web using (
  case_number is not null and exists (select from case_file c where c.number = documents_paper.case_number));
