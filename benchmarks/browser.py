"""A plain browser for the load scripts: cookies, redirects and forms, as an officer's handles them."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

MOST_REDIRECTS = 5
Told = Callable[[str, bool, float], None]
"""Hears of each request: its name, whether it wrote, its milliseconds."""


@dataclass
class Sheet:
    """A form of a page: where it goes, what it would send as it stands, and what may be chosen."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: set[str] = field(default_factory=set)


class Wrong(Exception):  # noqa: N818  it reads so: a page that is wrong
    """A page that is not what an officer expects: an error of the server, or of what it shows."""


class Browser:
    """One session over connections that are kept while the server keeps them."""

    def __init__(self, url: str, tell: Told) -> None:
        where = urlsplit(url)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=60)
        self.cookies: dict[str, str] = {}
        self.tell = tell
        self.at = "/"
        self.page = ""

    def get(self, name: str, path: str) -> str:
        """Open a page; `name` is what the request counts as."""
        return self._follow(name, "GET", path, None, writes=False)

    def send(self, name: str, sheet: Sheet, /, *, writes: bool, **given: str | list[str]) -> str:
        """Send a form with these fields filled in, the others as they stand, and open what it leads to."""
        said = {**sheet.fields, **{key: [one] if isinstance(one, str) else one for key, one in given.items()}}
        path = urljoin(self.at, sheet.action) if sheet.action else self.at
        return self._follow(name, "POST", path, urlencode(said, doseq=True), writes=writes)

    def sheet(self, *named: str, action: str = "") -> Sheet:
        """Return the form of the page that has fields of these names, or goes to such an address."""
        reader = _Sheets()
        reader.feed(self.page)
        for one in reader.found:
            if (not named or set(named) <= one.fields.keys() | one.choices.keys()) and action in one.action:
                return one
        raise Wrong(f"{self.at} has no form with {', '.join(named) or action}")

    def _follow(self, name: str, method: str, path: str, body: str | None, *, writes: bool) -> str:
        for _ in range(MOST_REDIRECTS):
            begun = time.perf_counter()
            answer, content = self._ask(method, path, body)
            self.tell(name, writes, (time.perf_counter() - begun) * 1000)
            if answer.status >= 400:
                raise Wrong(f"{method} {path}: {answer.status}")
            self.at, self.page = path, content
            if not 300 <= answer.status < 400:
                return content
            path = urljoin(path, answer.getheader("Location") or "")
            name, method, body, writes = f"{name} → page", "GET", None, False
        raise Wrong(f"{path}: redirects without end")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[http.client.HTTPResponse, str]:
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
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        return answer, content


class _Sheets(HTMLParser):
    """Collects the forms of a page with the values their fields stand at."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self.sheet: Sheet | None = None
        self.select = self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.sheet = Sheet(given.get("action", ""))
            self.found.append(self.sheet)
        elif self.sheet is None:
            return
        elif tag == "input" and name:
            self._input(self.sheet, name, given)
        elif tag == "select":
            self.select = name
            self.sheet.choices[name] = []
        elif tag == "option" and self.select:
            self.sheet.choices[self.select].append(given.get("value", ""))
            if "selected" in given or len(self.sheet.choices[self.select]) == 1:
                self.sheet.fields[self.select] = [given.get("value", "")]
        elif tag == "textarea":
            self.words = name
            self.sheet.fields[name] = [""]
        elif tag == "button" and name:
            self.sheet.buttons.add(name)

    def _input(self, sheet: Sheet, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in {"radio", "checkbox"}:
            sheet.choices.setdefault(name, []).append(value)
            if "checked" in given:
                sheet.fields.setdefault(name, []).append(value)
        elif kind not in {"submit", "file"}:
            sheet.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.sheet is not None and self.words:
            self.sheet.fields[self.words] = [data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.sheet = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.words = ""
