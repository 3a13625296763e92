"""Jobs of this room: printing an order, removing the files of old ones, forgetting what is due no more."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import JobContext


@app.task(
    name="documents.print", queue="prints", pass_context=True, retry=RetryStrategy(max_attempts=500, wait=5)
)
def print_on(context: JobContext, batch: int) -> None:
    """Print what is left of an order; broken off and begun again as often as need be."""
    from huji.documents import printing

    if not printing.work_on(batch, context.should_abort):
        raise JobAborted


@app.periodic(cron="10 * * * *")
@app.task(name="documents.expire", queue="nightly", queueing_lock="documents.expire")
def expire(timestamp: int) -> None:
    """Remove the files of orders whose days are over, and forget booklets due that were issued since."""
    from django.utils import timezone

    from huji.documents import due, printing

    printing.expire(timezone.localdate())
    due.forget()


@app.periodic(cron="50 18 * * *")
@app.task(name="queue.tidy", queue="nightly", queueing_lock="queue.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Forget jobs that failed a month ago; those that succeeded are forgotten at once."""
    await context.app.job_manager.delete_old_jobs(nb_hours=24 * 30, include_failed=True)
