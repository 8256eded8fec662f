"""Sets that programs of earlier times wrote, with all that they wrote into them, are restored by today's program,
which goes on where they ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.upkeep.backup.manifest import moment_of
from models.signing.keys import read_keys
from models.signing.tokens import Signer
from models.store.files import FileStore
from models.store.places import HELD_MARK
from models.store.revisions import known_revisions
from tests import stored_sets
from tests.commands.running import guichet
from tests.sampling import is_tried

#: Steps of the database after the newest stored set: with one more, a set of the program of today is due.
MOST_STEPS_SINCE = 5
_STORED = sorted(path.name.removesuffix(".tar.xz") for path in stored_sets.STORED.glob("*.tar.xz"))
#: The oldest and the newest in every run, and a part of those between.
_TRIED = [each for each in _STORED if each in (_STORED[0], _STORED[-1]) or is_tried("set", each, one_in=3)]


@pytest.fixture
def empty_url(name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, for a set of one; '' for a set of SQLite."""
    if not name.endswith("-postgresql"):
        yield ""
        return
    cluster = request.getfixturevalue("postgres_cluster")
    empty = cluster.create_database("template0")
    yield cluster.url(empty)
    cluster.drop_database(empty)


@pytest.mark.parametrize("name", _TRIED)
def test_all_that_was_said_is_there_and_the_counter_goes_on(
    name: str, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (machine := tmp_path / "machine").mkdir()
    (kept := tmp_path / "kept").mkdir()
    known = stored_sets.unpacked(name, kept)
    monkeypatch.chdir(machine)
    key = ("--key", str(kept / "recovery_key")) if (kept / "recovery_key").exists() else ()
    to = ("--database", empty_url) if empty_url else ()
    done = guichet("backup", "restore", str(tmp_path / "town"), "--from", str(kept / "sets"), *key, *to)
    assert done.code == 0 and f"Restored {known['set']}" in done.out, done
    monkeypatch.chdir(tmp_path / "town")
    if empty_url:
        monkeypatch.setenv("GUICHET_DATABASE__URL", empty_url)
    if known["revision"] != known_revisions()[-1]:
        assert "Run: guichet upgrade" in guichet("requests", "list").err
    has_key = Path("var/secrets/audit_key").exists()
    done = guichet("upgrade")
    assert done.code == 0, done.err
    assert has_key or "Made the key that signs the traces" in done.out, "a town from before the traces"

    shown = guichet("requests", "show", known["reference"]).out
    assert [said for said in stored_sets.SAID[:4] if said not in shown] == []
    found = guichet("requests", "search", "cimetière", "--json").json()
    assert len(found) == 1 and found[0]["reference"] != known["reference"]
    store = FileStore(Path("var/files"), marked=True)
    assert any(store.get(digest).startswith(stored_sets.FILE[:30]) for digest in store.digests())
    assert guichet("db", "check").code == 0

    # An answer to a letter of that time still finds its request.
    signer = Signer(read_keys(Path("var/secrets/reply_keys")), "ville.test")
    token = known["reply_to"].partition("@")[0].rpartition("+")[2]
    assert signer.find_person(token, range(1, 20), moment_of(known["set"])) is not None

    # What was stored and not treated yet is treated now; nobody is told of it before somebody says so.
    assert guichet("work").code == 0
    requests = guichet("requests", "list", "--json").json()
    assert len(requests) == stored_sets.REQUESTS + 1
    states = {each["state"] for each in guichet("outbox", "list", "--json").json()}
    assert states == {"sent", "queued"} and (Path("var") / HELD_MARK).exists()
    for command in ("audit verify", "verify"):
        done = guichet(*command.split())
        assert done.code == 0, done


def test_a_set_of_the_program_of_today_is_stored_before_it_is_an_old_one() -> None:
    newest = max(name[:4] for name in _STORED)
    since = [each for each in known_revisions() if each > newest]
    assert len(since) <= MOST_STEPS_SINCE, "run: python -m tests.stored_sets (and again with --postgresql)"
    assert {name.partition("-")[2] for name in _STORED} == {"sqlite", "postgresql"}
