-- Each chain by the moments of its entries, which never go back along it: what was known at an instant is then
-- found by one look a chain, however many entries there are.
create index ledger_entry_recorded on ledger_entry (office, recorded, entry);
