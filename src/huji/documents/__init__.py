"""Papers (证件与文书): typeset, numbered, verifiable.

Nothing here knows the register or a case: a paper is handed over as a frozen dataclass with everything
to print, and a case is no more than its number.

    from huji.documents import papers, render          pure: no Django, no clock
    from huji.documents.issue import issue, use, cancel, replace, expire, Issued
    from huji.documents.queries import verify, reprint, of_case, of_person, Verified, Listed

Papers (`huji.documents.papers`, all keyword-only):

    MoveInPermit            准予迁入证明   applicant, persons, reason, from_address, to_address, from_office,
                                           to_office, note                     valid 40 days; stub and form
    MigrationCertificate    户口迁移证     holder, persons, reason, from_address, to_address, permit_number,
                                           note                                valid 30 days; stub and form
    HouseholdBooklet        居民户口簿     kind "family"|"collective", head, number, address, moves, members
    NoticeOfCompletion      补正告知书     applicant, matter, accepted_on, items, until, where
    NoticeOfRefusal         不予…决定书    applicant, matter, applied_on, facts, routes, articles,
                                           reconsideration, court
    NoticeOfAcceptance      受理回执       applicant, matter, accepted_on, received, limit_days, due, where
    with Person, Member, Change, Move, Item, Route, Applicant

`Issuer(name, name_en, mark, page, address, telephone, demonstration)` is the office whose name and seal the
paper bears; `mark` is its short name in numbers (盘双 in 盘双准字〔2026〕第12-000123号).

Writing (each one act of the ledger, in the caller's transaction or its own; `by` is register's `Acting`,
`at` an aware instant, whose day in Asia/Shanghai is the day of issue):

    issue(paper, issuer, by=by, at=at) -> Issued(number, code, kind, issued_on, last_day, digest, pdf, entry)
    use(number, by=by)                    a permit or certificate handed in
    cancel(number, because, by=by)
    replace(number, issuer, because, by=by, at=at) -> Issued       same content, the old paper void
    expire(by=by) -> tuple[str, ...]      papers of the office past their last day

Reading (what shows a person takes the officer and a purpose and leaves an access line):

    verify(number, code, today) -> Verified(kind, number, office, issued_on, last_day, status, name) | None
                                          public, needs no area; the name is masked (张*)
    reprint(number, officer, purpose) -> Reprint(pdf, exact)   byte for byte the paper issued
    of_case(case) -> list[Listed]         numbers, kinds, states; no personal data
    of_person(person, officer, purpose) -> list[Listed]

Printing without issuing (a preview, or the English reading aid of an issued paper):

    render.pdf(paper, imprint, lang="zh"|"en") -> bytes;  render.png(paper, imprint, lang, ppi) -> list[bytes]

Faults are `huji.standards.Refused`: `glyph` (no font has a character; text and hint name it and the Debian
package to install), `invisible` (a control or bidirectional character), `paper-status`, `paper-unknown`.
"""
