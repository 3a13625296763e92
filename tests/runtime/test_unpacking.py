"""What a backup unpacks stays below the directory it is unpacked into, on every Python of ours."""

import io
import tarfile
from pathlib import Path

import pytest

from huji.runtime import premises
from huji.runtime.backups import place, unpacking
from huji.standards import Refused


def base(folder: Path, *names: str) -> place.Base:
    """A base copy that holds files of these names."""
    copy = folder / "base" / place.COPY
    copy.mkdir(parents=True)
    for tar, held in (("base.tar.gz", names), ("pg_wal.tar.gz", ("0001",))):
        with tarfile.open(copy / tar, "w:gz") as out:
            for name in ("", "pg_wal") if tar == "base.tar.gz" else ():
                directory = tarfile.TarInfo(name or "global")
                directory.type, directory.mode = tarfile.DIRTYPE, 0o700
                out.addfile(directory)
            for name in held:
                member = tarfile.TarInfo(name)
                member.size = 1
                out.addfile(member, io.BytesIO(b"1"))
    return place.Base(copy.parent, {})


def where(folder: Path) -> premises.Premises:
    (folder / "postgres").mkdir()
    found = premises.look(folder / "postgres")
    found.cluster.parent.mkdir(parents=True, exist_ok=True)
    return found


def test_a_python_before_the_filters_of_tarfile_unpacks_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian 12 has 3.11.2."""
    kept = tarfile.TarFile.extractall
    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr(tarfile.TarFile, "extractall", lambda self, path: kept(self, path))
    there = where(tmp_path)
    unpacking.unpack(base(tmp_path, "postgresql.auto.conf"), there)
    assert (there.cluster / "pg_wal" / "0001").read_bytes() == b"1"
    assert (there.cluster / "recovery.signal").is_file()


@pytest.mark.parametrize("name", ["../outside", "/outside"])
def test_a_file_that_would_lie_outside_is_a_damaged_backup(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="damaged"):
        unpacking.unpack(base(tmp_path, "postgresql.auto.conf", name), where(tmp_path))
    assert not (tmp_path / "outside").exists()
