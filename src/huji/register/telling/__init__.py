"""What an act did, told in one or two sentences, from its ledger entry alone.

    telling.title(act) -> Text                    "落户", "Settled"
    telling.sentence(act, body, names) -> Text    body is the entry's JSON as mappings and lists
    telling.mentions(entries) -> Mentions         the ids to look up before, for `Names`
    telling.standing(kind, cause) -> Text         how somebody stands
    telling.item_title(item) · item_value(item, value)    the items of the form in words

One module per group of acts; each sentence is a function registered with `@told(act, 中文, English)` that
fills a pair of templates by `say`. Every module of this folder is found by itself: an act's author adds a
function here. People are named through `Names` only, never from the body: who may not know a person reads no
name.
"""

from huji.register.telling.causes import cause
from huji.register.telling.items import item_title, item_value
from huji.register.telling.names import Mentions, Names
from huji.register.telling.sentences import acts_told, mentions, sentence, title
from huji.register.telling.standings import cancelled, standing, tells_cause

__all__ = [
    "Mentions",
    "Names",
    "acts_told",
    "cancelled",
    "cause",
    "item_title",
    "item_value",
    "mentions",
    "sentence",
    "standing",
    "tells_cause",
    "title",
]
