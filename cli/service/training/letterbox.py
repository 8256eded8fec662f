"""The letters of the sandbox as a trainee reads and answers them: a mailbox that is a folder of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from babel.dates import format_datetime
from markupsafe import Markup, escape

from cli.service.story.posted import answer_arrival
from dispatch.delivery.carriers.files import letter_file
from intake.ledger.arrival import Arrival

#: Letters that a page lists, the newest first.
MOST_LISTED = 100
_ENVELOPE_LINES = 2


@dataclass(frozen=True, slots=True)
class Head:
    """One letter as a list shows it."""

    number: int
    subject: str
    sender: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Received:
    """One letter as it is read."""

    head: Head
    text: str
    files: tuple[str, ...]
    can_be_answered: bool


def letters_of(directory: Path, address: str) -> list[Head]:
    """The letters to `address` in a folder of outgoing mail, newest first."""
    mine = (path for path in sorted(directory.glob("*.eml"), reverse=True) if _is_to(path, address))
    listed = (path for path, _ in zip(mine, range(MOST_LISTED), strict=False))
    heads = BytesHeaderParser(policy=policy.default)
    return [_head(path, heads.parsebytes(path.read_bytes())) for path in listed]


def letter_of(directory: Path, address: str, number: int) -> Received | None:
    """One letter; None when there is none of that number, or it is somebody else's."""
    path = letter_file(directory, number)
    return _read(path) if path.is_file() and _is_to(path, address) else None


def answer_to(directory: Path, number: int, address: str, name: str, words: str, at: datetime) -> Arrival:
    """An answer to a letter, quoted below the words, as a mail program writes it."""
    raw = letter_file(directory, number).read_bytes()
    quoted = "\n".join(f"> {line}" for line in _text(_parsed(raw)).splitlines())
    moment = format_datetime(at, "dd/MM/y 'à' HH:mm", tzinfo=at.tzinfo, locale="fr")
    said = f"{words.strip()}\n\nLe {moment}, la mairie a écrit :\n\n{quoted}\n"
    return answer_arrival(raw, address, name, said, "", at)


def clickable(text: str, base: str) -> Markup:
    """The words of a letter, its links to pages below `base` to be followed as in a mail program; other links
    stay words, as nothing of a training leads outside. Linear in `text`.
    """
    link = re.compile(re.escape(base) + r"/[\w./?=&%-]{1,400}", re.ASCII)
    made, at, text = [], 0, text.strip()
    for found in link.finditer(text):
        address = found[0].rstrip(".")
        made += [escape(text[at : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        at = found.start() + len(address)
    return Markup("").join([*made, escape(text[at:])]).replace("\n", Markup("<br>\n"))


def _is_to(path: Path, address: str) -> bool:
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = [stream.readline(2_000).strip() for _ in range(_ENVELOPE_LINES)]
    return head[-1].lower() == f"x-envelope-to: <{address.lower()}>"


def _read(path: Path) -> Received:
    letter = _parsed(path.read_bytes())
    return Received(
        head=_head(path, letter),
        text=_text(letter),
        files=tuple(name for part in letter.iter_attachments() if (name := part.get_filename())),
        can_be_answered=letter["Reply-To"] is not None,
    )


def _head(path: Path, letter: Message) -> Head:
    at = parsedate_to_datetime(str(letter["Date"])) if letter["Date"] else None
    return Head(int(path.stem), str(letter["Subject"] or ""), str(letter["From"] or ""), at)


def _parsed(raw: bytes) -> EmailMessage:
    letter = message_from_bytes(raw, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
