"""Our SMTP carrier against a relay on a real socket which does as it is told."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from dispatch.delivery.carriers.interface import CarrierAway, Doubtful
from dispatch.delivery.carriers.smtp import LETTERS_PER_CONNECTION, SmtpCarrier
from dispatch.letters.written import Letter
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure
from models.settings.outgoing import RelaySettings
from tests.servers.presence import missing


@dataclass
class Relay:
    """Answers each command from a list; "250 OK" when it is empty."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    connections: int = 0
    #: How often it was asked whether it is still there.
    asked: int = 0
    login: tuple[bytes, bytes] = (b"mairie", b"secret")
    #: Whether it takes several commands at once (RFC 2920).
    pipelining: bool = False
    #: How long it takes over the answer to the final dot.
    thinks_seconds: float = 0.0

    def answer(self, command: str) -> str:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else "250 OK"

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        if not session.host_name:
            self.connections += 1
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelining else responses

    async def handle_NOOP(self, _server: SMTP, _session: Session, _envelope: Envelope, _given: str) -> str:
        self.asked += 1
        return "250 OK"

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer("MAIL")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answer("RCPT")
        if answer == "silence":
            await asyncio.Event().wait()
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self.answer("DATA")
        if answer == "silence":
            await asyncio.Event().wait()
        if self.thinks_seconds:
            await asyncio.sleep(self.thinks_seconds)
        if answer == "hang up":
            assert server.transport is not None
            server.transport.close()
            return "451 gone"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append((envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        return answer

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == self.login, handled=False)


class OnFreePort(Controller):
    """A controller for port 0: its own check of the server must go to the port that the system gave."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it runs by now
        super()._trigger_server()


Start = Callable[..., RelaySettings]


@pytest.fixture(params=[False, True], ids=["one by one", "pipelining"])
def relay(request: pytest.FixtureRequest) -> Relay:
    return Relay(pipelining=request.param)


@pytest.fixture
def start(relay: Relay) -> Iterator[Start]:
    """Starts the relay on a free port; gives the settings that reach it."""
    running = []

    def start_it(*, settings: dict[str, Any] | None = None, **options: Any) -> RelaySettings:
        controller = OnFreePort(relay, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True, **options)
        controller.start()
        running.append(controller)
        return RelaySettings(
            **{
                "host": "127.0.0.1",
                "port": controller.port,
                "tls": "none",
                "timeout_seconds": 10,
                **(settings or {}),
            }
        )

    yield start_it
    for controller in running:
        controller.stop(no_assert=True)


def letter(outbox_id: int = 1, *, to: str = "jeanne@example.org", smtputf8: bool = False) -> Letter:
    raw = b"Subject: x\r\n\r\nBonjour.\r\n.\r\n..fin\r\n"
    return Letter(outbox_id, "demandes+abc@ville.test", to, raw, smtputf8)


@pytest.fixture
def carrier_of() -> Iterator[Callable[[RelaySettings], SmtpCarrier]]:
    made: list[SmtpCarrier] = []

    def make(settings: RelaySettings) -> SmtpCarrier:
        made.append(SmtpCarrier(settings))
        return made[-1]

    yield make
    for carrier in made:
        carrier.close()


Make = Callable[[RelaySettings], SmtpCarrier]


def test_letters_travel_byte_for_byte_on_one_connection(relay: Relay, start: Start, carrier_of: Make) -> None:
    carrier = carrier_of(start())
    for n in range(3):
        assert carrier.send(letter(n)).state == "sent"
    assert relay.connections == 1
    assert relay.taken[0] == ("demandes+abc@ville.test", ("jeanne@example.org",), letter().raw)


@pytest.mark.parametrize(
    ("command", "answer", "failure", "reason"),
    [
        ("RCPT", "451 4.7.1 greylisted", TemporaryFailure, ""),
        ("RCPT", "452 4.2.2 mailbox full", TemporaryFailure, ""),
        ("RCPT", "550 5.1.1 <jeanne@example.org> user unknown", PermanentFailure, "no_such_address"),
        ("RCPT", "550 5.2.2 mailbox full", PermanentFailure, ""),
        ("RCPT", "550 no", PermanentFailure, ""),
        ("DATA", "552 5.3.4 too big", PermanentFailure, ""),
        ("DATA", "554 5.7.1 spam", PermanentFailure, ""),
        ("DATA", "451 4.3.0 later", TemporaryFailure, ""),
        ("MAIL", "550 5.7.1 sender refused", ConfigurationFailure, ""),
        ("MAIL", "530 5.7.0 authentication required", ConfigurationFailure, ""),
        ("MAIL", "452 4.3.1 disk full", TemporaryFailure, ""),
    ],
)
def test_each_answer_of_a_relay_says_who_must_act(
    relay: Relay,
    start: Start,
    carrier_of: Make,
    command: str,
    answer: str,
    failure: type[TemporaryFailure],
    reason: str,
) -> None:
    """And the next letter goes through on the same connection."""
    relay.answers[command] = [answer]
    carrier = carrier_of(start())
    with pytest.raises(failure) as raised:
        carrier.send(letter())
    assert type(raised.value) is failure and raised.value.reason == reason
    assert "jeanne" not in raised.value.private
    assert answer[:3] in raised.value.private
    carrier.send(letter(2))
    assert len(relay.taken) == 1 and relay.connections == 1


def test_a_connection_the_relay_closed_meanwhile_is_opened_again_once(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    carrier = carrier_of(start())
    carrier.send(letter(1))
    assert carrier._connection is not None and carrier._connection.sock is not None
    carrier._connection.sock.shutdown(socket.SHUT_RDWR)
    carrier.send(letter(2))
    assert relay.connections == 2 and len(relay.taken) == 2


def test_a_relay_that_hangs_up_in_the_middle_leaves_the_letter_for_later(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    relay.answers["DATA"] = ["hang up"]
    carrier = carrier_of(start())
    with pytest.raises(Doubtful):
        carrier.send(letter())
    carrier.send(letter())
    assert len(relay.taken) == 1


def test_an_answer_that_never_comes_after_the_final_dot_leaves_the_letter_doubtful(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    """The relay has every byte: it may have taken them. Only silence before the dot is an ordinary
    failure.
    """
    relay.answers["DATA"] = ["silence"]
    carrier = carrier_of(start(settings={"final_answer_seconds": 0.2}))
    with pytest.raises(Doubtful) as raised:
        carrier.send(letter())
    assert raised.value.reason == "doubtful"
    relay.answers["RCPT"] = ["silence"]
    hasty = carrier_of(start(settings={"timeout_seconds": 0.2}))
    with pytest.raises(TemporaryFailure) as early:
        hasty.send(letter())
    assert not isinstance(early.value, Doubtful)


def test_a_relay_that_thinks_long_about_a_letter_gets_the_time_it_needs(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    """RFC 5321 §4.5.3.2.6: the final answer may take ten minutes, every other one comes sooner."""
    relay.thinks_seconds = 2.4
    carrier = carrier_of(start(settings={"timeout_seconds": 2}))
    assert carrier.send(letter()).state == "sent"
    assert len(relay.taken) == 1


def test_a_letter_that_ends_without_a_line_break_and_begins_lines_with_dots_arrives_whole(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    sent = Letter(1, "demandes+abc@ville.test", "jeanne@example.org", b".\r\n..x\r\nfin", smtputf8=False)
    carrier_of(start()).send(sent)
    assert relay.taken[0][2] == b".\r\n..x\r\nfin\r\n"


def test_a_relay_that_took_a_letter_a_moment_ago_is_not_asked_whether_it_is_there(
    relay: Relay, start: Start
) -> None:
    at = 1000.0
    carrier = SmtpCarrier(start(), clock=lambda: at)
    for number in range(3):
        carrier.send(letter(number))
    assert relay.asked == 0
    at += 60
    carrier.send(letter(3))
    assert (relay.asked, relay.connections, len(relay.taken)) == (1, 1, 4)
    carrier.close()


def test_a_connection_is_renewed_after_as_many_letters_as_relays_allow(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    carrier = carrier_of(start())
    for n in range(LETTERS_PER_CONNECTION + 1):
        carrier.send(letter(n))
    assert relay.connections == 2


def test_nobody_listening_says_nothing_about_the_letter(carrier_of: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        carrier = carrier_of(RelaySettings(host="127.0.0.1", port=port, tls="none"))
        with pytest.raises(CarrierAway):
            carrier.send(letter())


def test_a_silent_relay_ends_at_the_timeout_and_not_later(carrier_of: Make) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings = RelaySettings(
            host="127.0.0.1", port=silent.getsockname()[1], tls="none", timeout_seconds=0.2
        )
        with pytest.raises(CarrierAway):
            carrier_of(settings).send(letter())


def test_accented_addresses_need_a_relay_that_knows_smtputf8(
    relay: Relay, start: Start, carrier_of: Make
) -> None:
    carrier = carrier_of(start())
    carrier.send(letter(to="éric@example.org", smtputf8=True))
    carrier.send(letter())
    assert [to for _, to, _ in relay.taken] == [("éric@example.org",), ("jeanne@example.org",)]


def test_a_relay_without_smtputf8_refuses_accented_addresses_for_good(carrier_of: Make) -> None:
    old = OnFreePort(Relay(), hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)
    old.start()
    try:
        carrier = carrier_of(RelaySettings(host="127.0.0.1", port=old.port, tls="none"))
        with pytest.raises(PermanentFailure, match="accents"):
            carrier.send(letter(to="éric@example.org", smtputf8=True))
    finally:
        carrier.close()
        old.stop(no_assert=True)


@pytest.fixture
def relay_certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 which only those who are given it trust, and a server's context with it."""
    if shutil.which("openssl") is None:
        missing("openssl", "openssl")
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=relay"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(chain)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    return chain, context


def login_settings(start: Start, relay: Relay, password_file: Path, **settings: Any) -> RelaySettings:
    return start(
        authenticator=relay.authenticate,
        auth_require_tls=False,
        settings={"username": "mairie", "password_file": password_file, **settings},
    )


def test_the_password_comes_from_its_file_each_time_and_a_wrong_one_stops_the_channel(
    relay: Relay, start: Start, carrier_of: Make, tmp_path: Path
) -> None:
    file = tmp_path / "relay_password"
    file.write_text("wrong\n", encoding="utf-8")
    carrier = carrier_of(login_settings(start, relay, file))
    with pytest.raises(ConfigurationFailure, match="login"):
        carrier.send(letter())
    file.write_text("secret\n", encoding="utf-8")
    carrier.send(letter())
    assert len(relay.taken) == 1
    file.unlink()
    carrier.close()
    with pytest.raises(ConfigurationFailure, match="cannot be read"):
        carrier.send(letter())


def test_starttls_is_used_or_the_channel_stops(
    relay: Relay, start: Start, carrier_of: Make, relay_certificate: tuple[Path, ssl.SSLContext]
) -> None:
    ca_file, context = relay_certificate
    trusting = start(
        tls_context=context, require_starttls=True, settings={"tls": "starttls", "ca_file": ca_file}
    )
    carrier_of(trusting).send(letter())
    assert len(relay.taken) == 1
    doubtful = trusting.model_copy(update={"ca_file": None})
    with pytest.raises(ConfigurationFailure, match="certificate"):
        carrier_of(doubtful).send(letter())
    with pytest.raises(ConfigurationFailure):
        carrier_of(start(settings={"tls": "starttls"})).send(letter())
