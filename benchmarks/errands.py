"""What an officer at a counter does in a day, page by page, for `officers.py`."""

import math
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from browser import Browser, Sheet, Told, Wrong

PURPOSE = "handle_case"
OCCUPATIONS = ("教师", "驾驶员", "商业服务人员", "工人", "职员", "农民", "个体经营者")
FAULTS = re.compile(r'<a href="#[^"]*"[^>]*>([^<]+)</a>')


@dataclass(frozen=True)
class Somebody:
    """A person of the officer's area, as drawn from the register before the load begins."""

    person: int
    number: str
    name: str
    household: int
    address: str


@dataclass(frozen=True)
class Round:
    """Whom one officer deals with: people looked at, and people each of whom is acted on once at most.

    Those findable live at an address that no other is written like.
    """

    account: int
    seen: list[Somebody]
    findable: list[Somebody]
    targets: list[Somebody]
    """Those of the findable to whose address people can move: some policy says who may."""
    movers: list[Somebody]
    changed: list[Somebody]
    couples: list[tuple[Somebody, Somebody]]
    """Two of one household: anybody, and who becomes its head."""
    entry: int


class Officer:
    """One signed-in officer, who thinks after every page."""

    def __init__(self, url: str, mine: Round, tell: Told, think: float, today: date) -> None:
        self.browser = Browser(url, tell)
        self.mine, self.think, self.today, self.until = mine, think, today, math.inf
        self.chance = random.Random(mine.account)
        self.left = {
            "case": iter(mine.movers), "item": iter(mine.changed), "head": iter(mine.couples),
        }  # fmt: skip
        self.number = self.replaced = 0

    def sign_in(self) -> None:
        self.browser.get("sign-in page", "/sign-in/")
        # The page offers some; any officer of a demonstration may be signed in as.
        sheet = self.browser.sheet("csrfmiddlewaretoken")
        sheet.action = f"/sign-in/as/{self.mine.account}/"
        self.browser.send("sign in", sheet, writes=True)
        if "/counter/" not in self.browser.at:
            raise Wrong(f"signed in, and came to {self.browser.at}")

    def work(self, until: float, failed: Callable[[str, BaseException], None]) -> None:
        """Do one errand after another until the time (`time.monotonic`) is over."""
        self.until = until
        self._think()
        errands: list[tuple[int, Callable[[], None]]] = [
            (40, self.look_up), (10, self.by_name), (12 * bool(self.mine.findable), self.by_address),
            (14 * (len(self.mine.targets) > 1), self.apply),
            (16, self.change_item), (8, self.change_head),
        ]  # fmt: skip
        while time.monotonic() < self.until:
            [(_, errand)] = self.chance.choices(errands, [weight for weight, _ in errands])
            try:
                errand()
            except _Over:
                return
            except _NobodyLeft:
                self.replaced += 1
                continue
            except Exception as error:
                failed(errand.__name__, error)
                self._think()

    # -- reading ------------------------------------------------------------------------------------------
    def look_up(self) -> None:
        who = self.chance.choice(self.mine.seen)
        self.get("queue", "/counter/")
        self.find("number", who.number, who)
        self.person("person", who)
        self.get("household", f"/counter/households/{who.household}/?purpose={PURPOSE}")
        on = self.today - timedelta(days=self.chance.randint(30, 3000))
        self.person("person as of a day", who, f"&on={on}", asks=False)
        self.person("person as of two times", who, f"&on={on}&entry={self.mine.entry}", asks=False)
        self.get("history", f"/counter/persons/{who.person}/history/?purpose={PURPOSE}")

    def by_name(self) -> None:
        who = self.chance.choice(self.mine.seen)
        self.find("name", who.name, None)
        self.person("person", who)

    def by_address(self) -> None:
        who = self.chance.choice(self.mine.findable)
        self.find("address", who.address, who)
        self.get("household", f"/counter/households/{who.household}/?purpose={PURPOSE}")

    def person(self, name: str, who: Somebody, more: str = "", *, asks: bool = True) -> str:
        page = self.get(name, f"/counter/persons/{who.person}/?purpose={PURPOSE}{more}")
        if asks and who.number not in page:
            raise Wrong(f"the page of person {who.person} does not show the number")
        return page

    def find(self, by: str, what: str, expected: Somebody | None) -> None:
        """Search; who is expected must be found, unless there were too many to show."""
        if not self.browser.at.startswith("/counter/search/"):
            self.get("search", "/counter/search/")
        page = self.send(
            f"search by {by}", self.browser.sheet("by", "purpose"), writes=False,
            **{"by": by, by: what, "purpose": PURPOSE},
        )  # fmt: skip
        if 'id="found"' not in page:
            raise Wrong(f"search by {by}: {faults(page)}")
        if by == "number" and expected and f"/counter/persons/{expected.person}/" not in page:
            raise Wrong("search by number does not find who is there")

    # -- writing ------------------------------------------------------------------------------------------
    def apply(self) -> None:
        """Take an application in and accept it; the applicant's page shows it at once."""
        who = self._next("case")
        to = self.chance.choice([one for one in self.mine.targets if one.address != who.address])
        self.get("new application", "/counter/new/")
        self.send(
            "case: open draft", self.browser.sheet("kind", "number"), writes=True,
            kind="within_city", number=who.number, name=who.name, address=to.address,
        )  # fmt: skip
        case = self._came_to(r"/counter/cases/([\d-]+)/application/")
        self.send("case: amend", self.browser.sheet("host"), writes=True, host="own_dwelling")
        self._came_to(r"/counter/cases/([\d-]+)/facts/")
        self.get("case: acceptance", f"/counter/cases/{case}/accept/")
        self.send("case: accept", self.browser.sheet("version"), writes=True)
        self._came_to(r"/counter/cases/([\d-]+)/$")
        self.find("number", who.number, who)
        if case not in self.person("person", who):
            raise Wrong(f"the applicant's page does not show case {case}")

    def change_item(self) -> None:
        """Change an occupation; the person's page reads it at once."""
        who = self._next("item")
        self.number += 1
        reads = f"{self.chance.choice(OCCUPATIONS)}{self.mine.entry}之{self.number}"
        self._begin("change_items", who)
        self._carry_out(
            item="occupation", occupation=reads, effective=str(self.today), evidence="工作单位证明"
        )
        self.find("number", who.number, who)
        if reads not in self.person("person", who):
            raise Wrong("the person's page does not read what was just entered")

    def change_head(self) -> None:
        """Make another of the household its head; the household's page shows it at once."""
        who, head = self._next("head")
        self._begin("change_head", who)
        self._carry_out(head=str(head.person), reason="agreed")
        self.get("household", f"/counter/households/{who.household}/?purpose={PURPOSE}")

    def _begin(self, kind: str, who: Somebody) -> None:
        self.get("matter: whom for", f"/counter/matters/new/{kind}/")
        self.send("matter: open form", self.browser.sheet("number"), writes=False, number=who.number)
        self._came_to(rf"/counter/matters/new/{kind}/\?")

    def _carry_out(self, **given: str) -> None:
        """Fill in, preview, write down and do; every paper was shown."""
        form = self._filled(given)
        page = self.send("matter: preview", form, writes=True, look="1")
        if 'id="foreseen"' not in page:
            raise Wrong(f"preview: {faults(page)}")
        self.send("matter: write down", self._filled(given), writes=True)
        matter = self._came_to(r"/counter/matters/(M[\d-]+)/$")
        page = self.send("matter: do", self.browser.sheet(action="/carry_out/"), writes=True)
        if self._came_to(r"/counter/matters/(M[\d-]+)/$") != matter or "/carry_out/" in page:
            raise Wrong(f"matter {matter} was not done")

    def _filled(self, given: dict[str, str]) -> Sheet:
        form = self.browser.sheet(*given)
        form.fields |= {name: ["0"] for name in form.choices if name.startswith("shown-")}
        form.fields |= {name: [value] for name, value in given.items()}
        return form

    # -- the day ------------------------------------------------------------------------------------------
    def get(self, name: str, path: str) -> str:
        self._in_time()
        page = self.browser.get(name, path)
        self._think()
        return page

    def send(self, name: str, sheet: Sheet, /, *, writes: bool, **given: str) -> str:
        self._in_time()
        page = self.browser.send(name, sheet, writes=writes, **given)
        self._think()
        return page

    def _in_time(self) -> None:
        if time.monotonic() >= self.until:
            raise _Over

    def _think(self) -> None:
        # Around the mean, so that officers who began together do not stay in step.
        time.sleep(self.chance.uniform(0.5, 1.5) * self.think)

    def _next(self, errand: str) -> Any:
        found = next(self.left[errand], None)
        if found is None:
            raise _NobodyLeft
        return found

    def _came_to(self, pattern: str) -> str:
        found = re.search(pattern, self.browser.at)
        if not found:
            raise Wrong(f"came to {self.browser.at}: {faults(self.browser.page)}")
        return found[1] if found.re.groups else ""


class _Over(Exception):  # noqa: N818  no error: the end of the day
    """The time is over in the middle of an errand."""


class _NobodyLeft(Exception):  # noqa: N818  no error: a small town
    """Everybody of the area whom an errand could be about was acted on."""


def faults(page: str) -> str:
    """Return what a page says is wrong."""
    summary = page.partition("govuk-error-summary")[2].partition("</ul>")[0]
    return "; ".join(_sentences(summary)) or "no fault told"


def _sentences(summary: str) -> Iterator[str]:
    return (found.strip() for found in FAULTS.findall(summary))
