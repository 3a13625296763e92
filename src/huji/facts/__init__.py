"""Facts: what is known of a person, from whom, since when and how surely.

    from huji.facts import queries, acts

Read
    queries.about(subject, destination, on, case=…, sponsor=…, companions=…) -> Assembled
        the facts the policy engine needs; what the register knows is derived and never asked
    queries.recorded(subject, case=None) -> tuple[Recorded, …]     every fact on file, closed ones too
    queries.evidence(case) -> tuple[Evidence, …]                    the papers on file
    queries.content(digest) -> bytes                                one paper's bytes, checked

Write (each writes one ledger entry)
    acts.record(Record(…), by)          facts with their sources
    acts.withdraw(WithdrawFact(…), by)  closes a fact that proved wrong; nothing is overwritten
    acts.attach(Attach(…), by)          a paper: opened, verified, stored by content
    acts.set_figure(SetFigure(…), by)   a local figure (hardship area, dibao line, …) with its dates
"""
