"""Data and keys are ours alone whatever the umask; keys are replaced while addresses signed before still work."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from cli.service.private_files import close_private_places, private_places, unreadable_secrets
from dispatch.programs.hooks.sealing import seal_of
from models.errors import UserError
from models.settings.file import load_settings
from models.signing.keys import make_keys, next_keys, read_keys, write_keys
from models.signing.tokens import Signer
from tests.commands.running import guichet


@pytest.fixture
def careless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A town made under a umask that keeps nothing from anybody, its database outside the directory of data."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("GUICHET_DATABASE__URL", f"sqlite:///{tmp_path}/elsewhere/guichet.db")
    before = os.umask(0)
    try:
        assert guichet("init").code == 0
        guichet(
            "submit", "-", "--to", "mairie@ville.test", typed=b"From: j@example.org\r\n\r\nUne lampe.\r\n"
        )
        assert guichet("work").code == 0
    finally:
        os.umask(before)
    return tmp_path


def test_nothing_that_was_made_can_be_read_by_others_whatever_the_umask(careless: Path) -> None:
    made = [*careless.rglob("*")]
    assert any(path.suffix == ".eml" for path in made)
    assert [path for path in made if path.name != "elsewhere" and path.stat().st_mode & 0o077] == []
    assert guichet("doctor", "files").code == 0


def test_the_readme_names_everything_that_lies_in_the_directory_of_data(careless: Path) -> None:
    from cli.service.upgrade import JOURNAL
    from dispatch.upkeep.retention.take_away import MARK
    from models.store.accesses import WAITING
    from models.store.places import HELD_MARK

    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    table = readme.partition("## Where data lives")[2].partition("**Do not copy")[0]
    made = [path.name for path in (careless / "var").iterdir() if path.suffix not in (".lock", ".sock")]
    assert {"secrets", "files", "outgoing"} <= set(made)
    secrets = [path.name for path in (careless / "var/secrets").iterdir()]
    named = [*made, *secrets, "recovery_key", "partners", JOURNAL, MARK, WAITING, HELD_MARK]
    assert [name for name in named if name not in table] == []


def test_what_was_opened_to_others_is_named_and_closed_when_the_service_opens(careless: Path) -> None:
    database, key = careless / "elsewhere" / "guichet.db", careless / "var" / "secrets" / "reply_keys"
    database.chmod(0o644)
    key.chmod(0o640)
    done = guichet("doctor", "files")
    assert done.code == 1 and "guichet.db" in done.out and "reply_keys" in done.out
    settings = load_settings(careless / "settings.toml")
    assert {database, Path("var/secrets/reply_keys")} <= set(private_places(settings))
    (said,) = close_private_places(settings)
    assert "closed to them" in said
    assert (database.stat().st_mode | key.stat().st_mode) & 0o077 == 0
    assert close_private_places(settings) == []


def test_a_secret_that_is_not_to_be_had_is_named_before_anybody_needs_it(
    careless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = careless / "elsewhere" / "relay"
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__PASSWORD_FILE", str(secret))

    def looked() -> tuple[int, str]:
        done = guichet("doctor", "files")
        return done.code, " ".join(done.out.split())

    code, said = looked()
    assert code == 1
    assert (
        "outgoing.relay.password_file" in said
        and f"{secret}, cannot be read: No such file or directory." in said
    )
    secret.write_text("\n", encoding="ascii")
    assert "is empty." in looked()[1]
    secret.write_text("azerty\n", encoding="ascii")
    secret.chmod(0o644)
    code, said = looked()
    assert code == 1 and f"Others on this machine may read {secret}." in said and "azerty" not in said
    secret.chmod(0o640)
    assert looked()[0] == 0
    handed = Path("/run/credentials/guichet-test.service/relay")
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__PASSWORD_FILE", str(handed))
    assert "LoadCredential=relay:FILE in its unit" in looked()[1]
    settings = load_settings(careless / "settings.toml")
    assert [path for _, path in unreadable_secrets(settings)] == [handed]


@pytest.mark.parametrize("name", ["reply_keys", "audit_key"])
def test_a_key_of_ours_that_cannot_be_used_is_named(careless: Path, name: str) -> None:
    """As one handed over by systemd from a file that somebody emptied, or moved."""
    key = careless / "var" / "secrets" / name
    assert guichet("doctor", "files").code == 0
    key.chmod(0o600)
    key.write_text("\n", encoding="ascii")
    emptied = guichet("doctor", "files")
    assert emptied.code == 1 and f"var/secrets/{name}" in emptied.out and "from a backup" in emptied.out
    key.unlink()
    gone = guichet("doctor", "files")
    assert gone.code == 1 and f"There is no key file var/secrets/{name}." in gone.out


def rotate_keys(path: Path, today: date, read_days: int) -> tuple[int, list[int]]:
    """The number of the new key, and of those that were dropped."""
    keys, dropped = next_keys(path, today, read_days)
    write_keys(path, keys, today)
    return keys[0][0], dropped


def test_a_rotated_key_is_read_as_long_as_its_addresses_work(tmp_path: Path) -> None:
    path = tmp_path / "reply_keys"
    make_keys(path)
    first = read_keys(path)[0]
    assert rotate_keys(path, date(2026, 1, 1), 400) == (2, [])
    assert [number for number, _ in read_keys(path)] == [2, 1] and read_keys(path)[1] == first
    assert rotate_keys(path, date(2027, 2, 5), 400) == (3, []), "400 days later an address may still work"
    assert rotate_keys(path, date(2027, 2, 6), 400) == (4, [1])
    assert [number for number, _ in read_keys(path)] == [4, 3, 2]
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_fifteenth_rotation_within_the_life_of_an_address_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reply_keys"
    make_keys(path)
    for _ in range(14):
        rotate_keys(path, date(2026, 1, 1), 400)
    with pytest.raises(UserError, match="All numbers"):
        rotate_keys(path, date(2026, 1, 1), 400)


def test_the_command_takes_a_new_key_and_is_traced(careless: Path) -> None:
    assert "Key 2 signs" in guichet("keys", "rotate").out
    assert "signs and reads" in guichet("keys", "list").out
    assert guichet("audit", "show", "--action", "rotate", "--json").json()[0]["data"]["key"] == 2


def test_a_key_in_other_hands_is_read_no_more_and_webhooks_keep_their_secrets(careless: Path) -> None:
    """Else whoever has it goes on writing in our name for as long as an address works."""
    made = guichet("webhooks", "add", "glpi", "https://glpi.example.org/").out.splitlines()[0]
    path = careless / "var" / "secrets" / "reply_keys"
    (stolen,) = read_keys(path)
    assert guichet("keys", "rotate").code == 0
    assert stolen in read_keys(path)
    done = guichet("keys", "rotate", "--at-once")
    assert done.code == 0 and "earlier ones (2) are read no more" in done.out, done
    assert [number for number, _ in read_keys(path)] == [3] and path.stat().st_mode & 0o777 == 0o600
    assert guichet("audit", "show", "--action", "rotate", "--json").json()[0]["data"]["dropped"] == [1, 2]
    with sqlite3.connect(careless / "elsewhere" / "guichet.db") as connection:
        (sealed,) = connection.execute("SELECT secret FROM hook").fetchone()
    assert seal_of(Signer(read_keys(path), "ville.test")).open(sealed) == made


def test_a_file_of_keys_that_is_handed_over_to_be_read_is_replaced_where_it_comes_from(
    careless: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under systemd's LoadCredential: nothing can be made beside what it hands over, not by root either."""
    source = careless / "elsewhere" / "reply_keys"
    make_keys(source)
    with source.open("rb") as handed:
        monkeypatch.setenv("GUICHET_KEYS__REPLY_KEYS_FILE", f"/proc/{os.getpid()}/fd/{handed.fileno()}")
        done = guichet("keys", "rotate")
        assert done.code == 1 and "cannot be written" in done.err and "No new key was taken" in done.err
        assert "Key" in guichet("keys", "list").out
        assert [number for number, _ in read_keys(source)] == [1]
    assert "GUICHET_KEYS__REPLY_KEYS_FILE=FILE guichet keys rotate" in " ".join(done.err.split())
    monkeypatch.setenv("GUICHET_KEYS__REPLY_KEYS_FILE", str(source))
    assert "Key 2 signs" in guichet("keys", "rotate").out
    assert [number for number, _ in read_keys(source)] == [2, 1]
