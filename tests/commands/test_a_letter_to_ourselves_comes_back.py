"""`guichet doctor relay` sends a letter to ourselves by the relay and waits for it at a door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.servers.mailbox import Delivered, Mailbox


@pytest.fixture
def relay(office: Path) -> Iterator[Mailbox]:
    """A relay that the settings name."""
    mailbox = Mailbox()
    mailbox.start()
    text = Path("settings.toml").read_text("utf-8").replace('carrier = "files"', 'carrier = "smtp"', 1)
    text = re.sub(
        r'(\[outgoing\.relay\].*?)host = ""(.*?)port = 587(.*?)tls = "starttls"',
        rf'\1host = "127.0.0.1"\2port = {mailbox.port}\3tls = "none"',
        text,
        flags=re.DOTALL,
    )
    Path("settings.toml").write_text(text, "utf-8")
    yield mailbox
    mailbox.stop()


def test_a_letter_that_comes_back_is_known_and_makes_no_request(relay: Mailbox) -> None:
    def bring_in(letter: Delivered) -> str:
        # What the world and a door do: the letter is in the ledger before the relay has answered.
        Path("trial.eml").write_bytes(letter.raw)
        (recipient,) = letter.recipients
        assert guichet("submit", "trial.eml", "--to", recipient, "--from", letter.envelope_from).code == 0
        assert guichet("work").code == 0
        return "250 OK"

    relay.answer_with = bring_in
    done = guichet("doctor", "relay")
    assert done.code == 0, done.out + done.err
    assert "A letter left by 127.0.0.1 and came back to mairie@ville.test." in done.out
    assert guichet("requests", "list").out.strip() == "No request."
    assert "automatic" in guichet("inbox", "list").out
    assert [each.recipients for each in relay.delivered] == [("mairie@ville.test",)]


def test_a_letter_that_does_not_come_back_is_told_with_what_to_look_at(relay: Mailbox) -> None:
    done = guichet("doctor", "relay", "--wait", "1")
    assert done.code == 1
    assert "has not come back to mairie@ville.test within 1 s" in done.out
    assert "guichet doctor dns" in done.out and "guichet serve" in done.out


def test_another_letter_is_not_taken_for_it(relay: Mailbox) -> None:
    def bring_another(letter: Delivered) -> str:
        Path("other.eml").write_bytes(re.sub(rb"guichet\.trial\.\w+", b"guichet.trial.0", letter.raw))
        assert guichet("submit", "other.eml", "--to", "mairie@ville.test").code == 0
        assert guichet("work").code == 0
        return "250 OK"

    relay.answer_with = bring_another
    assert guichet("doctor", "relay", "--wait", "1").code == 1


def test_a_relay_that_refuses_says_so_and_nothing_is_waited_for(relay: Mailbox) -> None:
    relay.answer_with = lambda _letter: "554 5.7.1 no"
    done = guichet("doctor", "relay", "--wait", "600")
    assert done.code == 1 and "The mail relay refuses this message." in done.out


def test_letters_that_are_files_are_not_tried(office: Path) -> None:
    done = guichet("doctor", "relay")
    assert done.code == 0 and "written to files" in done.out
