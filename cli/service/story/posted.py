"""Messages of a story as they come in by each door, and what the counter sent as its readers have it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from secrets import token_hex

from cli.service.story.pictures import picture
from cli.service.story.told import Message
from dispatch.delivery.carriers.interface import EmailCarrier, Handover, TextCarrier
from dispatch.letters.written import Letter, Text
from intake.ledger.arrival import Arrival
from intake.mail.dictated import DictatedFile, dictated_mail
from intake.sms.form import written_form
from models.tables.ledger import Door


class Sent:
    """A carrier that remembers what it handed on: `letters` and `texts` by the number of their notice."""

    def __init__(self, carrier: EmailCarrier | TextCarrier) -> None:
        self.name = carrier.name
        self._carrier = carrier
        self.letters: dict[int, bytes] = {}
        self.texts: dict[int, str] = {}

    def send(self, what: Letter | Text) -> Handover:
        if isinstance(what, Letter):
            self.letters[what.outbox_id] = what.raw
        else:
            self.texts[what.outbox_id] = what.body
        return self._carrier.send(what)  # type: ignore[arg-type]  # each carrier is given its own kind

    def close(self) -> None:
        self._carrier.close()


def arrival(message: Message, at: datetime, ours: str) -> Arrival:
    """The message at its door, received at `at`; `ours`: the address of mail that names none."""
    to = message.to or ours
    if message.by == "sms":
        return text_arrival(message.contact, message.text, at)
    if message.by != "mail":
        files = [DictatedFile(f"{message.photo}.jpg", picture(message.photo))] if message.photo else []
        raw = dictated_mail(
            message.text,
            at=at,
            recipient=to,
            subject=message.subject,
            name=message.name,
            number=message.contact,
            files=files,
        )
        return Arrival(Door.DESK, raw, at, recipients=(to,), door_name=message.by)
    mail = _mail(message.contact, message.name, to, message.subject, message.text, message.photo, at)
    for name, value in message.headers.items():
        mail[name] = value
    return _mail_arrival(mail, message.contact, to, at)


def answer_arrival(original: bytes, sender: str, name: str, words: str, photo: str, at: datetime) -> Arrival:
    """An answer to a letter that was sent, as a mail program writes it, at the address the letter names."""
    letter = message_from_bytes(original)
    to = parseaddr(str(make_header(decode_header(str(letter["Reply-To"])))))[1]
    subject = str(make_header(decode_header(str(letter["Subject"]))))
    mail = _mail(sender, name, to, f"Re: {subject}", words, photo, at)
    mail["In-Reply-To"] = mail["References"] = str(letter["Message-ID"])
    return _mail_arrival(mail, sender, to, at)


def text_arrival(number: str, words: str, at: datetime) -> Arrival:
    """A text message as the provider would have brought it."""
    sid = f"CLI{token_hex(16)}"
    return Arrival(
        Door.SMS,
        written_form(number, "", words, sid),
        at,
        envelope_from=number,
        door_name="cli",
        door_key=f"sms:{sid}",
    )


def can_be_answered(letter: bytes | None) -> bool:
    """Whether a letter names an address for answers."""
    return letter is not None and message_from_bytes(letter)["Reply-To"] is not None


def _mail_arrival(mail: EmailMessage, sender: str, to: str, at: datetime) -> Arrival:
    return Arrival(Door.CLI, mail.as_bytes(), at, envelope_from=sender, recipients=(to,))


def _mail(sender: str, name: str, to: str, subject: str, text: str, photo: str, at: datetime) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    headers: Mapping[str, str] = {
        "From": formataddr((name, sender)),
        "To": to,
        "Subject": subject,
        "Date": format_datetime(at),
        "Message-ID": f"<{token_hex(12)}@{sender.rpartition('@')[2]}>",
    }
    for header, value in headers.items():
        mail[header] = value
    mail.set_content(text)
    if photo:
        mail.add_attachment(picture(photo), maintype="image", subtype="jpeg", filename=f"{photo}.jpg")
    return mail
