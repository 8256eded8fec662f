"""A real Postfix, configured as docs/postfix.md says, hands its mail to our LMTP door and loses none."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.house import House
from tests.doors.mailboxes import wait_for_rows
from tests.servers import postfix
from tests.servers.presence import missing
from tests.servers.processes import until

LETTER = "From: a@example.org\r\nSubject: {}\r\n\r\nBonjour\r\n.\r\n..fin\r\n"


@pytest.fixture(scope="module")
def lmtp_socket(run_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_dir / f"lmtp-{tmp_path_factory.getbasetemp().name}" / "s"


@pytest.fixture(scope="module")
def relay(
    run_dir: Path, lmtp_socket: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[postfix.Postfix]:
    if not postfix.is_installed():
        missing("Postfix (with root rights)", postfix.PACKAGE)
    directory = run_dir / f"pf-{tmp_path_factory.getbasetemp().name}"
    with postfix.running_postfix(directory, lmtp_socket) as relay:
        yield relay


def send(relay: postfix.Postfix, subject: str, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as client:
        client.sendmail("a@example.org", recipients, LETTER.format(subject))


def test_a_message_for_two_recipients_arrives_once_with_both(
    house: House, relay: postfix.Postfix, lmtp_socket: Path
) -> None:
    house.open(lmtp={"socket": str(lmtp_socket)})
    send(relay, "deux", "mairie@ville.test", "demandes+abc234@ville.test")
    wait_for_rows(house, 1)
    until(lambda: relay.queue() == [], "the queue is empty")
    (row,) = house.ledger()
    assert sorted(row.recipients) == ["demandes+abc234@ville.test", "mairie@ville.test"]
    assert row.envelope_from == "a@example.org"
    assert house.contents()[0].endswith(b"\r\n\r\nBonjour\r\n.\r\n..fin\r\n")


def test_what_comes_while_the_door_is_shut_arrives_when_it_opens(
    house: House, relay: postfix.Postfix, lmtp_socket: Path
) -> None:
    doors = house.open(lmtp={"socket": str(lmtp_socket)})
    send(relay, "avant", "mairie@ville.test")
    wait_for_rows(house, 1)
    doors.stop(5)
    for number in range(5):
        send(relay, f"pendant {number}", "mairie@ville.test")
    until(lambda: len(relay.queue()) == 5, "the mail waits in the queue")
    house.open(lmtp={"socket": str(lmtp_socket)})
    wait_for_rows(house, 6)
    until(lambda: relay.queue() == [], "the queue is empty")
    assert len(house.ledger()) == 6


def test_an_address_we_do_not_have_is_refused_while_the_sender_listens(
    house: House, relay: postfix.Postfix, lmtp_socket: Path
) -> None:
    house.open(lmtp={"socket": str(lmtp_socket)})
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(relay, "personne", "personne@ville.test")
    code, sentence = refused.value.recipients["personne@ville.test"]
    assert (code, b"No such address here" in sentence) == (550, True)
    assert house.ledger() == []


def test_a_message_postfix_takes_is_never_too_large_for_the_door(
    house: House, relay: postfix.Postfix, lmtp_socket: Path
) -> None:
    house.open(lmtp={"socket": str(lmtp_socket)})
    limit = 26_214_400
    content = LETTER.format("grand") + ("x" * 76 + "\r\n") * ((limit - 1_000) // 78)
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=60) as client:
        client.sendmail("a@example.org", ["mairie@ville.test"], content)
    wait_for_rows(house, 1)
    assert house.ledger()[0].raw_size_bytes > len(content)
