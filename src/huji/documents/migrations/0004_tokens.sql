-- The form a paper was issued by: sent twice, it issues once.
alter table documents_paper add column token text unique check (token <> '');
