"""What an answer is written with: words that the town has ready, and what it will take by text message."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.letters.segments import cost, measure, to_gsm7
from dispatch.people.contacts import contact_of
from dispatch.queries.figures.money import money
from dispatch.web.frame.visit import Visit
from models.organisation.canned import CannedAnswer
from models.tables.columns import table_of
from models.tables.requests import RequestRow

_requests = table_of(RequestRow)


def ready_answers(visit: Visit, session: Session, request_id: int) -> list[tuple[str, str]]:
    """The ready answers that fit the request: key, and number with what each is about."""
    offered, _ = _offered(visit, session, request_id)
    return [(each.key, f"{each.number} – {each.label.text(visit.lang)}") for each in offered]


def with_ready(visit: Visit, session: Session, request_id: int, text: str, key: str) -> str:
    """`text` with the ready answer of that key after it, in the requester's language; as it is when none is
    offered under it.
    """
    offered, locale = _offered(visit, session, request_id)
    found = next((each for each in offered if each.key == key), None)
    if found is None:
        return text
    return "\n\n".join(each for each in (text.rstrip(), found.text.text(locale)) if each.strip())


def by_text(visit: Visit, session: Session, request_id: int, text: str) -> str:
    """« 2 SMS, 0,16 € »: what words take when their requester is answered by text; '' when they are not."""
    query = sa.select(_requests.c.requester_id, _requests.c.reply_contact_id, _requests.c.locale)
    row = session.connection().execute(query.where(_requests.c.id == request_id)).one()
    contact = contact_of(
        session,
        row.requester_id,
        contact_id=row.reply_contact_id,
        channels=visit.board.settings.channels,
    )
    if contact is None or contact.channel != "sms" or not text.strip():
        return ""
    texts = visit.board.settings.sms.texts
    level = texts.transliteration.get(row.locale, "off")
    # As templates/*/sms/answer.txt has it.
    whole = f"{text.strip()} ({visit.parts['reference']})"
    segments = measure(to_gsm7(whole, level)).count
    if segments > texts.max_segments:
        return visit.text("sms_too_long", n=texts.max_segments)
    price = money(cost(segments, texts.price_per_segment), texts.currency, visit.lang)
    return visit.text("sms_size", n=segments, price=price)


def _offered(visit: Visit, session: Session, request_id: int) -> tuple[tuple[CannedAnswer, ...], str]:
    """The ready answers that fit the request, and the language of its requester."""
    query = sa.select(_requests.c.locale, _requests.c.request_type_id).where(_requests.c.id == request_id)
    row = session.connection().execute(query).one()
    kind = visit.in_force.request_type_key(row.request_type_id)
    return visit.organisation.answers_for(kind), row.locale
