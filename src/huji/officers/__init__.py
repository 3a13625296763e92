"""Officers (民警、户籍员): who may act, in which role, for which registration office.

Write through `huji.officers.acts`, read through `huji.officers.queries`.
"""
