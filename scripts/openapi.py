"""Write the description of the interface for programs as it is committed (src/huji/api/openapi.json)."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    django.setup()
    from huji.api.service import SNAPSHOT, snapshot

    SNAPSHOT.write_text(snapshot(), "utf-8")


if __name__ == "__main__":
    main()
