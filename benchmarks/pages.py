"""Time the officers' pages on the demonstration's city: median and 95th percentile, one client and eight.

.venv/bin/python benchmarks/pages.py                 # builds 20,000 people, serves them, stops again
.venv/bin/python benchmarks/pages.py --url http://127.0.0.1:8000   # a demonstration that runs already
"""

import http.client
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]
ROUNDS = 60
CLIENTS = 8
WARM = 4


class Client:
    """One officer's browser over one kept connection, signed in with one click."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=60)
        self.cookies: dict[str, str] = {}
        page = self.get("/sign-in/")
        officer = re.findall(r'action="(/sign-in/as/\d+/)"(?:(?!</form>).)*?演示受理员·振兴', page, re.S)[-1]
        self.post(officer, self.token(page))

    def token(self, page: str, **fields: str) -> dict[str, str]:
        """Return the fields of a form with the page's token against forgery."""
        found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return {"csrfmiddlewaretoken": found[-1], **fields}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # Idle for longer than the server keeps a connection: as a browser would, once more.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        content = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        return content


def pages(client: Client, number: str) -> dict[str, tuple[str, dict[str, str] | None]]:
    """Return the pages to time, by name: address, and fields where it is a form."""
    search = client.token(client.get("/counter/search/"), by="number", number=number, purpose="demonstrate")
    found = client.post("/counter/search/", search)
    person = re.findall(r"/counter/persons/\d+/", found)[0]
    household = re.findall(r"/counter/households/\d+/", found)[0]
    case = "/counter/cases/" + re.findall(r"/counter/cases/([\d-]+)/", client.get("/counter/?show=all"))[0]
    return {
        "work queue": ("/counter/?show=all", None),
        "search by number": ("/counter/search/", search),
        "person": (f"{person}?purpose=demonstrate", None),
        "household": (f"{household}?purpose=demonstrate", None),
        "who looked": (f"{person}looks/", None),
        "case": (f"{case}/", None),
        "facts and proposal": (f"{case}/facts/", None),
        "reasons": (f"{case}/decision/", None),
        "addresses suggested": ("/counter/addresses/?" + urlencode({"address": "胜利路1"}), None),
        "check a paper": ("/verify/", None),
    }


def timed(client: Client, path: str, fields: dict[str, str] | None, rounds: int) -> list[float]:
    """Return the milliseconds of each of so many requests, after a few that are not counted."""
    taken = []
    for turn in range(WARM + rounds):
        start = time.perf_counter()
        if fields is None:
            client.get(path)
        else:
            client.post(path, fields)
        if turn >= WARM:
            taken.append((time.perf_counter() - start) * 1000)
    return taken


def told(taken: list[float]) -> str:
    ordered = sorted(taken)
    return f"{ordered[len(ordered) // 2]:8.0f} {ordered[int(len(ordered) * 0.95)]:8.0f}"


@contextmanager
def served() -> Iterator[str]:
    """Build a city and serve it as `huji demo` does; yield its address."""
    with tempfile.TemporaryDirectory(prefix="huji-pages-") as directory:
        Path(directory).chmod(0o755)
        home = Path(directory) / "demo"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*HUJI, "demo", "--home", str(home), "--port", str(port)]
        serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 120
            while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            serving.terminate()
            serving.wait(30)
            subprocess.run([*HUJI, "db", "stop", "--home", str(home)], check=False, capture_output=True)


def run(url: str) -> None:
    """Print the table."""
    first = Client(url)
    # One who has settled is registered at the office that looks.
    settled = re.findall(r"/counter/cases/[\d-]+/", first.get("/counter/?show=settled"))[0]
    number = re.findall(r"\b99\d{15}[\dX]\b", first.get(settled))[0]
    several = [Client(url) for _ in range(CLIENTS)]
    print(f"{'milliseconds':22} {'one client':>17}   {str(CLIENTS) + ' clients':>17}")
    print(f"{'':22} {'median':>8} {'p95':>8}   {'median':>8} {'p95':>8}")
    with ThreadPoolExecutor(CLIENTS) as threads:
        for name, (path, fields) in pages(first, number).items():
            alone = timed(first, path, fields, ROUNDS)
            at_once = [
                threads.submit(
                    timed,
                    client,
                    path,
                    fields and {**fields, **client.token(client.get(path))},
                    ROUNDS // 2,
                )
                for client in several
            ]
            together = [one for job in at_once for one in job.result()]
            print(f"{name:22} {told(alone)}   {told(together)}")


def main() -> None:
    if sys.argv[1:2] == ["--url"]:
        run(sys.argv[2])
        return
    with served() as url:
        run(url)


if __name__ == "__main__":
    main()
