"""Partners who take requests by Open311 are asked what became of them; what they say is their answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.delivery.outside.client import Open311Client
from dispatch.delivery.outside.posting import CARRIER, PENDING
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.inbound.outside.partner_words import repeats_letter
from dispatch.notices.done import PartnerAnswer
from dispatch.notices.tell import News, tell_staff
from dispatch.requests.numbers_and_links import note_their_number
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.outside.updates import Update, sentence, update_in, update_of_request
from models.errors import GuichetError, PermanentFailure, TemporaryFailure
from models.organisation import Partner
from models.settings.settings import Settings
from models.store.batching.rows import insert_once
from models.store.database import Database, insert_for
from models.store.organisations import InForce
from models.tables.acts import Forwarding, PartnerAsked, PartnerUpdate
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_forwardings, _requests, _outbox = table_of(Forwarding), table_of(RequestRow), table_of(OutboundMessage)
_updates, _asked = table_of(PartnerUpdate), table_of(PartnerAsked)
#: Asked again about what was asked already: updates are written late, and clocks differ.
OVERLAP = timedelta(days=1)
#: No further back than this, and requests named in one call.
FURTHEST, AT_ONCE = timedelta(days=30), 40
#: Requests of one partner followed, and things said about one that are read: nobody reads more.
MOST, MOST_OF_ONE = 1_000, 100

log = structlog.get_logger(__name__)


class PartnerAnswers:
    """Asks each partner in turn. Harmless when run twice: what was said once is known."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        settings: Settings,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._settings = settings
        self._clock = clock
        self._on_told = on_told

    def run(self) -> int:
        """How many answers were kept. Raises TemporaryFailure, after all partners were asked, when one could
        not be.
        """
        with self._database.reading() as session:
            in_force = self._organisations.current(session).in_force
        partners = [each for each in in_force.organisation.partners if each.kind == "open311"]
        kept, silent = 0, []
        for partner in partners:
            try:
                kept += self._ask(partner)
            except GuichetError as wrong:
                log.warning("partner.silent", partner=partner.key, why=wrong.private)
                silent.append(f"{partner.key}: {wrong.public}")
        if kept:
            self._on_told()
        if silent:
            raise TemporaryFailure("; ".join(silent)[:500], "partners do not answer")
        return kept

    def _ask(self, partner: Partner) -> int:
        now = self._clock()
        with self._database.reading() as session:
            rows = _followed(session, partner.key)
            pending = _pending(session, partner.key)
            last = session.connection().execute(
                sa.select(_asked.c.until).where(_asked.c.partner == partner.key)
            )
            until: datetime | None = last.scalar()
        if not rows and not pending:
            return 0
        client = Open311Client(partner, self._settings)
        for row in pending:
            try:
                self._name(row, client.token(row.carrier_id.removeprefix(PENDING)))
            except PermanentFailure as wrong:
                # One that they no longer know holds up no other news of theirs.
                log.warning("partner.token", partner=partner.key, why=wrong.private)
        if not rows:
            return 0
        since = max((until or min(row.at for row in rows)) - OVERLAP, now - FURTHEST)
        found = self._updates(client, rows, since, now)
        of_number = {row.their_number: row for row in rows}
        kept = sum(
            self._keep(partner, of_number[each.their_number], each, now)
            for each in found
            if each.their_number in of_number
        )
        with self._database.transaction() as session:
            insert = insert_for(session.connection().dialect.name, _asked).values(
                partner=partner.key, until=now
            )
            session.connection().execute(
                insert.on_conflict_do_update(index_elements=["partner"], set_={"until": now})
            )
        return kept

    def _updates(
        self, client: Open311Client, rows: Sequence[Any], since: datetime, now: datetime
    ) -> list[Update]:
        """By the extension for updates where they have it, else by how each request stands."""
        items = client.updates(since, now)
        if items is not None:
            return [each for each in map(update_in, items) if each is not None]
        found = []
        for few in _in_pieces([row.their_number for row in rows if "," not in row.their_number]):
            listed = client.requests(service_request_id=",".join(few)) or []
            found += [each for each in map(update_of_request, listed) if each is not None]
        return found

    def _name(self, row: Any, number: str) -> None:
        """Keep the number that a token became."""
        if not number:
            return
        with self._database.transaction() as session:
            note_their_number(session, row.forwarding_id, number[:128])
            session.connection().execute(
                sa.update(_outbox).where(_outbox.c.id == row.id).values(carrier_id=number[:128])
            )

    def _keep(self, partner: Partner, row: Any, update: Update, now: datetime) -> bool:
        """Write one update into the history and tell whoever has the request; False when it is known."""
        with self._database.transaction() as session:
            connection = session.connection()
            known = connection.execute(
                sa.select(sa.func.count()).select_from(_updates).where(_updates.c.forwarding_id == row.id)
            ).scalar_one()
            if known >= MOST_OF_ONE:
                return False
            news = {"request_id": row.request_id, "forwarding_id": row.id, "said": update.said, "at": now}
            if not insert_once(connection, _updates, ("forwarding_id", "said"), **news) or not update.is_news:
                return False
            in_force = self._organisations.current(session).in_force
            return _answered(session, in_force, partner, row, update, now)


def _followed(session: Session, partner: str) -> list[Any]:
    """Requests of theirs that are open with us and have a number there, the latest first."""
    query = (
        sa.select(_forwardings)
        .join(_requests, _requests.c.id == _forwardings.c.request_id)
        .where(
            _forwardings.c.partner == partner,
            _forwardings.c.withdrawn_at.is_(None),
            _forwardings.c.their_number != "",
            _requests.c.state_kind.in_(OPEN_KINDS),
        )
        .order_by(_forwardings.c.id.desc())
        .limit(MOST)
    )
    # The last time that a request was passed on is the one that their answer is about.
    found: dict[str, Any] = {}
    for row in session.connection().execute(query):
        found.setdefault(row.their_number, row)
    return list(found.values())


def _pending(session: Session, partner: str) -> list[Any]:
    """Letters that their server gave a token for, and no number yet."""
    query = (
        sa.select(_outbox.c.id, _outbox.c.carrier_id, _forwardings.c.id.label("forwarding_id"))
        .join(
            _forwardings,
            sa.and_(
                _forwardings.c.request_id == _outbox.c.request_id,
                _forwardings.c.person_id == _outbox.c.person_id,
            ),
        )
        .where(
            _outbox.c.audience == Audience.PARTNER,
            _outbox.c.carrier == CARRIER,
            _outbox.c.carrier_id.startswith(PENDING, autoescape=True),
            _forwardings.c.partner == partner,
            _forwardings.c.their_number == "",
            _forwardings.c.withdrawn_at.is_(None),
        )
        .order_by(_outbox.c.id)
        .limit(AT_ONCE)
    )
    return list(session.connection().execute(query))


def _answered(
    session: Session, in_force: InForce, partner: Partner, row: Any, update: Update, now: datetime
) -> bool:
    request = read_request(session, in_force, row.request_id)
    if request is None:
        return False
    text = sentence(update, "en" if in_force.organisation.town.locale == "en" else "fr")
    # A server that gives our own letter back would have its words sent to the requester.
    can_send = not repeats_letter(session, row.request_id, update.words)
    change = Change(session, in_force, request, SYSTEM, f"partner-update:{row.id}:{update.said}"[:150], now)
    beside: dict[str, Any] = {"partner": partner.key, "forwarding": row.id}
    if can_send:
        beside["from_partner"] = True
    entry_id = change.write(EntryKind.NOTE, text=text, data=beside)
    session.connection().execute(
        sa.update(_forwardings).where(_forwardings.c.id == row.id).values(answered_at=now)
    )
    change.update()
    answer = PartnerAnswer(
        partner=partner.name,
        machine=True,
        their_number=row.their_number,
        can_send=can_send,
        note=entry_id,
    )
    tell_staff(change, News("partner_replied", entry_id, answer.model_dump(mode="json")))
    return True


def _in_pieces(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[begin : begin + AT_ONCE] for begin in range(0, len(numbers), AT_ONCE))
