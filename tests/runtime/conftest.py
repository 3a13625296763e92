"""Places for servers of these tests, apart from the run's own server."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huji.runtime import embedded


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A directory that any account of the machine may enter; servers under it are stopped at the end."""
    place = Path(tempfile.mkdtemp(prefix="huji-place-"))
    place.chmod(0o755)
    yield place
    for lock in place.rglob("lock"):
        embedded.stop(lock.parent)
    shutil.rmtree(place)


@pytest.fixture
def data(open_place: Path) -> Path:
    """A data directory yet to be made."""
    return open_place / "data"


@pytest.fixture
def house(open_place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where root's servers live whose own directory is closed."""
    monkeypatch.setenv("HUJI_DB_HOME", str(open_place / "house"))
    return open_place / "house"


@pytest.fixture
def connected() -> Callable[[embedded.Server], str]:
    """Ask a server who the application is."""
    import psycopg

    def ask(server: embedded.Server) -> str:
        with psycopg.connect(server.app_url) as connection:
            row = connection.execute("select current_user").fetchone()
            assert row
            return str(row[0])

    return ask
