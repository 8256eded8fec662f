"""Letters as people's mail clients write them, for tests that go from bytes in to bytes out."""

from __future__ import annotations

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid

from tests.photos import noise
from tests.servers.mailbox import Delivered

CITIZEN = "jeanne.petit@example.org"
STRANGER = "quelqu-un@example.net"
TOWN_HALL = "mairie@ville.test"
KEEPER = "karim.benali@agents.ville.test"
ROADS = "voirie-equipe@agents.ville.test"
ROADS_AGENT = "marc.durand@agents.ville.test"
ROADS_MANAGER = "ines.leroy@agents.ville.test"
ADMINISTRATOR = "sophie.martin@agents.ville.test"
#: A photo: an image of one pixel would count as a tracker, and what is no picture would not leave as one.
PHOTO = noise()
#: What the server that handed a mail over wrote at its head: nobody's own program on a trusted network.
HOP = "from mx.example.net (mx.example.net [192.0.2.7]) by mx.ville.test; Tue, 3 Nov 2026 14:05:00 +0100"


def write(
    text: str,
    *,
    subject: str = "Ampoule cassée",
    sender: str = CITIZEN,
    name: str = "Jeanne Petit",
    to: str = TOWN_HALL,
    cc: str = "",
    files: Mapping[str, bytes] | None = None,
    message_id: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A new letter. `message_id` '' leaves the header out."""
    letter = EmailMessage()
    letter["From"] = Address(name, addr_spec=sender) if sender else ""
    letter["To"] = to
    if cc:
        letter["Cc"] = cc
    letter["Subject"] = subject
    letter["Date"] = "Tue, 03 Nov 2026 14:05:00 +0100"
    if message_id != "":
        letter["Message-ID"] = message_id or make_msgid(domain=(sender or "x@example.org").rpartition("@")[2])
    for header, value in (headers or {}).items():
        letter[header] = value
    letter.set_content(text)
    for filename, content in (files or {}).items():
        kind = "jpeg" if filename.endswith(".jpg") else "octet-stream"
        letter.add_attachment(
            content, maintype="image" if kind == "jpeg" else "application", subtype=kind, filename=filename
        )
    return letter


def relayed(letter: EmailMessage) -> EmailMessage:
    """The letter as a server hands it over: not by a program of ours on a network of ours."""
    letter["Received"] = HOP
    return letter


def reply_address(original: Delivered) -> str:
    """Where a mail client sends the answer."""
    header = original.letter["Reply-To"] or original.letter["From"]
    return str(header.addresses[0].addr_spec)


def answer(
    original: Delivered,
    text: str,
    *,
    sender: str = "",
    to: str = "",
    files: Mapping[str, bytes] | None = None,
    headers: Mapping[str, str] | None = None,
    keep_ids: bool = True,
    subject: str = "",
) -> EmailMessage:
    """The answer to a letter we sent, its text quoted below as in French mail clients.

    From whoever got it unless `sender` says otherwise, to its Reply-To unless `to` does.
    """
    quoted = "\n".join(f"> {line}" for line in original.text.splitlines())
    sender = sender or original.recipients[0]
    letter = write(
        f"{text}\n\nLe mar. 3 nov. 2026 à 15:12, Mairie de Saint-Exemple <{TOWN_HALL}> a écrit :\n{quoted}\n",
        subject=subject or f"Re: {original.header('Subject')}",
        sender=sender,
        name="",
        to=to or reply_address(original),
        files=files,
        headers=headers,
    )
    if keep_ids:
        letter["In-Reply-To"] = original.header("Message-ID")
        letter["References"] = original.header("Message-ID")
    return letter
