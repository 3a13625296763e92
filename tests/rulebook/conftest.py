import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from huji.policy.library import FOLDER
from huji.rulebook import acts, queries
from huji.rulebook.values import By

ON = date(2026, 9, 1)
LATER = date(2026, 12, 1)
PANJIN = (FOLDER / "liaoning/panjin-2015.yaml").read_text("utf-8")
LOWERED = PANJIN.replace(
    "when: {all: [lawful_stable_employment, lawful_stable_dwelling, insured_now]}",
    "when: {all: [lawful_stable_employment, lawful_stable_dwelling]}",
)
"""Panjin without the insurance that its article 五 asks for."""


@dataclass
class Bureau:
    """An installation of Panjin with drafters and publishers."""

    owner_url: str
    app_url: str
    home: Path
    officers: dict[str, int] = field(default_factory=dict)
    _tokens: int = 0

    def build(self) -> "Bureau":
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(
                "insert into places_office (id, name, kind, opened, entry)"
                " values (1, '盘锦市公安局', 'bureau', '1990-01-01', 0)"
            )
            owner.execute(
                "insert into places_office_area (division, office, valid, known)"
                " values ('211102002005', 1, '[1990-01-01,)', '[0,)')"
            )
            roster = [("drafter", "draft"), ("second", "draft"), ("publisher", "publish"),
                      ("other", "publish"), ("counter", "counter")]  # fmt: skip
            for name, role in roster:
                row = owner.execute(
                    "insert into officers_officer (username, full_name, role, office, is_active,"
                    " appointed_entry, password) values (%s, %s, %s, 1, true, 0, '!') returning id",
                    [name, name, role],
                ).fetchone()
                assert row is not None
                self.officers[name] = row[0]
        return self

    def by(self, name: str = "drafter", on: date = ON) -> By:
        return By(self.officers[name], on)

    def draft(self, text: str = LOWERED, name: str = "drafter") -> int:
        self._tokens += 1
        return acts.open_draft(
            acts.OpenDraft("放宽城区落户", text, None, f"token-{self._tokens:06}"), self.by(name)
        )

    def submitted(self, text: str = LOWERED) -> int:
        draft = self.draft(text)
        acts.submit(acts.Submit(draft, queries.draft(draft).last), self.by())
        return draft

    def published(self, text: str = LOWERED, effective: date = LATER, on: date = ON) -> int:
        draft = self.submitted(text)
        return acts.publish(
            acts.Publish(draft, queries.draft(draft).last, effective), self.by("publisher", on)
        )

    def writer(self) -> "psycopg.Connection[Any]":
        """Return a connection that may write, beside the application."""
        return psycopg.connect(self.app_url, options="-c role=huji_writer")

    def sql(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a query as the owner, beside the application."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            result = owner.execute(query, values)
            return result.fetchall() if result.description else []


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of the installation's own, so that no test's mirror is another one's."""
    with override_settings(HUJI_HOME=tmp_path):
        yield tmp_path


@pytest.fixture
def bureau(database: Any, home: Path) -> Bureau:
    return Bureau(database.owner_url, database.app_url, home).build()


def environment(bureau: Bureau) -> dict[str, str]:
    """The environment of a process of this installation."""
    return os.environ | {
        "DATABASE_URL": bureau.app_url,
        "DATABASE_OWNER_URL": bureau.owner_url,
        "HUJI_HOME": str(bureau.home),
    }
