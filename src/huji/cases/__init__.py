"""Cases: the one procedure that leads from an application to an act in the register.

Each verb is a frozen statement and a function `verb(statement, by) -> Done`, from `huji.cases.acts`; `by` is
`By(officer=<account id>, on=<today in Shanghai>, token=<one per form, so that a form sent twice acts once>)`.
All but `open_draft` name the `case` and the `version` the page was drawn from. They raise `Refused`.

    verb (role)                                    from                              to
    open_draft (counter)                           –                                 draft
    amend_draft (counter)                          draft                             draft
    record_facts, attach_evidence (+ review)       draft, accepted, in_review        same
    accept 受理 (counter)                          draft                             accepted
    request_completion 补正 (counter, review)      accepted, in_review               completion_requested
    receive_completion (counter)                   completion_requested              accepted
    reopen_completion (supervise)                  accepted, in_review               same; once more
    send_to_review (counter)                       accepted                          in_review
    review 审核 (review)                           in_review                         reviewed
    approve 审批 (approve, supervise)              reviewed (to_outside: accepted)   approved
    refuse (approve, supervise)                    reviewed (to_outside: accepted)   refused
    withdraw (counter)                             any before an act                 withdrawn
  within the city
    execute (counter)                              approved                          settled
  from outside
    issue_move_in_permit (counter)                 approved, expired                 permit_issued
    present_certificate (counter)                  permit_issued, expired            settled
  to outside
    issue_migration_certificate (counter)          approved                          in_transit
    confirm_arrival (counter)                      in_transit                        arrived
  both
    replace_paper (counter)                        permit_issued, in_transit         the same
    expire (counter, supervise)                    permit_issued → expired, in_transit → restored

Accepting, reviewing and deciding are done by three persons; the database holds it.
Read through `huji.cases.queries`: queue, counts, detail, asking, completion, known, history,
paper, left_behind, timeline, of_person, expired, run_out, staying.
"""
