"""The standards a register rests on.

`citizen_number` GB 11643 · `code_tables` national codes · `divisions` places through time · `law`: what
an act rests on, by name · `names` · `periods` of days, ages and terms · `working_days` · `words`: what
Huji says, in two languages.
"""

from huji.standards.words import Refused, Text

__all__ = ["Refused", "Text"]
