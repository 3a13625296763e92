"""The verbs of the register, its only writers: a frozen statement and a function each."""

from huji.register.acts.adopt import Adopt, adopt
from huji.register.acts.appoint_guardian import AppointGuardian, Guardian, GuardianGround, appoint_guardian
from huji.register.acts.arrive_elsewhere import ArriveElsewhere, arrive_elsewhere
from huji.register.acts.birth import Birth, BirthKind, birth
from huji.register.acts.cancel import Cancel, CancelGround, Former, cancel
from huji.register.acts.change_head import ChangeHead, change_head
from huji.register.acts.change_items import ChangeItems, change_items
from huji.register.acts.change_number import (
    ChangeNumber,
    CorrectNumber,
    NumberGround,
    change_number,
    correct_number,
)
from huji.register.acts.change_places import change_places
from huji.register.acts.correct_birth_date import CorrectBirthDate, correct_birth_date
from huji.register.acts.correct_items import CorrectItems, correct_items
from huji.register.acts.correct_relation import CorrectRelation, correct_relation
from huji.register.acts.correct_sex import CorrectSex, correct_sex
from huji.register.acts.death import Death, death
from huji.register.acts.death_in_transit import DeathInTransit, death_in_transit
from huji.register.acts.declare_missing_or_dead import DeclareMissingOrDead, Finding, declare_missing_or_dead
from huji.register.acts.discharge import Discharge, Discharged, discharge
from huji.register.acts.divorce import Divorce, divorce
from huji.register.acts.end_adoption import EndAdoption, end_adoption
from huji.register.acts.enlist import Enlist, enlist
from huji.register.acts.enter_collective import CollectiveGround, EnterCollective, enter_collective
from huji.register.acts.found_household import FoundHousehold, found_household
from huji.register.acts.join_relatives import JoinRelatives, join_relatives
from huji.register.acts.leave_collective import LeaveCollective, LeavingGround, leave_collective
from huji.register.acts.marry import Marry, marry
from huji.register.acts.merge_households import MergeHouseholds, merge_households
from huji.register.acts.move_household import MoveHousehold, move_household
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
from huji.register.acts.recognise_parent import ParentProof, RecogniseParent, recognise_parent
from huji.register.acts.register_unregistered import (
    RegisterUnregistered,
    Unknown,
    WhyUnregistered,
    register_unregistered,
)
from huji.register.acts.replace_certificate import ReplaceCertificate, replace_certificate
from huji.register.acts.replace_permit import ReplacePermit, replace_permit
from huji.register.acts.restore import Restore, RestoreGround, restore
from huji.register.acts.restore_lapsed import RestoreLapsed, restore_lapsed
from huji.register.acts.return_to_origin import ReturnReason, ReturnToOrigin, return_to_origin
from huji.register.acts.return_to_village import ReturnToVillage, VillageRight, return_to_village
from huji.register.acts.settle import Settle, settle
from huji.register.acts.split_household import SplitGround, SplitHousehold, split_household
from huji.register.acts.take_over import TakeOver, take_over
from huji.register.acts.undo import Undo, undo
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
    "Adopt",
    "AppointGuardian",
    "ArriveElsewhere",
    "Birth",
    "BirthKind",
    "Cancel",
    "CancelGround",
    "Certificate",
    "ChangeHead",
    "ChangeItems",
    "ChangeNumber",
    "CollectiveGround",
    "CollectiveSort",
    "CorrectBirthDate",
    "CorrectItems",
    "CorrectNumber",
    "CorrectRelation",
    "CorrectSex",
    "Death",
    "DeathInTransit",
    "DeclareMissingOrDead",
    "Discharge",
    "Discharged",
    "Divorce",
    "Done",
    "EndAdoption",
    "Enlist",
    "EnterCollective",
    "Finding",
    "Former",
    "FoundHousehold",
    "Guardian",
    "GuardianGround",
    "HouseholdKind",
    "JoinRelatives",
    "KinTie",
    "LeaveCollective",
    "LeavingGround",
    "Marry",
    "MergeHouseholds",
    "MoveHousehold",
    "MoveIn",
    "MoveOut",
    "MoveWithin",
    "Mover",
    "NewHousehold",
    "Newcomer",
    "NumberGround",
    "OpenRegister",
    "Opened",
    "OpeningHousehold",
    "OpeningPerson",
    "OpeningTie",
    "ParentProof",
    "Particulars",
    "PermitMoveIn",
    "Permitted",
    "RecogniseParent",
    "RegisterUnregistered",
    "ReplaceCertificate",
    "ReplacePermit",
    "Restore",
    "RestoreGround",
    "RestoreLapsed",
    "ReturnReason",
    "ReturnToOrigin",
    "ReturnToVillage",
    "Settle",
    "SplitGround",
    "SplitHousehold",
    "Succession",
    "TakeOver",
    "Tie",
    "Undo",
    "Unknown",
    "VillageRight",
    "WhyUnregistered",
    "adopt",
    "appoint_guardian",
    "arrive_elsewhere",
    "birth",
    "cancel",
    "change_head",
    "change_items",
    "change_number",
    "change_places",
    "correct_birth_date",
    "correct_items",
    "correct_number",
    "correct_relation",
    "correct_sex",
    "death",
    "death_in_transit",
    "declare_missing_or_dead",
    "discharge",
    "divorce",
    "end_adoption",
    "enlist",
    "enter_collective",
    "found_household",
    "join_relatives",
    "leave_collective",
    "marry",
    "merge_households",
    "move_household",
    "move_in",
    "move_out",
    "move_within",
    "open_register",
    "permit_move_in",
    "recognise_parent",
    "register_unregistered",
    "replace_certificate",
    "replace_permit",
    "restore",
    "restore_lapsed",
    "return_to_origin",
    "return_to_village",
    "settle",
    "split_household",
    "take_over",
    "undo",
]
