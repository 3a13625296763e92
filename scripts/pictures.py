"""Take the pictures of docs/pictures: a demonstration of its own, walked through in a real browser.

    python scripts/pictures.py            # needs Debian's chromium

Every page is taken in Chinese and in English; phone width where the name says so.
"""

import io
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def main() -> None:
    """Build, serve, walk, and stop."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="huji-pictures-") as directory:
        home = Path(directory) / "demo"
        Path(directory).chmod(0o755)
        subprocess.run([*HUJI, "demo", "--home", str(home), "--no-serve"], check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        serving = subprocess.Popen(
            [*HUJI, "serve", "--home", str(home), "--port", str(port), "--workers", "1"]
        )
        try:
            _wait(port)
            walk(f"http://127.0.0.1:{port}", json.loads((home / "walk.json").read_text()))
        finally:
            serving.terminate()
            serving.wait(20)
            subprocess.run([*HUJI, "db", "stop", "--home", str(home)], check=True, capture_output=True)


def walk(url: str, told: dict[str, Any]) -> None:
    """Take every page of the walk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        context = browser.new_context(viewport={"width": 1180, "height": 800}, base_url=url)
        page = context.new_page()
        check(page)
        guide(page)
        page.goto("/sign-in/")
        page.locator(".officers button", has_text="演示受理员·振兴").click()
        page.wait_for_url("**/counter/**")
        take(page, "queue")
        page.set_viewport_size({"width": 390, "height": 844})
        take(page, "queue-phone")
        page.set_viewport_size({"width": 1180, "height": 800})
        begin(page, told)
        take(page, "intake")
        page.set_viewport_size({"width": 390, "height": 844})
        take(page, "intake-phone")
        page.set_viewport_size({"width": 1180, "height": 800})
        page.goto(f"/counter/cases/{_listed(page, 'settled')}/decision/")
        take(page, "decision")
        refused = _listed(page, "refused")
        page.goto(f"/counter/cases/{refused}/decision/")
        take(page, "refusal")
        page.goto(f"/counter/cases/{_listed(page, 'settled')}/")
        booklet = page.get_by_role("link", name="居民户口簿").get_attribute("href")
        print_paper(page, url, str(booklet), "booklet")
        page.goto(f"/counter/cases/{refused}/")
        notice = page.locator("a[href*='/papers/?number']").last.get_attribute("href")
        print_paper(page, url, str(notice), "notice-of-refusal")
        business(page)
        two_times(page, told)
        quarantine(page)
        community(page)
        draft(page)
        browser.close()


def check(page: Any) -> None:
    """Take the self-check on a telephone, on one page after the other."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/check/")
    page.locator("#name").fill("旌旗社区")
    page.locator("button[name=find]").click()
    page.get_by_role("button", name="辽宁省盘锦市双台子区胜利街道旌旗社区", exact=True).click()
    for fact in ("employment.lawful_stable", "dwelling.lawful", "insurance.urban_participant"):
        page.locator(f"input[value='{fact}']").last.check(force=True)
    page.get_by_role("button", name="继续", exact=True).click()
    spoken(page, "check-question")
    page.locator("input[value=rented]").check(force=True)
    page.get_by_role("button", name="继续", exact=True).click()
    page.locator("#count-spouse").select_option("1")
    page.get_by_role("button", name="继续", exact=True).click()
    page.locator("input[value=yes]").check(force=True)
    page.get_by_role("button", name="继续", exact=True).click()
    spoken(page, "check-answer")
    page.set_viewport_size({"width": 1180, "height": 800})


def guide(page: Any) -> None:
    """Take one way of a policy's guide, and the first sheets of its print."""
    page.goto("/policies/panjin-2015/")
    for short, language in [*list(LANGUAGES.items())[::-1]]:
        page.context.add_cookies([{"name": "huji_language", "value": language, "url": url_of(page)}])
        page.reload()
        keep(page.locator("#way-graduate-hired").screenshot(), f"guide-{short}")
    print_paper(page, url_of(page).rstrip("/"), "/policies/panjin-2015/2015-12-15.pdf", "guide-sheets")


def spoken(page: Any, name: str) -> None:
    """Take a page of the self-check in English and in Chinese, by its own button."""
    for short in ("en", "zh"):
        page.locator("button[name=language]").click()
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(full_page=True), f"{name}-{short}")


def begin(page: Any, told: dict[str, Any]) -> None:
    """Enter the printed walk's application as far as its first questions."""
    page.goto("/counter/new/")
    page.get_by_label("申请人的公民身份号码").fill(told["number"])
    page.get_by_label("申请人姓名").fill(told["name"])
    page.get_by_label("拟落户地址").fill(told["address"])
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/application/")
    page.get_by_role("button", name="保存并继续").click()
    page.wait_for_url("**/facts/")


def business(page: Any) -> None:
    """Take a matter before it is done: what its act would change."""
    page.goto("/counter/")
    page.locator("tr", has_text="变更户主").locator("th a").click()
    page.locator("#foreseen").wait_for()
    take(page, "matter")


def two_times(page: Any, told: dict[str, Any]) -> None:
    """Take one of whom much was changed: as it was, with what has been undone since, and the history."""
    page.goto("/counter/search/")
    page.locator("input[name=number]").fill(told["changed"]["number"])
    page.locator("input[name=purpose][value=answer_person]").check(force=True)
    page.locator("form.sheet button").first.click()
    page.locator("a[href*='/counter/persons/']").first.click()
    page.wait_for_url("**/persons/**")
    here = page.url.split("?")[0]
    undone = page.locator("li", has_text="身高 268 厘米").locator("a", has_text="当时所知")
    known = str(undone.last.get_attribute("href")).split("?")[-1]
    on = (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=20)).date()
    page.goto(f"{here}?{known}&on={on}")
    high(page, "person-then", 1180)
    page.goto(f"{here}history/?purpose=answer_person")
    high(page, "history", 1500)


def quarantine(page: Any) -> None:
    """Take the rows of the old register that wait, and one of them."""
    page.goto("/counter/quarantine/")
    high(page, "quarantine", 1000)
    page.locator("tr", has_text="校验码").locator("th a").first.click()
    page.wait_for_url("**/quarantine/*/*/")
    high(page, "quarantine-row", 1000)


def community(page: Any) -> None:
    """Order the booklets of a community, and take the order once it is printed."""
    page.goto("/counter/prints/new/")
    page.locator("select[name=division]").select_option(index=1)
    page.locator("input[name=because]").fill("换发户口簿")
    page.locator("form.sheet button").click()
    page.wait_for_url(re.compile(r"/prints/\d+/$"))
    page.locator(".tag--good").wait_for(timeout=240_000)
    take(page, "print")


def draft(page: Any) -> None:
    """Take the drafting room: a policy beside its document, a draft with a fault, and what it changes."""
    page.goto("/counter/")
    page.get_by_role("button", name="退出").click()
    page.goto("/sign-in/")
    page.locator(".officers button", has_text="演示起草员").click()
    page.wait_for_url("**/drafting/**")
    page.get_by_role("link", name="盘锦市户籍制度改革意见").first.click()
    page.wait_for_url("**/packs/**")
    page.goto(f"{page.url}#article-5")
    take(page, "policy", whole=False)
    page.goto("/drafting/drafts/1/changes/")
    take(page, "policy-changes")
    simulation(page)
    page.goto("/drafting/drafts/1/")
    text = page.locator("#text")
    text.fill(text.input_value().replace("dwelling.tenure: {in: [owned,", "dwelling.tenur: {in: [owned,"))
    page.get_by_role("button", name="保存为新的一稿").click()
    page.locator("#faults li").first.wait_for()
    page.goto("/drafting/drafts/1/")
    take(page, "policy-draft")


def simulation(page: Any) -> None:
    """Take the demonstration's draft over its people, a threshold moved."""
    page.goto("/drafting/drafts/1/simulate/")
    page.get_by_role("button", name="开始模拟").click()
    page.locator(".chart canvas").first.wait_for(timeout=60_000)
    page.goto(f"{page.url}&threshold-0=3")
    high(page, "simulation", 1580)


def take(page: Any, name: str, *, whole: bool = True) -> None:
    """Take the page (or what a window shows of it) in both languages, back in Chinese after."""
    for short, language in [*list(LANGUAGES.items())[::-1]]:
        page.context.add_cookies([{"name": "huji_language", "value": language, "url": url_of(page)}])
        page.reload()
        page.wait_for_load_state("networkidle")
        keep(page.screenshot(full_page=whole), f"{name}-{short}")


def high(page: Any, name: str, height: int) -> None:
    """Take the upper part of a long page."""
    page.set_viewport_size({"width": 1180, "height": height})
    take(page, name, whole=False)
    page.set_viewport_size({"width": 1180, "height": 800})


def url_of(page: Any) -> str:
    """Return the site's address: a cookie set for a deeper path would outlive the next."""
    return "/".join(str(page.url).split("/")[:3]) + "/"


def keep(picture: bytes, name: str) -> None:
    """Keep a picture with a palette: a page has few colours, and the repository keeps every byte."""
    shown = Image.open(io.BytesIO(picture)).convert("RGB")
    shown.quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def print_paper(page: Any, url: str, href: str, name: str) -> None:
    """Turn the first sheets of a paper into one picture."""
    answer = page.request.get(url + href)
    assert answer.headers["content-type"] == "application/pdf"
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "paper.pdf"
        file.write_bytes(answer.body())
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(file), str(file.with_suffix(""))], check=True)
        sheets = [Image.open(sheet).convert("RGB") for sheet in sorted(Path(directory).glob("*.png"))[:3]]
    width = sum(sheet.width for sheet in sheets) + 12 * (len(sheets) - 1)
    side = Image.new("RGB", (width, max(sheet.height for sheet in sheets)), "#d8d8d8")
    at = 0
    for sheet in sheets:
        side.paste(sheet, (at, 0))
        at += sheet.width + 12
    side.quantize(128).save(PICTURES / f"{name}.png", optimize=True)


def _listed(page: Any, state: str) -> str:
    here = page.url
    page.goto(f"/counter/?show={state}")
    number = str(page.locator("tbody th a").first.inner_text())
    page.goto(here)
    return number


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("huji serve did not answer")


if __name__ == "__main__":
    main()
