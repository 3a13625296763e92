"""Bring an installation up far enough that Django can be used: database addresses, secret key, setup."""

import os
import secrets
from pathlib import Path

import django


def boot(home: Path | None = None) -> None:
    """Set up Django on the database of `DATABASE_URL`, else on the embedded one under `home`.

    Raises `huji.standards.Refused` when the server is too old, unreachable or wrongly set up.
    """
    directory = (home or Path(os.environ.get("HUJI_HOME", ".huji"))).resolve()
    # Under root the database runs as another account, which passes through here.
    directory.mkdir(mode=0o700 if os.geteuid() else 0o711, parents=True, exist_ok=True)
    os.environ["HUJI_HOME"] = str(directory)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huji.runtime.settings")
    _keep_secret_key(directory / "secret_key")
    if "DATABASE_URL" not in os.environ:
        from huji.runtime import embedded

        server = embedded.ensure(directory / "postgres")
        os.environ["DATABASE_URL"] = server.app_url
        os.environ["DATABASE_OWNER_URL"] = server.owner_url
    else:
        from huji.runtime import own_server

        own_server.check(os.environ["DATABASE_URL"], os.environ.get("DATABASE_OWNER_URL"))
    django.setup()


def migrate() -> None:
    """Bring the database's schema up to this version, as its owner."""
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0, interactive=False)


def _keep_secret_key(path: Path) -> None:
    """Create the installation's secret key once, readable by its owner only."""
    if os.environ.get("HUJI_SECRET_KEY"):
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
