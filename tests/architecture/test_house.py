"""The house stays as drawn: floors, sizes, names."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for p in (ROOT / "src" / "huji").rglob("*.py") if "migrations" not in p.parts)


def test_a_room_imports_only_rooms_on_lower_floors() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_small_and_named_for_what_it_holds(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{lines} lines: is there a second thing in it?"
    assert path.stem not in {"utils", "helpers", "common", "misc", "base", "manager"}


def test_deciding_needs_neither_django_nor_a_database() -> None:
    program = (
        "import sys, huji.policy, huji.standards, huji.cli.decide;"
        "print('django' in sys.modules, 'psycopg' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]
