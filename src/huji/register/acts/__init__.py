"""The verbs of the register, its only writers: a frozen statement and a function each."""

from huji.register.acts.arrive_elsewhere import ArriveElsewhere, arrive_elsewhere
from huji.register.acts.birth import Birth, birth
from huji.register.acts.change_head import ChangeHead, change_head
from huji.register.acts.death import Death, death
from huji.register.acts.enter_collective import CollectiveGround, EnterCollective, enter_collective
from huji.register.acts.found_household import FoundHousehold, found_household
from huji.register.acts.join_relatives import JoinRelatives, join_relatives
from huji.register.acts.leave_collective import LeaveCollective, LeavingGround, leave_collective
from huji.register.acts.merge_households import MergeHouseholds, merge_households
from huji.register.acts.move_in import MoveIn, move_in
from huji.register.acts.move_out import MoveOut, move_out
from huji.register.acts.move_within import MoveWithin, move_within
from huji.register.acts.open_register import (
    Opened,
    OpeningHousehold,
    OpeningPerson,
    OpeningTie,
    OpenRegister,
    open_register,
)
from huji.register.acts.permit_move_in import PermitMoveIn, Permitted, permit_move_in
from huji.register.acts.return_to_origin import ReturnReason, ReturnToOrigin, return_to_origin
from huji.register.acts.settle import Settle, settle
from huji.register.acts.split_household import SplitGround, SplitHousehold, split_household
from huji.register.acts.values import (
    HEAD,
    Acting,
    Certificate,
    CollectiveSort,
    Done,
    HouseholdKind,
    KinTie,
    Mover,
    Newcomer,
    NewHousehold,
    Particulars,
    Succession,
    Tie,
)

__all__ = [
    "HEAD",
    "Acting",
    "ArriveElsewhere",
    "Birth",
    "Certificate",
    "ChangeHead",
    "CollectiveGround",
    "CollectiveSort",
    "Death",
    "Done",
    "EnterCollective",
    "FoundHousehold",
    "HouseholdKind",
    "JoinRelatives",
    "KinTie",
    "LeaveCollective",
    "LeavingGround",
    "MergeHouseholds",
    "MoveIn",
    "MoveOut",
    "MoveWithin",
    "Mover",
    "NewHousehold",
    "Newcomer",
    "OpenRegister",
    "Opened",
    "OpeningHousehold",
    "OpeningPerson",
    "OpeningTie",
    "Particulars",
    "PermitMoveIn",
    "Permitted",
    "ReturnReason",
    "ReturnToOrigin",
    "Settle",
    "SplitGround",
    "SplitHousehold",
    "Succession",
    "Tie",
    "arrive_elsewhere",
    "birth",
    "change_head",
    "death",
    "enter_collective",
    "found_household",
    "join_relatives",
    "leave_collective",
    "merge_households",
    "move_in",
    "move_out",
    "move_within",
    "open_register",
    "permit_move_in",
    "return_to_origin",
    "settle",
    "split_household",
]
