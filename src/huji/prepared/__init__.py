"""Prepared applications: what a citizen said in the self-check, laid aside for the counter under a code.

    from huji.prepared import acts

    acts.keep(content) -> Kept(code, until)     # content: plain data; nobody's name or number belongs in it
    acts.look(code) -> dict | None              # for the officer, before a case is opened; None: no such code
    acts.take(code) -> dict | None              # inside the transaction that opens the case; then gone
    acts.forget() -> int                        # the daily job: what is past its 30 days

- **Only on a wish.** Nothing comes here but by the citizen's own button; the self-check itself keeps nothing.
- **The code is the key.** A row is found by a digest of the code and read with a key made of the code and the
  installation's secret: neither a copy of the table nor the secret alone opens it, and nobody can list what
  was said. A lost code cannot be found again.
- **Thirty days, once, bounded.** The database sets the last day, refuses more than 50,000 rows and more than
  8 kB each, and deletes a row as it is taken. No role may read or write the table: the public pages may only
  add (`prepared_keep`), an act at the counter may only look and take, each by digest.
"""
