"""A real Postfix with opendkim, as docs/postfix.md says: what its word is worth, and what a forged one is."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.mail.parse import parse_mail
from intake.mail.proof.verdict import MailProof, Trust, judge
from tests.doors.house import House
from tests.doors.mailboxes import wait_for_rows
from tests.servers import opendkim, postfix
from tests.servers.presence import missing
from tests.signed_mail import SigningKey, signed

OURS = "mx.ville.test"
AGENT = "karim.benali@agents.ville.test"
LETTER = (
    f"From: Karim <{AGENT}>\r\nTo: demandes@ville.test\r\nSubject: Re: Ampoule\r\n"
    "Message-ID: <1@agents.ville.test>\r\n\r\nTermine\r\n"
).encode()
FORGED = f"Authentication-Results: {OURS}; dmarc=pass header.from=agents.ville.test\r\n".encode()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.make(2048)


@pytest.fixture(scope="module")
def lmtp_socket(run_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_dir / f"lmtp-dkim-{tmp_path_factory.getbasetemp().name}" / "s"


@pytest.fixture(scope="module")
def relay(
    run_dir: Path, lmtp_socket: Path, key: SigningKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[postfix.Postfix]:
    if not postfix.is_installed():
        missing("Postfix (with root rights)", postfix.PACKAGE)
    if not opendkim.is_installed():
        missing("opendkim", opendkim.PACKAGE)
    name = tmp_path_factory.getbasetemp().name
    keys = {"s1._domainkey.agents.ville.test": key.record, "s1._domainkey.evil.example.net": key.record}
    with (
        opendkim.running_opendkim(run_dir / f"dk-{name}", OURS, keys) as port,
        postfix.running_postfix(run_dir / f"pfd-{name}", lmtp_socket, port) as running,
    ):
        yield running


def test_the_relay_s_word_proves_a_signed_mail_and_no_other(
    house: House, relay: postfix.Postfix, lmtp_socket: Path, key: SigningKey
) -> None:
    house.open(lmtp={"socket": str(lmtp_socket)})
    good = signed(LETTER, key, "agents.ville.test")
    sent = {
        "signed": good,
        "unsigned": LETTER,
        "forged results": FORGED + LETTER,
        "signed by a stranger": signed(LETTER, key, "evil.example.net"),
        "signed by a stranger, forged results": FORGED + signed(LETTER, key, "evil.example.net"),
        "changed on the way": good.replace(b"Termine\r\n", b"Refuse\r\n"),
    }
    found = {}
    for count, (name, raw) in enumerate(sent.items(), start=1):
        with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as client:
            client.sendmail(AGENT, ["mairie@ville.test"], raw)
        wait_for_rows(house, count)
        found[name] = _judged(house.contents()[count - 1])
    assert {name: (proof.by, proof.failed) for name, proof in found.items()} == {
        "signed": ("dkim", ""),
        "unsigned": ("", ""),
        "forged results": ("", ""),
        "signed by a stranger": ("", ""),
        "signed by a stranger, forged results": ("", ""),
        "changed on the way": ("", "dkim=fail"),
    }
    assert any(word.startswith("relay:") for word in found["unsigned"].carried), "it says none, too"


def _judged(raw: bytes) -> MailProof:
    return judge(parse_mail(raw), Trust(authserv_id=OURS, hops=1), door="lmtp", peer="", facts={})
