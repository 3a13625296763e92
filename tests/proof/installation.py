"""An installation of its own for the long proofs, which stop its server and remove it at the end."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huji.runtime import embedded


@contextmanager
def installed(prefix: str = "huji-proof-") -> Iterator[Path]:
    """Found an empty demonstration in a directory of its own, with Django set up on it; yield its home."""
    for name in [n for n in os.environ if n.startswith(("DATABASE_", "HUJI_", "PG", "DJANGO_"))]:
        del os.environ[name]
    place = Path(tempfile.mkdtemp(prefix=prefix))
    place.chmod(0o755)
    home = place / "home"
    try:
        from huji.runtime import boot

        boot.boot(home, demonstration=True)
        boot.migrate()
        yield home
    finally:
        embedded.stop(home / "postgres")
        shutil.rmtree(place, ignore_errors=True)


def elsewhere(module: str, *arguments: str) -> str:
    """Run a proof in a process of its own, whose settings are none of ours; return what it printed."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout + (done.stderr if done.returncode else "")
