"""What a clerk writes down of a call, a visit, a paper letter or words on a social network: a mail of our own
making, read like any other.

So the ledger keeps it, rules place it, and it can be explained and replayed. A person who has no address is
named in From under two domains that no mail can come from (RFC 2606 §2): only the desk's door reads them so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr
from secrets import token_hex

from intake.message import Mailbox, ParsedMessage
from models.vocabulary import Channel

#: How a request came to the desk: what the ledger calls the door's name.
ORIGINS = ("telephone", "counter", "paper", "social")
_NUMBERS = "@telephone.invalid"
_NAMES = "@name.invalid"


@dataclass(frozen=True, slots=True)
class DictatedFile:
    """A scan or a photo that belongs to it."""

    name: str
    content: bytes


def dictated_mail(
    text: str,
    *,
    at: datetime,
    recipient: str,
    subject: str = "",
    name: str = "",
    address: str = "",
    number: str = "",
    files: Sequence[DictatedFile] = (),
) -> bytes:
    """The raw message for the ledger. At most one of `address` and `number` (E.164) says who asked."""
    # Letters beyond ASCII before the @ stand in a header as they are (RFC 6532), and in no other way.
    mail = EmailMessage(policy=SMTP if address.isascii() and recipient.isascii() else SMTPUTF8)
    shown = " ".join(name.split())
    if address or number or shown:
        local, _, domain = address.rpartition("@")
        bare = f"{number or 'nobody'}{_NUMBERS if number else _NAMES}"
        mail["From"] = (
            formataddr((shown, address or bare)) if address.isascii() else Address(shown, local, domain)
        )
    mail["To"] = recipient
    if subject.strip():
        mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{token_hex(16)}@desk.invalid>"
    mail.set_content(text)
    for file in files:
        mail.add_attachment(file.content, maintype="application", subtype="octet-stream", filename=file.name)
    return mail.as_bytes()


def as_dictated(parsed: ParsedMessage) -> ParsedMessage:
    """The message as the desk meant it: nothing of it is quoted, signed or automatic, and a number is a
    number.
    """
    sender, channel = parsed.sender, Channel.EMAIL
    if sender is not None and sender.address.endswith(_NUMBERS):
        sender, channel = Mailbox(sender.address.removesuffix(_NUMBERS), sender.name), Channel.SMS
    elif sender is not None and sender.address.endswith(_NAMES):
        sender = Mailbox("", sender.name)
    return replace(
        parsed,
        channel=channel,
        sender=sender,
        reply=parsed.text,
        quoted="",
        signature="",
        automatic=None,
        bounce=None,
    )
