"""Write the table of kinds of business into docs/matters.md, from their declarations.

python scripts/matters.py
"""

import os
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/matters.md"


def main() -> None:
    """Renew the table between the heading and the next paragraph."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    import django

    django.setup()
    from huji.matters.table import HEAD, rows

    table = "\n".join((*HEAD, *rows()))
    page = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(r"\| Business \|.*?(?=\n\n)", lambda _: table, page, flags=re.S), "utf-8")


if __name__ == "__main__":
    main()
