-- An address as people say it who live in a compound: from the compound on, without road and number.
-- `huji.places.models.INNER` is the same expression.
create index places_address_inner on places_address
  ((compound || coalesce(building || '幢', '') || coalesce(unit || '单元', '') || coalesce(room || '室', '')) collate "C")
  where compound is not null;
