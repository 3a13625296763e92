"""Papers (证件与文书): typeset, numbered, verifiable.

Nothing here knows a case or a matter, which are no more than their number. What the register holds is filled
in here; everything else is handed over as a frozen dataclass with everything to print.

After an act, or at the window (`huji.documents.hand_out`; filled, issued and recorded in one transaction):

    booklet(household, hand) · member_booklet(household, person, hand) · form(person, hand)
    birth(person, hand) · cancellation(person, hand) · change(person, hand)      -> Issued
    Hand(by, signed, at, press=None, token=None)
    after(entry, households, by, persons)        after an act: of whom nobody is left, the booklet is void;
                                                 what it has made otherwise is noted as due

As of a day and an entry, without issuing (`huji.documents.filling`):

    booklet(household, View(reader, on, known, signed)) -> Filled(paper, household, on, known); form, …

Booklets that an act left to be issued anew (`huji.documents.due`): households, of_household, note, forget.

A whole community (`huji.documents.printing`): order, work_on, stop, expire; queries.batch, .part, …

Papers (`huji.documents.papers`, all keyword-only; the kinds in `huji.documents.imprint`):

    MoveInPermit            准予迁入证明   applicant, persons, reason, from_address, from_office,
                                           to_address, to_office, note         40 days; stub and form
    MigrationCertificate    户口迁移证     holder, persons, reason, from_address, to_address,
                                           permit_number, note                 30 days; stub and form
    HouseholdBooklet        居民户口簿     household "family"|"collective", head, number, address,
                                           moves, members, officer
    NoticeOfCompletion      补正告知书     applicant, matter, accepted_on, items, until, where, case,
                                           otherwise
    NoticeOfRefusal         不予…决定书    applicant, matter, applied_on, facts, routes, articles,
                                           reconsideration, court, case
    NoticeOfAcceptance      受理回执       applicant, matter, accepted_on, received, limit_days, due,
                                           where, case
    RegistrationForm        常住人口登记表   household, head, number, address, office, shown_on, member
    BirthCertificate        出生登记证明     child, born_at, parents, registered_on, head, address
    CancellationCertificate 户口注销证明     subject, address, cancelled_on, cause, destination
    ChangeCertificate       户口登记项目变更更正证明   subject, address, amendments
    made of Applicant, Person, Member, Change, Move, Item, Route

`Issuer(name, name_en, mark, page, address, telephone, demonstration)` is the office whose name and seal the
paper bears; `mark` is the short name in numbers (盘户 in 盘户准字〔2026〕第12-000123号).
`huji.documents.issuers.of_office(office, kind) -> Issuer` makes it from the places and the settings.

Writing (`huji.documents.issue`; each one act of the ledger, in the caller's transaction or its own; `by` is
`huji.register.acts.Acting`, `at` an aware instant whose day in Asia/Shanghai is `by.on`, the day of issue):

    issue(paper, issuer, by=by, at=at, numbered=None)
        -> Issued(number, code, kind, issued_on, last_day, digest, pdf, entry)
    number(kind, issuer, by=by) -> Numbered      only where an act must name its paper first: inside
                                                 `writing()`, then the act, then issue(…, numbered=it)
    use(number, by=by) -> entry                  a permit or certificate handed in
    cancel(number, because, by=by, through=None) -> entry
    restore(undone, by=by, through=entry) -> numbers     void through an act that is undone: good again
    replace(number, because, by=by, at=at) -> Issued     same content, new number and days; the old one void
    expire(by=by) -> tuple[str, ...]             the acting office's papers past their last day

In one transaction the register's acts come first and papers last (`number` before both), so that no two
transactions wait for each other.

Reading (`huji.documents.queries`; what shows a person takes an officer and a purpose and leaves a line in the
access log, so it is called outside a transaction):

    verify(number, code, today) -> Verified(kind, number, office, issued_on, last_day, status, name;
                                   title, state, good) | None     public: needs no area; name masked (张*);
                                                 `outdated`: a booklet of which the register tells
                                                 otherwise by now
    reprint(number, officer, purpose, lang="zh") -> Reprint(number, kind, pdf, exact)
                                                 byte for byte as issued, while fonts and templates stay
    of_case(case) -> list[Listed(kind, number, office, issued_on, last_day, status, case, household,
                                 since: Since(entry, act, office, recorded) | None; title, state, good)]
                                                 `since`: of a booklet in force, since when it is outdated
    of_person(person, officer, purpose) -> list[Listed]

Printing without issuing (`huji.documents.render`; a preview, or the English reading aid):

    pdf(paper, imprint, at, lang="zh"|"en") -> bytes        png(paper, imprint, lang, ppi) -> list[bytes]

Faults are `huji.standards.Refused`: `glyph` (no font has a character; it is named, and the Debian package
to install), `invisible`, `private-use`, `too-long`, `paper-bearer`, `paper-unknown`, `paper-status`,
`paper-late`, `paper-office`, `paper-nothing` (it would say nothing), `paper-token` (sent twice).
"""
