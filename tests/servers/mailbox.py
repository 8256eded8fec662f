"""A real SMTP server on loopback that keeps what it is given: the world's mailboxes, seen from the relay."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: Longest a test waits for anything. Reached only when something is broken.
PATIENCE_SECONDS = 60.0
#: Mailboxes that were opened while somebody watched.
_watched: list[Mailbox] | None = None


@contextmanager
def watched() -> Iterator[list[Mailbox]]:
    """Every mailbox that is opened until the end of the block."""
    global _watched  # one test at a time
    _watched = found = []
    try:
        yield found
    finally:
        _watched = None


@dataclass(frozen=True)
class Delivered:
    """One letter as it left: envelope and bytes."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def letter(self) -> EmailMessage:
        return cast("EmailMessage", message_from_bytes(self.raw, policy=default))

    @property
    def text(self) -> str:
        """The words of its plain part."""
        part = self.letter.get_body(("plain",))
        return str(part.get_content()) if part else ""

    def header(self, name: str) -> str:
        return str(self.letter[name] or "")

    @property
    def files(self) -> dict[str, bytes]:
        """The attachments by name."""
        return {
            str(part.get_filename()): cast("bytes", part.get_payload(decode=True))
            for part in self.letter.iter_attachments()
        }


@dataclass
class Mailbox:
    """Everything the relay was handed. `answer_with` decides each DATA's answer; '250 OK' by default."""

    answer_with: Callable[[Delivered], str] = lambda _delivered: "250 OK"
    delivered: list[Delivered] = field(default_factory=list)
    #: Handed over but refused by `answer_with`.
    refused: list[Delivered] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _controller: Controller | None = None
    port: int = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        found = Delivered(
            str(envelope.mail_from or ""),
            tuple(str(recipient) for recipient in envelope.rcpt_tos),
            cast("bytes", envelope.original_content),
        )
        answer = self.answer_with(found)
        with self._changed:
            (self.delivered if answer.startswith("2") else self.refused).append(found)
            self._changed.notify_all()
        return answer

    def start(self) -> None:
        """Listen: on a port of the system's choosing the first time, on the same one afterwards."""
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        self.port = self._controller.port
        if _watched is not None and not any(each is self for each in _watched):
            _watched.append(self)

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[Delivered]:
        """What was delivered to `address`, oldest first."""
        with self._changed:
            return [each for each in self.delivered if address in each.recipients]

    def wait_for(self, address: str, count: int = 1) -> list[Delivered]:
        """At least `count` letters to `address`; fails when they do not come."""
        with self._changed:
            come = self._changed.wait_for(lambda: len(self.to(address)) >= count, PATIENCE_SECONDS)
        assert come, f"{len(self.to(address))} of {count} letters came to {address}"
        return self.to(address)

    def wait_for_refused(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.refused), PATIENCE_SECONDS)


class _Controller(Controller):
    """Port 0 works: the port the system chose is known before aiosmtpd greets itself."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True, decode_data=False)

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = cast("Any", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()
