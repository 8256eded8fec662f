"""Texts and receipts that never reached the webhook, fetched from the carrier's own lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog

from dispatch.delivery.receipts import record_receipt
from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.rules.in_force import Organisations
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from intake.sms.form import read_form
from intake.sms.twilio_receipt import DeliveryReceipt, twilio_state
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.outbox import OutboundMessage, OutboundState

_ledger, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
#: How far back texts are listed: over a week-end without service.
LISTED_DAYS = 3
#: A text handed over is asked about when no receipt came for so long.
RECEIPT_HOURS = 1
RECEIPTS_AT_ONCE = 50

log = structlog.get_logger(__name__)


class ListsTexts(Protocol):
    """What a carrier that is asked can tell. Raises TemporaryFailure or ConfigurationFailure."""

    def inbound_since(self, since: datetime) -> Iterator[bytes]: ...

    def status_of(self, carrier_id: str) -> tuple[str, int]: ...


class Reconciliation:
    """Stores the texts that the webhook missed and the receipts that never came. Harmless when run twice."""

    def __init__(
        self,
        database: Database,
        carrier: ListsTexts,
        reception: Reception,
        organisations: Organisations,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._reception = reception
        self._organisations = organisations
        self._clock = clock
        self._on_told = on_told

    def run(self) -> int:
        """How many texts were missing. Raises what the carrier raises; the schedule logs it."""
        missed = self._texts()
        self._receipts()
        return missed

    def _texts(self) -> int:
        now = self._clock()
        arrivals = [
            _arrival(raw, now) for raw in self._carrier.inbound_since(now - timedelta(days=LISTED_DAYS))
        ]
        keys = [arrival.door_key for arrival in arrivals]
        with self._database.reading() as session:
            known = set(
                session.connection()
                .execute(sa.select(_ledger.c.door_key).where(_ledger.c.door_key.in_(keys)))
                .scalars()
            )
        missing = [arrival for arrival in arrivals if arrival.door_key not in known]
        for arrival in missing:
            self._reception.accept(arrival)
        if missing:
            log.warning("sms.reconciled", listed=len(arrivals), missing=len(missing))
            with self._database.transaction() as session:
                outside_requests.tell_administrators(
                    session,
                    self._organisations.current(session).in_force,
                    "alert",
                    f"sms-missed:{now.date().isoformat()}",
                    now,
                    data=alert_of("texts_missed", command="guichet doctor sms", count=len(missing)),
                )
            self._on_told()
        return len(missing)

    def _receipts(self) -> None:
        now = self._clock()
        query = (
            sa.select(_outbox.c.id, _outbox.c.carrier_id)
            .where(
                _outbox.c.channel == "sms",
                _outbox.c.carrier == "twilio",
                _outbox.c.state == OutboundState.HANDED,
                _outbox.c.sent_at < now - timedelta(hours=RECEIPT_HOURS),
                _outbox.c.sent_at > now - timedelta(days=LISTED_DAYS),
                _outbox.c.carrier_id.is_not(None),
            )
            .order_by(_outbox.c.id)
            .limit(RECEIPTS_AT_ONCE)
        )
        with self._database.reading() as session:
            waiting = session.connection().execute(query).all()
        for row in waiting:
            status, error_code = self._carrier.status_of(row.carrier_id)
            state = twilio_state(status)
            if state is None:
                continue
            with self._database.transaction() as session:
                in_force = self._organisations.current(session).in_force
                receipt = DeliveryReceipt("twilio", row.carrier_id, state, error_code, row.id)
                record_receipt(session, receipt, in_force, now)
        if waiting:
            self._on_told()


def _arrival(raw: bytes, now: datetime) -> Arrival:
    form = read_form(raw)
    return Arrival(
        door=Door.SMS,
        door_name="twilio",
        raw=raw,
        received_at=now,
        envelope_from=form.get("From", "")[:200],
        recipients=(form["To"][:200],) if form.get("To") else (),
        door_key=f"sms:{form.get('MessageSid', '')}",
        door_facts={"fetched": True},
    )
