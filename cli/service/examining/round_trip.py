"""What `guichet doctor relay` tries: a letter to ourselves, by the relay into the world and in by a door."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from cli.office import Office, now
from cli.service.doctor_rooms import Seen
from models.errors import GuichetError

if TYPE_CHECKING:
    from dispatch.letters.written import Letter

#: Seconds between two looks into the ledger.
_LOOK_SECONDS = 1.0


def round_trip(
    office: Office, wait_seconds: float, *, pause: Callable[[float], None] = time.sleep
) -> Iterator[Seen]:
    """Send a letter to the first of our addresses and wait until the ledger has it.

    It bears the header by which our own mail is known: it makes no request, and nobody is told.
    """
    from dispatch.delivery.carriers.smtp import SmtpCarrier

    settings = office.settings
    if settings.outgoing.carrier != "smtp":
        yield Seen(
            "warning",
            "No letter was sent on trial: they are written to files.",
            'Name your relay: carrier = "smtp" under [outgoing], and [outgoing.relay], in settings.toml.',
        )
        return
    relay = settings.outgoing.relay
    address = next(iter(settings.mail.addresses), settings.mail.reply_address)
    mark = f"guichet.trial.{secrets.token_hex(12)}@{settings.mail.reply_address.rpartition('@')[2]}"
    last = _last(office)
    carrier = SmtpCarrier(relay)
    begun = time.monotonic()
    try:
        carrier.send(_letter(office, address, mark))
    except GuichetError as wrong:
        yield Seen(
            "error",
            f"{relay.host}:{relay.port}: {wrong.public}",
            f"{wrong.private}. See [outgoing.relay] in settings.toml.",
        )
        return
    finally:
        carrier.close()
    while not (came := _came(office, mark, last)) and time.monotonic() - begun < wait_seconds:
        pause(_LOOK_SECONDS)
    if came:
        yield Seen("ok", f"A letter left by {relay.host} and came back to {address}.")
    else:
        yield Seen(
            "error",
            f"A letter left by {relay.host} and has not come back to {address} within {wait_seconds:g} s.",
            f"Does mail to {address} lead here (guichet doctor dns), and does guichet serve run? It may come "
            f"later still: guichet inbox list",
        )


def _letter(office: Office, address: str, mark: str) -> Letter:
    from dispatch.letters.written import Letter
    from intake.mail.machines.automatic import LOOP_HEADER

    sender = office.settings.mail.reply_address
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, address
    letter["Subject"] = "Guichet : essai / trial"
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = f"<{mark}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter[LOOP_HEADER] = sender.rpartition("@")[2]
    letter.set_content("guichet doctor relay\n")
    return Letter(0, sender, address, letter.as_bytes())


def _last(office: Office) -> int:
    """The number of the newest message of the ledger."""
    from models.store.glance import Glance

    with closing(Glance(office.settings.database.url)) as look:
        (row,) = look.rows("SELECT COALESCE(MAX(id), 0) AS last FROM inbound_message")
    return int(row["last"])


def _came(office: Office, mark: str, last: int) -> bool:
    """Whether a message after `last` is the one of this mark; a look of its own sees what came meanwhile."""
    from models.store.glance import Glance

    with closing(Glance(office.settings.database.url)) as look:
        return bool(
            look.rows(
                "SELECT id FROM inbound_message WHERE id > :last AND message_id IN (:mark, :bracketed)",
                last=last,
                mark=mark,
                bracketed=f"<{mark}>",
            )
        )
