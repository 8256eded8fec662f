"""Our SMTP carrier against a relay that offers PIPELINING (RFC 2920), answer for answer."""

from __future__ import annotations

import socket
import threading

import pytest

from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.delivery.carriers.smtp import SmtpCarrier
from dispatch.letters.written import Letter
from models.errors import PermanentFailure
from models.settings.outgoing import RelaySettings

LETTER = Letter(1, "demandes+abc@ville.test", "jeanne@example.org", b"Subject: x\r\n\r\nBonjour.\r\n")


class Scripted:
    """Takes one connection, and answers what comes in at once with one of these, after another; then it
    hears the rest, or `leaves`.
    """

    def __init__(self, *answers: bytes, leaves: bool) -> None:
        self._leaves = leaves
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.heard: list[bytes] = []
        self._answers = answers
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        with connection:
            connection.sendall(b"220 here\r\n")
            for answer in self._answers:
                self.heard.append(connection.recv(65_536))
                connection.sendall(answer)
            connection.settimeout(60)
            while not self._leaves and (block := connection.recv(65_536)):
                self.heard.append(block)
                if block.lower().startswith(b"quit"):
                    connection.sendall(b"221 goodbye\r\n")

    def close(self) -> None:
        self._thread.join(60)
        self._server.close()


def scripted(*answers: bytes, leaves: bool = False) -> tuple[Scripted, SmtpCarrier]:
    relay = Scripted(b"250-here\r\n250 PIPELINING\r\n", *answers, leaves=leaves)
    return relay, SmtpCarrier(
        RelaySettings(host="127.0.0.1", port=relay.port, tls="none", timeout_seconds=60)
    )


def test_what_is_said_before_a_letter_takes_one_round_trip() -> None:
    relay, carrier = scripted(b"250 OK\r\n250 OK\r\n354 go on\r\n", b"250 taken\r\n")
    assert carrier.send(LETTER).carrier_id == "taken"
    carrier.close()
    relay.close()
    assert relay.heard[1] == (
        b"mail FROM:<demandes+abc@ville.test>\r\nrcpt TO:<jeanne@example.org>\r\nDATA\r\n"
    )


def test_a_relay_that_wants_a_text_for_nobody_gets_none() -> None:
    """RFC 2920 §3.1: that a relay waits for the text does not mean that it took the recipient."""
    relay, carrier = scripted(b"250 OK\r\n550 5.1.1 unknown\r\n354 go on\r\n")
    with pytest.raises(PermanentFailure) as raised:
        carrier.send(LETTER)
    assert raised.value.reason == "no_such_address"
    relay.close()
    assert not any(b"Bonjour" in heard for heard in relay.heard)
    assert relay.heard[2:] == []


def test_a_relay_that_says_why_it_leaves_is_heard() -> None:
    relay, carrier = scripted(b"421 4.3.2 closing\r\n", leaves=True)
    with pytest.raises(CarrierAway):
        carrier.send(LETTER)
    relay.close()
