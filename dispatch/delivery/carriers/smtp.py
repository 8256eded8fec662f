"""An SMTP relay (RFC 5321, 3207, 4954, 6531) over a connection that is kept."""

from __future__ import annotations

import contextlib
import re
import select
import smtplib
import ssl
import time
from collections.abc import Callable

from dispatch.delivery.carriers.envelope import say_envelope
from dispatch.delivery.carriers.interface import CarrierAway, Doubtful, Handover
from dispatch.letters.written import Letter
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure
from models.settings.outgoing import RelaySettings

#: Letters on one connection before it is renewed: relays limit them (Postfix asks for no more than 100).
LETTERS_PER_CONNECTION = 100

#: Seconds in which a relay does not drop a connection without a word.
_A_MOMENT = 2.0

_ENHANCED = re.compile(r"\b([245]\.[0-9]{1,3}\.[0-9]{1,3})\b", re.ASCII)
#: RFC 3463: the mailbox or its domain does not exist, is disabled or has moved.
#: 5.2.2 (full) is not among them.
_NOBODY_THERE = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})


class SmtpCarrier:
    """Hands letters to a relay. What the relay answers decides:

    - 2xx after the data: taken, `sent`;
    - 4xx anywhere, a lost connection or a timeout before the final dot: TemporaryFailure;
    - no answer after the final dot: Doubtful;
    - 5xx to the recipient or the data: PermanentFailure, `reason` "no_such_address" when nobody is there
      (5.1.1);
    - 5xx to the sender's address, to the greeting or to STARTTLS, 530/535 to the login: ConfigurationFailure;
    - nobody listening, 421 before anything was said of a letter: CarrierAway.

    A kept connection found dead before anything was said is opened again, once. `password` is asked for at
    each login, so that a changed file needs no restart.
    """

    name = "smtp"

    def __init__(self, settings: RelaySettings, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds that never go back: how long ago the relay answered."""
        self._settings = settings
        self._clock = clock
        self._connection: smtplib.SMTP | None = None
        self._letters, self._answered_at = 0, 0.0

    def send(self, letter: Letter) -> Handover:
        connection = self._ready()
        try:
            answer = self._transact(connection, letter)
        except (OSError, smtplib.SMTPServerDisconnected) as wrong:
            self._drop()
            raise TemporaryFailure(
                "The mail relay broke off.", f"{type(wrong).__name__} in the transaction"
            ) from wrong
        except smtplib.SMTPException as wrong:
            self._drop()
            raise TemporaryFailure("The mail relay answered oddly.", type(wrong).__name__) from wrong
        self._letters, self._answered_at = self._letters + 1, self._clock()
        return Handover(carrier_id=answer[:128], state="sent")

    def try_out(self) -> None:
        """Connect and log in, then say goodbye: nothing is sent. Raises what `send` would."""
        self._ready()
        self.close()

    def close(self) -> None:
        """Say goodbye to the relay, if connected."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()

    def _transact(self, connection: smtplib.SMTP, letter: Letter) -> str:
        if (refusal := say_envelope(connection, letter)) is not None:
            self._reset(connection)
            raise _failure(*refusal)
        code, text = self._content(connection, letter.raw)
        if code // 100 != 2:
            raise _failure("DATA", code, text)
        return text.decode("ascii", "replace").splitlines()[0] if text else str(code)

    def _content(self, connection: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
        """Send the message with its final dot, and wait for the answer as long as the RFC asks.

        Raises Doubtful when the dot left and the answer did not come: the relay may have taken the letter.
        """
        connection.send(_with_dot(raw))
        wire = connection.sock
        try:
            if wire is not None:
                wire.settimeout(self._settings.final_answer_seconds)
            code, text = connection.getreply()
        except (OSError, smtplib.SMTPException) as wrong:
            self._drop()
            raise Doubtful(
                "The mail relay did not say whether it took the message.",
                f"{type(wrong).__name__} after the final dot",
                reason="doubtful",
            ) from wrong
        if wire is not None:
            wire.settimeout(self._settings.timeout_seconds)
        return code, text

    def _reset(self, connection: smtplib.SMTP) -> None:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.rset()
            return
        self._drop()

    def _ready(self) -> smtplib.SMTP:
        if self._connection is not None:
            if self._letters < LETTERS_PER_CONNECTION and self._is_alive(self._connection):
                return self._connection
            self.close()
        self._connection = self._connect()
        self._letters = 0
        return self._connection

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        """Relays close idle connections; asking first costs one round trip and saves a letter a try. One that
        took a letter a moment ago and has said nothing since is not asked: its goodbye would lie there.
        """
        if self._clock() - self._answered_at < _A_MOMENT and not _has_said_more(connection):
            return True
        try:
            return connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        try:
            connection = self._open()
        except ssl.SSLError as wrong:
            raise ConfigurationFailure("The mail relay's certificate is not trusted.", str(wrong)) from wrong
        except smtplib.SMTPConnectError as wrong:
            raise _greeting_failure(wrong.smtp_code, _octets(wrong.smtp_error)) from wrong
        except (OSError, smtplib.SMTPException) as wrong:
            raise CarrierAway(
                "The mail relay cannot be reached.", f"{type(wrong).__name__} connecting to {settings.host}"
            ) from wrong
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        name = settings.hostname or None
        if settings.tls == "tls":
            return smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                local_hostname=name,
                timeout=settings.timeout_seconds,
                context=self._trust(),
            )
        return smtplib.SMTP(
            settings.host, settings.port, local_hostname=name, timeout=settings.timeout_seconds
        )

    def _introduce(self, connection: smtplib.SMTP) -> None:
        try:
            connection.ehlo_or_helo_if_needed()
            if self._settings.tls == "starttls":
                connection.starttls(context=self._trust())
                connection.ehlo()
            if self._settings.username:
                connection.login(self._settings.username, self._password())
        except smtplib.SMTPAuthenticationError as wrong:
            if wrong.smtp_code // 100 == 4:
                raise CarrierAway("The mail relay cannot check logins now.", str(wrong.smtp_code)) from wrong
            raise ConfigurationFailure(
                "The mail relay refuses our login.", f"{wrong.smtp_code} to AUTH: check username and password"
            ) from wrong
        except smtplib.SMTPNotSupportedError as wrong:
            raise ConfigurationFailure(
                "The mail relay does not offer what the settings ask for.", str(wrong)
            ) from wrong
        except ssl.SSLError as wrong:
            raise ConfigurationFailure("The mail relay's certificate is not trusted.", str(wrong)) from wrong
        except smtplib.SMTPResponseException as wrong:
            raise _greeting_failure(wrong.smtp_code, _octets(wrong.smtp_error)) from wrong
        except (OSError, smtplib.SMTPException) as wrong:
            raise CarrierAway(
                "The mail relay broke off.", f"{type(wrong).__name__} in the greeting"
            ) from wrong

    def _trust(self) -> ssl.SSLContext:
        ca_file = self._settings.ca_file
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)

    def _password(self) -> str:
        settings = self._settings
        if settings.password is not None:
            return settings.password.get_secret_value()
        if settings.password_file is None:
            raise ConfigurationFailure(
                "The mail relay's password is not set.", "no password nor password_file"
            )
        try:
            return settings.password_file.read_text(encoding="utf-8").strip()
        except OSError as wrong:
            raise ConfigurationFailure(
                "The file of the mail relay's password cannot be read.", f"{settings.password_file}"
            ) from wrong

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _has_said_more(connection: smtplib.SMTP) -> bool:
    """Whether something lies there to be read, or the other end is closed; does not wait."""
    if connection.sock is None:
        return True
    found = select.poll()
    found.register(connection.sock, select.POLLIN | select.POLLHUP)
    return bool(found.poll(0))


#: A dot at the start of a line is doubled (RFC 5321 §4.5.2).
_LINE_DOT = re.compile(rb"(?m)^\.")
_END, _LINE_FEED = b".\r\n", ord("\n")


def _with_dot(raw: bytes) -> bytes:
    """The letter as it travels: dots doubled, ended by a line with a single dot. Its lines end in CRLF."""
    if _has_line_dot(raw):
        raw = _LINE_DOT.sub(b"..", raw)
    return raw + (_END if raw.endswith(b"\r\n") else b"\r\n" + _END)


def _has_line_dot(raw: bytes) -> bool:
    # Few letters have such a line. A file in base64 has no dot at all, and one octet is soon looked for.
    at = raw.find(b".")
    while at > 0 and raw[at - 1] != _LINE_FEED:
        at = raw.find(b".", at + 1)
    return at >= 0


def _failure(command: str, code: int, answer: bytes) -> TemporaryFailure | PermanentFailure:
    found = _ENHANCED.search(answer.decode("ascii", "replace"))
    status = found[1] if found else ""
    # The relay's words may repeat the address: only the numbers are kept.
    private = f"{code} {status} to {command}".replace("  ", " ")
    if code == 421 and command == "MAIL":
        return CarrierAway("The mail relay is closing.", private)
    if code // 100 != 5:
        return TemporaryFailure("The mail relay asks us to try later.", private)
    if command == "MAIL" or code in (530, 535) or status.startswith("5.7.8"):
        return ConfigurationFailure("The mail relay refuses our sender address or login.", private)
    if command == "RCPT" and status in _NOBODY_THERE:
        return PermanentFailure("Nobody has this address.", private, reason="no_such_address")
    return PermanentFailure("The mail relay refuses this message.", private)


def _greeting_failure(code: int, answer: bytes) -> TemporaryFailure:
    if code // 100 == 5:
        return ConfigurationFailure("The mail relay refuses to talk to us.", f"{code} to the greeting")
    return CarrierAway("The mail relay is not ready.", f"{code} to the greeting")


def _octets(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode("utf-8", "replace")
