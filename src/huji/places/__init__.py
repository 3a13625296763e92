"""Places: registration offices and the communities they keep, standard addresses, zones set by hand.

Write through `huji.places.acts`, read through `huji.places.queries`. Nothing here is personal, so every role
of the application may read all of it.
"""
