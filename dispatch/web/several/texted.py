"""Which of the requesters that an act tells are told by text message, and what that may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.letters.segments import cost
from dispatch.notices.tell import requester_reached
from dispatch.queries.figures.money import money
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import CLOSED_KINDS, Channel

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit
    from models.organisation.workflow import State

_requests = table_of(RequestRow)


def requester_of(session: Session, request_id: int) -> int:
    """The person who asked for a request."""
    query = sa.select(_requests.c.requester_id).where(_requests.c.id == request_id)
    return int(session.connection().execute(query).scalar_one())


def tells_by_text(
    visit: Visit, session: Session, request_id: int, notice: str, into_state: State | None = None
) -> bool:
    """Whether the requester would get this notice by text message now, as `tell_requester` chooses;
    `into_state`: where the request goes with it, if anywhere.
    """
    query = sa.select(_requests.c.requester_id, _requests.c.reply_contact_id).where(
        _requests.c.id == request_id
    )
    row = session.connection().execute(query).one()
    contact = requester_reached(
        session,
        notice,
        {"to_state": into_state.key} if into_state else {},
        (row.requester_id, row.reply_contact_id),
        visit.board.settings.channels,
        ends=into_state is not None and into_state.kind in CLOSED_KINDS,
    )
    return contact is not None and contact.channel == Channel.SMS


def cost_of(visit: Visit, texts: int) -> str:
    """« Dont 3 par SMS : de 0,24 € à 0,72 €. »: between one segment each and the most that a notice may take,
    since its words are not written yet; '' without any.
    """
    if not texts:
        return ""
    settings = visit.board.settings.sms.texts
    least, most = (
        money(cost(texts * each, settings.price_per_segment), settings.currency, visit.lang)
        for each in (1, settings.max_segments)
    )
    if least == most:
        return visit.text("several_texts_exactly", n=texts, price=least)
    return visit.text("several_texts", n=texts, least=least, most=most)
