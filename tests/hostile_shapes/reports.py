"""Delivery reports with more addresses, groups and headings than any letter has."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile_shapes import Make

UNITS = (
    "<a@example.org>: unknown user\n",
    "could not be delivered to a@example.org ",
    "Final-Recipient: rfc822; a@example.org\nAction: failed\n\n",
    "recipients :\n  abc\n",
    "recipients:\n\n",
    "(generated from a@example.org) ",
    "said: 550 5.1.1 ",
    "---- this is a copy of ",
    "\nmessage-id: <",
)


def _prose(line: Callable[[int], str]) -> Make:
    head = "From: MAILER-DAEMON@mx.example.org\r\nTo: d@ville.test\r\nSubject: Undelivered Mail\r\n\r\n"
    return lambda n: (head + "".join(line(number) for number in range(n))).encode()


def _groups(n: int) -> bytes:
    group = "Final-Recipient: rfc822; a{}@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    return (
        "From: m@mx.example.org\r\nContent-Type: multipart/report; report-type=delivery-status; "
        "boundary=b\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + "".join(group.format(number) for number in range(n))
        + "--b--\r\n"
    ).encode()


SHAPES: dict[str, Make] = {
    "a report about many addresses": _prose(lambda number: f"<a{number}@example.org>: unknown\n"),
    "a report about many addresses in one line": _prose(lambda number: f"a{number}@example.org "),
    "a report with many groups in its prose": _prose(
        lambda number: f"Final-Recipient: rfc822; a{number}@example.org\nAction: failed\n\n"
    ),
    "a report with many groups": _groups,
}
