"""The guards of the schema by name: the triggers of every table, and the constraints that bear a name.

A test holds them against the migrations, so that none is forgotten here.
"""

TRIGGERS = {
    "access_line": "stays",
    "case_file": "guard",
    "case_person": "guard",
    "case_step": "people_elsewhere taken",
    "citizen_number": "append_only believed_now closed_now empties_its_own",
    "documents_batch": "kept",
    "documents_batch_item": "kept line_fits settled_once",
    "documents_batch_part": "kept",
    "documents_bearer": "kept",
    "documents_counter": "no_gap",
    "documents_paper": "changed_now entered_now in_turn kept moves_on",
    "evidence": "entered_now",
    "fact": "closed_now entered_now only_closed",
    "household": "empties_its_own entered_now",
    "household_address": "append_only believed_now closed_now empties_its_own founded_here keeps_its_members",
    "kinship": "append_only believed_now both_sides closed_now empties_its_own of_the_living two_parents",
    "ledger_entry": "chain quarantine_follows stays",
    "matter": "guard",
    "matter_step": "act_is_ours taken undone_by_one",
    "migration_certificate": "append_only changed_now entered_now",
    "move_in_permit": "append_only changed_now entered_now",
    "officers_token": "stays",
    "particulars": "append_only believed_now closed_now empties_its_own",
    "person": "corrected empties_its_own entered_now tiled tiled_anew",
    "place_figure": "closed_now entered_now only_closed",
    "places_address": "entered_now",
    "places_division": "closed_now entered_now only_closed",
    "places_dwelling": "closed_now entered_now only_closed",
    "places_office": "entered_now",
    "places_office_area": "closed_now entered_now only_closed register_follows",
    "places_zone": "closed_now entered_now only_closed",
    "quarantine_forwarding": "entered_now",
    "quarantine_row": "archives forwards registers stays",
    "round": "opened stays",
    "round_answer": "added",
    "round_application": "added guard",
    "round_list": "added",
    "round_objection": "added",
    "round_place": "added",
    "round_score": "added",
    "round_step": "taken",
    "rule_publication": "stays stays_whole",
    "rule_revision": "added stays",
    "rule_step": "stays taken",
    "same_person": "now",
    "standing": "append_only believed_now closed_now comes_headed empties_its_own leaves_headed"
    " of_the_living standing_rests tiled",
}
"""By table, the triggers that hold what must never be false."""
CONSTRAINTS = (
    "case_different_persons case_proposal_is_shown case_reason_for_approval case_reason_for_refusal"
    " case_reason_for_review case_stated_in_drafts case_supervisor_for_ineligible"
    " citizen_number_never_shared citizen_number_one_at_a_time"
    " conversion_every_row_ends conversion_is_counted conversion_row_person conversion_row_reasons"
    " documents_paper_known_before documents_paper_through_before"
    " fact_subject_name_scope_valid_known_excl former_birth_one_at_a_time"
    " household_address_one_at_a_time household_sort"
    " kinship_not_oneself kinship_one_spouse kinship_one_tie"
    " matter_accepted matter_different_persons matter_done_by_its_act matter_reason"
    " matter_reason_for_review matter_undoing"
    " officer_has_an_office officer_role_is_known"
    " particulars_one_at_a_time place_figure_division_name_valid_known_excl"
    " places_address_has_a_number places_address_is_one_place places_address_room_is_somewhere"
    " places_division_one_name places_dwelling_one_area places_office_area_one_office"
    " places_office_not_its_own_parent places_reading_one_at_a_time places_zone_one_area"
    " quarantine_forwarding_two_offices quarantine_row_proposed quarantine_row_registered"
    " quarantine_row_set_aside quarantine_row_two_officers quarantine_row_undone"
    " round_another_officer"
    " rule_not_in_the_past rule_step_by_role rule_step_reason rule_two_persons rule_withdrawn_in_time"
    " same_person_are_two"
    " standing_death_is_final standing_one_at_a_time standing_one_head standing_registered"
)
"""Exclusions, and checks that say in their name what they hold."""
