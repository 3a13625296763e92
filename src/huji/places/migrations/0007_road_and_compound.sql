-- An address as people type it who leave out the number: road and compound, then the flat. All flats of a compound
-- share one key, so the index is small. `huji.places.models.ROAD_AND_COMPOUND` is the same expression.
create index places_address_road_compound on places_address ((road || compound) collate "C")
  where road is not null and compound is not null;
