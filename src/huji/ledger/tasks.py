"""The nightly job of this room: a seal a day."""

from procrastinate.contrib.django import app


@app.periodic(cron="40 * * * *")
@app.task(name="ledger.seal", queue="nightly", queueing_lock="ledger.seal")
def seal(timestamp: int) -> None:
    """Seal the chains where a day has passed since the last seal; looked at every hour.

    Raises Refused when the ledger no longer agrees with its last seal: the job stands as failed then.
    """
    from datetime import UTC, datetime, timedelta

    from django.conf import settings
    from django.db import connection

    from huji.ledger import seals, signing
    from huji.runtime.db import writing

    signer = signing.signer(settings.HUJI_HOME / "keys")
    directory, now = settings.HUJI_HOME / "seals", datetime.now(UTC)
    kept = seals.read_all(directory, signer.verifier) if directory.is_dir() else []
    if kept and now - datetime.fromisoformat(kept[-1].sealed) < timedelta(hours=23):
        return
    with writing():
        seals.make(connection.connection, directory, signer, signer.verifier, now)
