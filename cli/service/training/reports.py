"""What a mail server says when nobody is at an address: a report of non-delivery (RFC 3464)."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.utils import format_datetime
from importlib.resources import files
from secrets import token_hex
from string import Template

from intake.ledger.arrival import Arrival
from models.tables.ledger import Door


def report_of(letter: bytes, recipient: str, at: datetime) -> Arrival:
    """The report about `letter`, a file of the sandbox with its envelope on top, as the recipient's server
    sends it back.
    """
    original = message_from_bytes(letter)
    to = str(original["X-Envelope-From"]).strip("<> ")
    template = Template(files(__package__).joinpath("report.eml").read_text(encoding="utf-8"))
    report = template.substitute(
        to=to,
        date=format_datetime(at),
        number=token_hex(12),
        recipient=recipient,
        original=original["Message-ID"],
    )
    raw = report.replace("\n", "\r\n").encode()
    return Arrival(Door.CLI, raw, at, envelope_from="", recipients=(to,))
