"""Delivery reports: which addresses failed, for how long, and why (RFC 3464, and what came before it)."""

from __future__ import annotations

from intake.mail.mime import Part
from intake.message import Bounce


def find_bounce(part: Part, subject: str, sender: str, text: str) -> Bounce | None:
    """The delivery report that this mail is, None when it is none."""
    return None
