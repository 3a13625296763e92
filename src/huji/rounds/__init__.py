"""Rounds of a points scheme: collect, score, publish the list, answer objections, settle the quota.

Each verb is a frozen statement and a function `verb(statement, by) -> Done`, from `huji.rounds.acts`; `by` is
`By(officer=<account id>, on=<today in Shanghai>, token=<one per form, so that a form sent twice acts once>)`.
They raise `Refused`.

    verb (role)                        state of the round
    open_round (approve)               –                     scheme by digest, place, days, quota
    apply (counter)                    collecting            a person, once a round, by case or by number
    withdraw (counter)                 collecting
    record_facts (counter, review)     collecting, listed    facts of an application without a case
    score (review)                     collecting            each score a new row, down to its indicators
    publish (approve)                  collecting → listed   numbers, masked names, points; public
    object_to (counter)                listed                on an indicator, within the days of objection
    answer (review)                    listed                by another officer, with the reason
    settle (approve)                   listed → settled      rank, quota, ties, all in one transaction

A settled round records the fact `points.admitted_in_round` of every applicant who was ranked, so that an
application to settle can be decided. Read through `huji.rounds.queries`.
"""
