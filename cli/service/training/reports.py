"""What a mail server says when nobody is at an address: a report of non-delivery (RFC 3464)."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.utils import format_datetime
from secrets import token_hex

from intake.ledger.arrival import Arrival
from models.tables.ledger import Door


def report_of(letter: bytes, recipient: str, at: datetime) -> Arrival:
    """The report about `letter`, a file of the sandbox with its envelope on top, as the recipient's server
    sends it back.
    """
    original = message_from_bytes(letter)
    to = str(original["X-Envelope-From"]).strip("<> ")
    boundary = token_hex(12)
    lines = [
        "From: Mail Delivery System <mailer-daemon@mx.example.org>",
        f"To: <{to}>",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{token_hex(12)}@mx.example.org>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"<{recipient}>: host mx.example.org said: 550 5.1.1 User unknown",
        "",
        f"--{boundary}",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        f"--{boundary}",
        "Content-Type: text/rfc822-headers",
        "",
        f"Message-ID: {original['Message-ID']}",
        "",
        f"--{boundary}--",
        "",
    ]
    return Arrival(Door.CLI, "\r\n".join(lines).encode(), at, envelope_from="", recipients=(to,))
