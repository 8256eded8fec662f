"""Replies of the mail doors: every one after the greeting carries an enhanced status code (RFC 2034, RFC
3463).
"""

from __future__ import annotations

import re

from intake.doors.smtp.reader import Complaint
from intake.ledger.room import Lack

TEMPORARY = "451 4.3.0 Try again later"
NOT_OURS = "550 5.1.1 No such address here"
TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients"
TOO_MANY_ERRORS = "421 4.7.0 Too many errors"
TOO_MANY_CONNECTIONS = "421 4.7.0 Too many connections, try again later"
IDLE = "421 4.4.2 Idle for too long"
TOO_LONG_SESSION = "421 4.4.2 Session too long"
STOPPING = "421 4.3.2 The service is stopping, try again later"

NO_ROOM = {
    Lack.DISK: "452 4.3.1 No room for mail just now, try again later",
    Lack.ALL: "452 4.3.1 No room for mail just now, try again later",
    Lack.HOUR: "452 4.3.1 Too much mail within an hour, try again later",
    Lack.SENDER: "452 4.7.1 Too much mail of this sender within an hour, try again later",
    Lack.HOST: "452 4.7.1 Too much mail of your host within an hour, try again later",
}

COMPLAINTS = {
    Complaint.TOO_LARGE: "552 5.3.4 The message is too large",
    Complaint.NO_ROOM: "452 4.3.1 Too much mail at once, try again later",
    Complaint.LINE_TOO_LONG: "500 5.5.2 Line too long",
    Complaint.BARE_NEWLINE: "550 5.5.2 The message has a CR or LF that stands alone",
    Complaint.AMBIGUOUS_END: "550 5.5.2 The message has an ambiguous end",
}

#: What aiosmtpd's own replies mean.
_MEANING = {
    "221": "2.0.0", "250": "2.0.0", "252": "2.0.0",
    "454": "4.7.0", "500": "5.5.2", "501": "5.5.4", "502": "5.5.1", "503": "5.5.1",
    "530": "5.7.0", "552": "5.3.4", "553": "5.1.3", "554": "5.7.0", "555": "5.5.4",
}  # fmt: skip
_CODED = re.compile(r"[245]\d\d [245]\.\d{1,3}\.\d{1,3} ", re.ASCII)


class Verbatim(str):
    """A reply that goes out as it is: those to HELO, EHLO and LHLO have no enhanced code."""

    __slots__ = ()


def with_code(reply: str) -> str:
    """`reply` with an enhanced status code, its own when it has one."""
    if reply.startswith("220 Ready"):  # aiosmtpd's reply to STARTTLS; a greeting has no code
        return f"220 2.0.0 {reply[4:]}"
    if isinstance(reply, Verbatim) or _CODED.match(reply) or reply[:3] not in _MEANING:
        return reply
    return f"{reply[:3]} {_MEANING[reply[:3]]} {reply[4:].removeprefix('Error: ')}"
