"""The world around the town hall, for the demonstration: mailboxes on a real SMTP server on loopback."""

from __future__ import annotations

import asyncio
import io
import smtplib
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from typing import Any

from aiosmtpd.controller import Controller

from models.errors import GuichetError


class DemoFailure(GuichetError):
    """A step of the demonstration did not happen."""


class _AnyPort(Controller):
    """On port 0 aiosmtpd would greet itself at port 0: the port the system chose must be known first."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd is untyped


class World:
    """Receives everything the service sends; `wait_for` finds a letter by recipient."""

    def __init__(self) -> None:
        self._letters: list[tuple[str, Message]] = []
        self._arrived = threading.Condition()
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0)

    def start(self) -> int:
        """The port it listens on."""
        self._controller.start()
        return self._controller.port

    def stop(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        letter = message_from_bytes(envelope.content)
        with self._arrived:
            self._letters.extend((recipient.lower(), letter) for recipient in envelope.rcpt_tos)
            self._arrived.notify_all()
        return "250 OK"

    def wait_for(
        self,
        recipient: str,
        what: str,
        holds: Callable[[str], bool] = lambda _text: True,
        seconds: float = 60.0,
    ) -> Message:
        """The next letter to `recipient` whose text `holds`. Raises DemoFailure when none comes in time."""

        def find() -> Message | None:
            for at, (address, letter) in enumerate(self._letters):
                if address == recipient and holds(text_of(letter)):
                    del self._letters[at]
                    return letter
            return None

        found: list[Message] = []

        def take() -> bool:
            letter = find()
            if letter is not None:
                found.append(letter)
            return letter is not None

        with self._arrived:
            came = self._arrived.wait_for(take, timeout=seconds)
        if not came:
            raise DemoFailure(f"The demonstration failed: {recipient} never received {what}.")
        return found[0]


def text_of(letter: Message) -> str:
    """The plain part of a letter."""
    for part in letter.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return content.decode("utf-8", "replace")
    return ""


def subject_of(letter: Message) -> str:
    return str(make_header(decode_header(str(letter["Subject"]))))


def files_of(letter: Message) -> list[str]:
    return [name for part in letter.walk() if (name := part.get_filename())]


def write(address: tuple[str, int], letter: EmailMessage, sender: str, recipient: str) -> None:
    """Send a letter to the service as any mail client does."""
    with smtplib.SMTP(*address, timeout=10) as connection:
        connection.send_message(letter, from_addr=sender, to_addrs=[recipient])


def answer(original: Message, sender: str, name: str, words: str) -> tuple[EmailMessage, str]:
    """An answer as mail clients write it, the original quoted below; and the address it goes to."""
    reply = EmailMessage()
    recipient = str(make_header(decode_header(str(original["Reply-To"])))).rpartition("<")[2].rstrip(">")
    reply["From"] = f"{name} <{sender}>"
    reply["To"] = recipient
    reply["Subject"] = f"Re: {subject_of(original)}"
    reply["In-Reply-To"] = str(original["Message-ID"])
    reply["References"] = str(original["Message-ID"])
    reply["Message-ID"] = f"<{abs(hash((words, sender)))}@example.org>"
    quoted = "\n".join(f"> {line}" for line in text_of(original).splitlines())
    reply.set_content(
        f"{words}\n\nLe dim. 22 nov. 2026 à 10:12, Mairie <{recipient}> a écrit :\n\n{quoted}\n"
    )
    return reply, recipient


def photo() -> bytes:
    """A small JPEG: a night sky over a dark lamp."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 480), (24, 28, 58))
    draw = ImageDraw.Draw(image)
    draw.rectangle((310, 140, 330, 480), fill=(70, 70, 78))
    draw.ellipse((280, 90, 360, 160), fill=(40, 40, 46), outline=(90, 90, 98), width=4)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
