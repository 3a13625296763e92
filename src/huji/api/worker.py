"""What the server refuses by itself, before any view: told as a problem, not as its English page.

Of what cannot be read nobody knows which address it was for, and no browser sends such. A request that was
read keeps the server's own page, unless it was the interface's.
"""

from typing import Any

from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import ThreadWorker

from huji.api.problems import BROKEN, Problem, of_a_program, too_long, unreadable

_STATUS = ((errors.ExpectationFailed, 417), (errors.UnsupportedTransferCoding, 501))


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker that refuses in both languages and repeats nothing of what was sent."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer an error below Django: `req` is None where the request could not be read."""
        if req is None and isinstance(exc, errors.ParseException):
            self.log.warning("A request could not be read: %s", type(exc).__name__)
            _write(client, _unread(exc))
        elif req is not None and of_a_program(req.path or ""):
            self.log.error("A request broke in the server.", exc_info=exc)
            _write(client, BROKEN)
        else:
            super().handle_error(req, client, addr, exc)


def _unread(exc: errors.ParseException) -> Problem:
    if isinstance(exc, errors.LimitRequestLine):
        return too_long(414)
    if isinstance(exc, errors.LimitRequestHeaders):
        return too_long(431)
    return unreadable(next((status for kind, status in _STATUS if isinstance(exc, kind)), 400))


def _write(client: Any, problem: Problem) -> None:
    """Write the whole answer, after which the connection is closed."""
    answer = problem.answer()
    answer.headers["Content-Length"] = str(len(answer.content))
    answer.headers["Connection"] = "close"
    first = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n".encode()
    util.write_nonblock(client, first + answer.serialize())
