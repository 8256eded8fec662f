"""The commands about texts and people, as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.servers.fake_twilio import ACCOUNT_SID, FakeTwilio


def _run(*words: str, exit_code: int = 0) -> str:
    """What the command says on standard output."""
    done = guichet(*words)
    assert done.code == exit_code, done.out + done.err
    return done.out


def test_a_text_handed_in_is_answered_in_a_file(office: Path) -> None:
    _run("submit", "--sms", "06 39 98 00 12", "Portail cassé au gymnase Guimard")
    _run("work")
    (file,) = (office / "var" / "outgoing" / "sms").glob("*.txt")
    assert file.read_text().startswith("To: +33639980012\n")


@pytest.mark.parametrize("words", [("06 39 98 00 1", "Portail cassé"), ("06 39 98 00 12", "  ")])
def test_a_text_without_words_or_from_no_number_is_handed_in_by_nobody(
    office: Path, words: tuple[str, str]
) -> None:
    _run("submit", "--sms", *words, exit_code=1)
    assert json.loads(_run("inbox", "list", "--json")) == []


def test_people_are_shown_linked_and_opted_out(office: Path) -> None:
    _run("submit", "--sms", "06 39 98 00 12", "Portail cassé au gymnase Guimard")
    _run("work")
    _run("people", "link", "06 39 98 00 12", "jeanne@example.org")
    _run("people", "prefer", "jeanne@example.org", "email")
    _run("people", "opt-out", "+33639980012")
    shown = json.loads(_run("people", "show", "jeanne@example.org", "--json"))
    assert shown["preferred_channel"] == "email"
    assert [each["contact"] for each in shown["contacts"]] == ["06 39 98 00 12", "jeanne@example.org"]
    assert [bool(each["opted_out_at"]) for each in shown["contacts"]] == [True, False]
    assert len(shown["requests"]) == 1


@pytest.mark.parametrize(("token", "exit_code"), [("fake-auth-token", 0), ("wrong", 1)])
def test_the_doctor_knows_a_right_token_from_a_wrong_one(
    office: Path, monkeypatch: pytest.MonkeyPatch, token: str, exit_code: int
) -> None:
    with FakeTwilio() as twilio:
        settings = (office / "settings.toml").read_text().replace('carrier = "files"', "", 2)
        settings = settings.replace("[sms]\n", '[sms]\ncarrier = "twilio"\n', 1)
        account = (
            f'[sms.twilio]\naccount_sid = "{ACCOUNT_SID}"\nfrom_number = "+33199000001"\napi_base_url = '
            f'"{twilio.url}"\n'
        )
        (office / "settings.toml").write_text(f"{settings}\n{account}")
        monkeypatch.setenv("GUICHET_SMS__TWILIO__AUTH_TOKEN", token)
        _run("doctor", "sms", exit_code=exit_code)
