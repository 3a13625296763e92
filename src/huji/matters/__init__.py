"""Matters: the business of every act at the counter but the settlement cases (which `huji.cases` leads).

A kind of matter is declared once, in `kinds/<verb>.py`: what it asks, what is to be shown, who decides, what
it does, what is issued (`kind.py` is the grammar). The procedure is one for all (`procedure.py`):

    spot      draft ─ carry_out ─► done                                       one officer
    station   draft ─ accept ─► accepted ─ decide ─► done                     two
    county    … accepted ─ review ─► reviewed ─ decide ─► done                three
    city      … reviewed ─ approve ─► approved ─ decide ─► done               four

Each verb of `acts` is a frozen statement and a function `verb(statement, by) -> Done`; `by` is `By(officer,
on, token)`. All but `open_matter` name the matter and the version the page was drawn from. What is missing is
told once and fully (`request_completion`); where the office acts on its own, written notice comes first and
runs (`give_notice`); a matter that is done is undone by another matter.
`queries.foresee` runs the act and takes it back, to show its sentence, its refusal, and before → after.
"""
