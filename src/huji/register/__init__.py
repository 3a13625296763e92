"""The register (户籍): who is registered where, on every day since birth, and what was known of it when.

Write through `huji.register.acts`: a frozen statement and a function each, `verb(statement, by) -> Done`,
one transaction, one ledger entry, `standards.Refused` when the law or the register says no.

    found_household(FoundHousehold(address, effective, members, kind, sort, successors), by)
    settle(Settle(members, into=<household id> | NewHousehold(address), effective, successors), by)
    permit_move_in(PermitMoveIn(number, people, address, issued), by)                     40 days
    move_in(MoveIn(members, into, effective, certificate, permit, kin), by)            from another register
    move_out(MoveOut(persons, effective, certificate, destination, successors), by)       in transit, 30 days
    arrive_elsewhere(ArriveElsewhere(persons, effective, certificate, receipt), by)
    return_to_origin(ReturnToOrigin(members, effective, certificate, reason), by)
    birth(Birth(child, born, household, relation, effective, division, mother, father, died, kind, …), by)
    death(Death(person, died, evidence, successors), by)
    change_head(ChangeHead(household, succession, effective, reason), by)
    split_household · merge_households · move_within · move_household · join_relatives · return_to_village
    enter_collective · leave_collective · enlist · discharge · restore_lapsed · death_in_transit
    marry · divorce · recognise_parent · adopt · end_adoption · appoint_guardian
    change_items · correct_items (person, items by name, …) · correct_birth_date · correct_sex
    correct_relation(CorrectRelation(person, relation, evidence, since), by)
    change_number · correct_number · undo(Undo(entry, reason), by)
    cancel · restore · declare_missing_or_dead · register_unregistered · change_places
    open_register(OpenRegister(source, persons, households, ties), by)                    bulk, genesis entry

`by` is `Acting(officer, office, on, basis, case)`; `office` is the registration office that acts
(of the household gone to for settle and move_in, of the person's household otherwise).
Codes are the standards' strings ("02" head, "1" male, "10" unmarried); relations are to the head (GB/T 4761).

Read through `huji.register.queries`; reading a person takes a `Reader` (officer and purpose) and is logged.
Ids of persons and households are integers of the register; citizen numbers are strings.
"""
