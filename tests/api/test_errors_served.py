"""Whatever goes wrong under /api/ of the real server is told as a problem, in both languages."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from gunicorn.config import Config
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from tests.cases.city import City

from huji.api.worker import Worker
from huji.runtime.embedded import Server

Served = tuple[str, psutil.Process]
SESSION = "Cookie: sessionid=abcdefghijklmnopqrstuvwxyzabcdef"
MULTIPART = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'


def sent(line: str, *headers: str, body: bytes = b"", length: str | None = None) -> bytes:
    told = length if length is not None else str(len(body)) if body else None
    lines = [f"{line} HTTP/1.1", "Host: 127.0.0.1", *headers, *([f"Content-Length: {told}"] if told else [])]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def exchanged(url: str, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, and return status, headers and body of what comes back."""
    where = urlsplit(url)
    with socket.create_connection((where.hostname, where.port), timeout=30) as wire:
        wire.sendall(request)
        with suppress(OSError):
            wire.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(wire)
        answer.begin()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def fault(answer: tuple[int, dict[str, str], bytes], status: int, code: str) -> str | None:
    """Tell what is wrong with an answer that should be a problem, None where nothing is."""
    got, headers, body = answer
    if (got, headers.get("content-type")) != (status, "application/problem+json"):
        return f"{got} {headers.get('content-type')} {body[:120]!r}"
    told: dict[str, Any] = json.loads(body)
    if (told["status"], told["code"]) != (status, code):
        return f"{told['status']} {told['code']}"
    return None if told["text"]["zh"] and told["text"]["en"] == told["title"] else f"{told}"


WRONG = {
    "larger than anything we take": (sent("POST /api/v1/search", length=str(65 * 2**20)), 413, "too_large"),
    "a length of many digits": (sent("POST /api/v1/search", length="9" * 30), 413, "too_large"),
    "a length of more digits than Python reads": (
        sent("POST /api/v1/search", length="9" * 5000),
        400,
        "unreadable",
    ),
    "larger than the interface takes": (
        sent("POST /api/v1/search", body=b"{" + b" " * 17000),
        413,
        "too_large",
    ),
    "too large, at no address": (sent("POST /api/v9/x", length=str(65 * 2**20)), 413, "too_large"),
    "a NUL in the address": (sent("GET /api/v1/persons/1?valid_on=%00"), 400, "unreadable"),
    "a NUL in the path": (sent("GET /api/v1/%00"), 400, "unreadable"),
    "another host": (
        b"GET /api/v1/persons/1 HTTP/1.1\r\nHost: other.example\r\n\r\n",
        400,
        "unreadable",
    ),
    "no token": (sent("GET /api/v1/persons/1"), 401, "token"),
    "a token that is none": (sent("GET /api/v1/persons/1", "Authorization: Bearer \xe9"), 401, "token"),
    "no such address": (sent("GET /api/v1/nothing"), 404, "no_path"),
    "no such address, posted": (sent("POST /api/v1/nothing", body=b"{}"), 404, "no_path"),
    "no such version": (sent("GET /api/v2/persons/1"), 404, "no_path"),
    "no such version, posted": (sent("POST /api/v2/persons/1", body=b"{}"), 404, "no_path"),
    "nothing but api": (sent("GET /api/"), 404, "no_path"),
    "api without its slash": (sent("GET /api"), 404, "no_path"),
    "an id that is none": (sent("GET /api/v1/persons/one"), 404, "no_path"),
    "a method it does not take": (sent("DELETE /api/v1/search"), 405, "method"),
    "a method nobody takes": (sent("TRACE /api/v1/persons/1"), 405, "method"),
    "the description, posted": (sent("POST /api/v1/openapi.json", body=b"{}"), 405, "method"),
    "an expectation": (sent("GET /api/v1/persons/1", "Expect: wonders"), 417, "unreadable"),
    "a line too long": (sent(f"GET /api/v1/persons/1?valid_on={'1' * 5000}"), 414, "too_long"),
    "a header too long": (sent("GET /api/v1/persons/1", f"X: {'x' * 9000}"), 431, "too_long"),
    "too many headers": (sent("GET /api/v1/persons/1", *(f"X-{n}: 1" for n in range(200))), 431, "too_long"),
    "no method": (b" /api/v1/persons/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400, "unreadable"),
    "no version": (b"GET /api/v1/persons/1\r\nHost: 127.0.0.1\r\n\r\n", 400, "unreadable"),
    "a version that is none": (
        b"GET /api/v1/persons/1 HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        400,
        "unreadable",
    ),
    "a header without its colon": (sent("GET /api/v1/persons/1", "broken"), 400, "unreadable"),
    "a header with a blank in its name": (sent("GET /api/v1/persons/1", "b c: d"), 400, "unreadable"),
    "a length that is none": (sent("POST /api/v1/search", length="many"), 400, "unreadable"),
    "a length below nothing": (sent("POST /api/v1/search", length="-1"), 400, "unreadable"),
    "a chunk that is none": (
        sent("POST /api/v1/search", "Transfer-Encoding: chunked") + b"zz\r\n",
        401,
        "token",
    ),
    "an unknown coding": (sent("POST /api/v1/search", "Transfer-Encoding: wonders"), 501, "unreadable"),
}
READ = {
    "no body": (b"", "application/json", 422, "unreadable"),
    "no JSON": (b"number=1", "application/json", 400, "unreadable"),
    "a form": (b"number=1", "application/x-www-form-urlencoded", 400, "unreadable"),
    "a form with files": (MULTIPART, "multipart/form-data; boundary=b", 400, "unreadable"),
    "a form without its end": (b"--b", "multipart/form-data; boundary=", 400, "unreadable"),
    "no UTF-8": (b'{"number": "\xff"}', "application/json", 400, "unreadable"),
    "JSON of a thousand depths": (b"[" * 16000, "application/json", 400, "unreadable"),
    "a list": (b"[]", "application/json", 422, "unreadable"),
    "a NUL in a number": (
        b'{"number": "99000020000101\\u00000"}',
        "application/json",
        409,
        "citizen_number.length",
    ),
}


@contextmanager
def closed(server: Server, city: City) -> Iterator[None]:
    """Let nobody connect to the database of the city, and whoever is connected go."""
    name = conninfo_to_dict(city.owner_url)["dbname"]
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("alter database {} allow_connections false").format(sql.Identifier(str(name))))
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        yield
        admin.execute(sql.SQL("alter database {} allow_connections true").format(sql.Identifier(str(name))))


def test_every_error_under_api_is_the_interfaces_own(served: Served, city: City, server: Server) -> None:
    from huji.officers import tokens

    url, _process = served
    secret = tokens.issue("counter", "测试", 1, datetime.now(UTC), "test").secret
    faults = {name: fault(exchanged(url, wire), *told) for name, (wire, *told) in WRONG.items()}
    entering = (f"Authorization: Bearer {secret}", "Huji-Purpose: handle_case")
    for name, (body, kind, status, code) in READ.items():
        wire = sent("POST /api/v1/search", *entering, f"Content-Type: {kind}", body=body)
        faults[name] = fault(exchanged(url, wire), status, code)
    with psycopg.connect(city.owner_url, autocommit=True) as owner:
        owner.execute("alter table django_session rename to away")
        answer = exchanged(url, sent("GET /api/v1/persons/1", SESSION))
        faults["broken before any view"] = fault(answer, 500, "broken")
        owner.execute("alter table away rename to django_session")
        owner.execute("alter table person rename to away")
        answer = exchanged(url, sent("GET /api/v1/persons/1", *entering))
        faults["broken in an operation"] = fault(answer, 500, "broken")
        owner.execute("alter table away rename to person")
    with closed(server, city):
        faults["no database, before any view"] = fault(
            exchanged(url, sent("GET /api/v1/persons/1", SESSION)), 503, "unavailable"
        )
        faults["no database, in an operation"] = fault(
            exchanged(url, sent("GET /api/v1/persons/1", *entering)), 503, "unavailable"
        )
    assert {name: what for name, what in faults.items() if what} == {}


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/search", "application/problem+json"), ("/", "text/html")]
)
def test_what_breaks_in_the_server_itself_is_a_problem_for_a_program_alone(path: str, kind: str) -> None:
    worker = Worker.__new__(Worker)
    worker.log, worker.cfg = Mock(), Config()
    ours, theirs = socket.socketpair()
    request = Mock(path=path, method="GET", uri=path, version=(1, 1), headers=[])
    with ours, theirs:
        worker.handle_error(request, ours, ("127.0.0.1", 1), RuntimeError("somebody"))
        answer = http.client.HTTPResponse(theirs)
        answer.begin()
        assert (answer.status, answer.headers["Content-Type"]) == (500, kind)
        assert b"somebody" not in answer.read()
