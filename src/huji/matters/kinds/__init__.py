"""Every kind of matter, one file each: `KIND`, or `KINDS` where one act has several counters.

A file here is found by itself; nothing has to be listed.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache

from huji.matters.kind import Kind
from huji.matters.values import Occasion
from huji.standards import Refused, Text

NOT_AT_THE_COUNTER: dict[str, Text] = {
    "open_register": Text("初始登记由系统管理员批量办理", "Entered in bulk by the operator"),
    "convert_register": Text("旧簿转换由系统管理员批量办理", "An old register is converted by the operator"),
    "take_over": Text("疑难号码在专门页面接管", "Faulty numbers are worked through on a page of their own"),
    "change_places": Text("区划和地址变更有专门页面", "Changes of places have a page of their own"),
    "settle": Text("落户按政策审核，走落户申请", "Settling follows the policy: an application leads to it"),
    "permit_move_in": Text("市外迁入走落户申请", "Moving in from outside: an application leads to it"),
    "move_in": Text("市外迁入走落户申请", "Moving in from outside: an application leads to it"),
    "move_out": Text("迁出市外走落户申请", "Moving out of the city: an application leads to it"),
    "arrive_elsewhere": Text("迁出市外走落户申请", "Moving out of the city: an application leads to it"),
    "replace_certificate": Text("在落户、迁出申请中办理", "Done within the application that led to it"),
    "replace_permit": Text("在落户、迁出申请中办理", "Done within the application that led to it"),
    "return_to_origin": Text("迁出市外走落户申请", "Moving out of the city: an application leads to it"),
}
"""Acts that no matter leads to, and why."""


COMMON = (
    "birth", "adopt",
    "marry", "divorce",
    "death", "cancel",
    "move_within", "join_relatives", "move_household", "enter_collective", "leave_collective",
    "enlist", "discharge", "restore",
    "change_items", "correct_items",
    "change_head", "found_household", "split_household", "merge_households",
)  # fmt: skip
"""The order in which the page of business shows them: what comes most; the others follow by name."""


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by name, in the order of their occasions, the common ones first."""
    rank = {name: place for place, name in enumerate(COMMON)}
    found = sorted(
        _found(), key=lambda kind: (list(Occasion).index(kind.occasion), rank.get(kind.name, len(rank)))
    )
    by_name = {kind.name: kind for kind in found}
    if len(by_name) != len(found):
        raise ValueError("two kinds of matter bear one name")
    return by_name


def kind(name: str) -> Kind:
    """Return a kind; refuses `no_such_kind`."""
    try:
        return kinds()[name]
    except KeyError:
        raise Refused(
            "matter.no_such_kind",
            Text(f"没有业务“{name}”。", f"There is no business “{name}”."),
        ) from None


def _found() -> Iterator[Kind]:
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            yield from getattr(loaded, "KINDS", None) or (loaded.KIND,)
