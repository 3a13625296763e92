-- An entry is undone by one business at a time, whether a matter, a case or anything else entered it.
create unique index matter_one_undoing_of_entry on matter ((asked ->> '_entry'))
  where kind = 'undo' and state not in ('withdrawn', 'refused');
