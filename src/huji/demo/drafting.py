"""The demonstration's policy desk: one who drafts, one who publishes, and a draft that is half way."""

from datetime import date, timedelta

from huji.demo.loading import Placed
from huji.demo.people import City
from huji.demo.staff import appointed
from huji.officers.roles import Role
from huji.policy.library import FOLDER
from huji.rulebook import acts, checking, queries
from huji.rulebook.values import By

PACK = "panjin-2015"
_ASKED = "when: {all: [lawful_stable_employment, lawful_stable_dwelling, insured_now]}"
_LOWERED = "when: {all: [lawful_stable_employment, lawful_stable_dwelling]}"


def prepare_draft(city: City, placed: Placed, station: int, today: date) -> int:
    """Appoint the two at the station's bureau and draft a Panjin without the insurance; return the draft."""
    bureau = placed.bureaus[next(one.bureau for one in city.stations if one.key == station)]
    drafter = appointed("draft", "演示起草员", Role.DRAFT, bureau)
    appointed("publish", "演示发布员", Role.PUBLISH, bureau)
    pack = queries.library().get(PACK)
    assert pack is not None
    text = (FOLDER / "liaoning" / f"{PACK}.yaml").read_text("utf-8")
    by = By(drafter, today)
    draft = acts.open_draft(
        acts.OpenDraft("城区落户不再要求参加社会保险", text, pack.digest, "demonstration"), by
    )
    lowered = checking.dated(text.replace(_ASKED, _LOWERED), today + timedelta(days=30))
    assert lowered is not None
    acts.save_revision(acts.SaveRevision(draft, 1, lowered, "第五条去掉参加城镇社会保险的条件"), by)
    return draft
