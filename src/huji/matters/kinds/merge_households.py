"""并户."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, day, household, proof
from huji.matters.values import About, Level, Occasion
from huji.register import queries as register
from huji.register.acts import MergeHouseholds, merge_households
from huji.standards import Text


def statement(asked: Asked) -> MergeHouseholds:
    """Build the statement; the relations to the head follow from kinship."""
    absorbed = [asked.household("absorbed")]
    if (another := asked.household_or_none("another")) is not None:
        absorbed.append(another)
    return MergeHouseholds(into=asked.where, absorbed=tuple(absorbed), effective=asked.day("effective"))


def derive(asked: Asked) -> dict[str, object]:
    """Return the other family households at the address, where there are one or two."""
    own = asked.home_now()
    if own.address is None:
        return {}
    there = register.households_at(own.address, register.within_act())
    others = [one.id for one in there if one.id != own.id and one.sort is None and one.members]
    return dict(zip(("absorbed", "another"), others, strict=False)) if len(others) <= 2 else {}


KIND = Kind(
    name="merge_households",
    title=Text("并户", "Merge households"),
    occasion=Occasion.HOUSEHOLD,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第五条、第十九条",
    summary=Text(
        "同一住址的几户并为一户，本户的户主不变。",
        "Households of one address become one; this household's head remains.",
    ),
    fields=(
        household("absorbed", "并入本户的户号", "Number of the household merged into this one"),
        household("another", "另一户的户号", "Number of another household", required=False),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "agreement",
            ("各户成年人同意并户的书面意见", "Written agreement of the adults of all households"),
        ),
    ),
    level=Level.STATION,
    statement=statement,
    act=merge_households,
    papers=("booklet",),
    derive=derive,
    suits=lambda scene: (
        bool(scene.members) and scene.household is not None and scene.household.sort is None
    ),
    beside={
        "merged_twice": "absorbed",
        "merge_addresses": "absorbed",
        "merge_collective": "absorbed",
        "merge_empty": "absorbed",
        "unknown_household": "absorbed",
        "other_office": "absorbed",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
