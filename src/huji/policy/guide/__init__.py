"""The citizen's guide to a policy: complete, and made from the pack alone.

    from huji import policy
    from huji.policy import guide

    packs = policy.packs()
    made = guide.guide_of(packs.get("panjin-2015"), packs.vocabulary, named=…, promises=…)
    laid = guide.outline(made, "zh")     # sections of lists, tables and drawings; the typesetter reads it too
    guide.page(laid)                     # one HTML page that needs nothing else
    guide.fragment(laid)                 # an <article> for a page of the house; its style is `guide.style()`
    guide.markdown(laid)

`Guide` and its parts are frozen and hold both languages. `named(code, day)` names divisions; `promises` are
the time limits of the installation's own procedure, told as such.
"""

from huji.policy.guide.building import guide_of
from huji.policy.guide.html import fragment, page, style
from huji.policy.guide.laying import outline
from huji.policy.guide.markdown import markdown
from huji.policy.guide.outline import Outline
from huji.policy.guide.values import Guide

__all__ = ["Guide", "Outline", "fragment", "guide_of", "markdown", "outline", "page", "style"]
