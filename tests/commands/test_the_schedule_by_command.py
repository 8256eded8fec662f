"""`guichet schedule`: what happens by the clock can be seen, and done at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from models.store.database import Database
from tests.commands.running import guichet


def test_a_job_run_by_hand_is_seen_in_the_list_with_its_result(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing was planned yet" in guichet("schedule", "list").out
    done = guichet("schedule", "run", "watch")
    assert done.code == 0 and "watch: done." in done.out, done.err
    (row,) = guichet("schedule", "list", "--json").json()
    assert (row["name"], row["plan"], row["result"]) == ("watch", "every hour", "ok")
    assert "schedule" in guichet("audit", "show").out
    assert "statistics: done." in guichet("schedule", "run", "statistics").out
    Path("var/secrets/audit_key").write_text("broken\n")
    failed = guichet("schedule", "run", "traces")
    assert failed.code == 1 and "traces failed" in failed.err
    monkeypatch.setenv("GUICHET_LANG", "fr")
    with Database("sqlite:///var/guichet.db").transaction() as session:
        session.connection().execute(sa.text("UPDATE job_run SET next_at = '2026-01-01 00:00:00.000000'"))
    sick = guichet("doctor", "schedule")
    # Each job by its French name, one line for all of a kind.
    assert sick.code == 1 and "en échec\u00a0: traces." in sick.out
    assert "l’heure est passée\u00a0: statistiques de la base, veille." in sick.out
    monkeypatch.setenv("GUICHET_LANG", "en")
    assert "traces" in guichet("schedule", "list").out
