"""What takes our mail away: a relay, or files while there is none."""

from __future__ import annotations

from dispatch.delivery.carriers.files import FileCarrier
from dispatch.delivery.carriers.interface import EmailCarrier
from dispatch.delivery.carriers.smtp import SmtpCarrier
from models.settings.settings import Settings


def make_email_carrier(settings: Settings) -> EmailCarrier:
    """The carrier that the settings name."""
    if settings.outgoing.carrier == "smtp":
        return SmtpCarrier(settings.outgoing.relay)
    return FileCarrier(settings.outgoing_dir)
