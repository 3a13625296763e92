"""Places: registration offices and the communities they keep, standard addresses, zones set by hand.

Write through `huji.places.acts`. Read through `huji.places.queries`, and `huji.places.search` for what one
types; `huji.places.addresses` holds the values. Nothing here is personal, so every role may read all of it.
"""
