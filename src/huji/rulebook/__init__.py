"""The rulebook: the policies of an installation, drafted, published by two persons, kept by digest.

    from huji.rulebook import queries, acts

Read
    queries.library(on=None) -> policy.Library      the package's packs and those published
    queries.publications() -> tuple[Publication, …] every publication, withdrawn ones too
    queries.drafts(), queries.draft(id), queries.revision(draft, number)

Write (`By(officer, on)`; each step of a draft is a ledger entry)
    acts.open_draft, acts.save_revision             a draft and its revisions; each is kept
    acts.submit                                     proposes a revision (role DRAFT)
    acts.publish, acts.send_back                    another person's answer (role PUBLISH)
    acts.withdraw                                   takes a publication back before its day of effect
    acts.discard                                    closes a draft for good

What is published is mirrored by digest in `<home>/policies/` (`mirror`), where `huji decide` finds it.
"""
