"""`guichet files give-up` and `guichet db check`: files that are gone for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.files import sha256_of
from tests.commands.running import guichet
from tests.letters import PHOTO

DIGEST = sha256_of(PHOTO)


def kept(office: Path) -> Path:
    return office / "var/files" / DIGEST[:2] / DIGEST[2:4] / DIGEST


def said(*arguments: str, code: int = 0) -> str:
    done = guichet(*arguments)
    assert done.code == code, (arguments, done)
    return " ".join((done.out + done.err).split())


def test_a_lost_file_is_given_up_with_who_said_so_and_why_and_nobody_looks_for_it_again(
    busy_office: Path,
) -> None:
    assert "is there and whole" in said("files", "give-up", DIGEST, "--because", "x", code=1)
    kept(busy_office).unlink()
    reference = next(
        row["reference"]
        for row in guichet("requests", "list", "--json").json()
        if guichet("requests", "show", row["reference"], "--json").json()["attachments"]
    )
    assert f"{DIGEST} It is missing ({reference}" in said("verify", code=1).replace(":", "")
    assert f"files: {DIGEST} is missing" in said("db", "check", code=1)
    assert "Nothing here points to a file 0000" in said("files", "give-up", "0000", "--because", "x", code=1)
    assert "Nothing here points" in said("files", "give-up", "", "--because", "x", code=1)
    assert "Say why" in said("files", "give-up", DIGEST, "--because", "  ", code=1)

    told = said("files", "give-up", DIGEST[:12].upper(), "--because", "disque  de mars")
    assert f"The file {DIGEST} is given up" in told and reference in told
    request = guichet("requests", "show", reference, "--json").json()
    note = request["entries"][-1]
    assert (note["kind"], note["public"]) == ("note", False)
    assert note["text"].startswith("Le fichier ") and note["text"].endswith(
        " est perdu\u00a0: disque de mars"
    )
    assert all(each["removed_at"] for each in request["attachments"])
    look = guichet("audit", "show", "--json").json()
    assert any(row["action"] == "give_up" and DIGEST in row["subject"] for row in look)
    said("verify")
    assert "Nothing is missing and nothing was changed." in said("audit", "verify")
    assert "every file is there" in said("db", "check")


def test_of_many_files_that_are_gone_ten_are_named(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.service.upgrading.MOST_SHOWN", 0)
    kept(busy_office).unlink()
    problems = said("db", "check", code=1)
    assert "files: 1 more; guichet verify says whose they are" in problems and DIGEST not in problems
    monkeypatch.setenv("GUICHET_LANG", "fr")
    assert "fichiers\u00a0: 1 de plus\u00a0; guichet verify dit à qui ils sont" in guichet("db", "check").err


def test_since_when_an_old_key_signs_is_said_to_be_unknown(office: Path) -> None:
    (office / "var/secrets/reply_keys").write_text("1 " + "ab" * 32 + "\n", "ascii")
    assert "not noted" in said("keys", "list")
