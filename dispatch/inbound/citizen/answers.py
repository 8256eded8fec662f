"""What a citizen's word is answered: to the address on file alone, seldom when nothing proves who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import occasion_of
from dispatch.inbound.thread import Proof
from dispatch.notices.details import Details
from dispatch.notices.done import WishToConfirm, WordAnswered
from dispatch.notices.outside_requests import tell_contact
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.vocabulary import Audience

_outbox = table_of(OutboundMessage)
Wish = Literal["cancel", "stop", "start", "language"]
#: What answers a word by itself.
_ANSWERS = ("status", "confirm_wish", "word_answered")
#: Answers in a day to an address in whose name anybody may have asked.
UNPROVED_PER_DAY = 3


def is_proved(case: Case, request_id: int | None = None) -> bool:
    """Whether it is proved that its sender wrote: by proved mail, or by the address signed for them and
    `request_id`. A mail that failed a test proves nothing.
    """
    if case.mail_proof.failed:
        return False
    by_address = case.thread.proof is Proof.TOKEN and case.thread.purpose is Purpose.REQUESTER
    asked = case.thread.joined_from or case.thread.request_id
    return case.mail_proof.proved or (by_address and request_id in (None, asked))


def answered_enough(case: Case, contact: Contact) -> bool:
    """Whether the address had its share of such answers in the last 24 hours."""
    most = case.settings.limits.words_answered_per_day
    query = (
        sa.select(sa.func.count())
        .select_from(_outbox)
        .where(
            _outbox.c.recipient == contact.written,
            _outbox.c.notice.in_(_ANSWERS),
            _outbox.c.created_at > case.now - timedelta(days=1),
        )
    )
    written: int = case.session.connection().execute(query).scalar_one()
    return written >= (most if is_proved(case) else min(most, UNPROVED_PER_DAY))


def answer(case: Case, contact: Contact, details: WordAnswered, *, locale: str = "") -> None:
    """Say what became of the word."""
    tell_contact(occasion_of(case), "word_answered", contact, details, locale=locale)


def answer_about(change: Change, contact: Contact, details: Details) -> None:
    """Say what became of a word about one request."""
    news = News("word_answered", data=details.model_dump(mode="json"))
    tell_person(change, news, contact, Audience.REQUESTER)


def ask_whether(
    case: Case, contact: Contact, wish: Wish, *, change: Change | None = None, language: str = ""
) -> None:
    """Ask at the address on file whether the wish is theirs: CONFIRMER does it."""
    hours = case.settings.agents.confirm_hours
    details = WishToConfirm(
        wish=wish, language=language, received_at=case.message.received_at, asked_at=case.now, hours=hours
    )
    if change is not None:
        news = News("confirm_wish", data=details.model_dump(mode="json"))
        tell_person(change, news, contact, Audience.REQUESTER)
        return
    tell_contact(occasion_of(case), "confirm_wish", contact, details, locale=language)
