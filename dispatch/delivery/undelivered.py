"""A notice that did not arrive: tried another way when there is one, and told to whoever must know of it.

A requester's text goes by email, and staff hear of it. A notice to staff goes on until somebody is reached:
the same person by another channel, the service's mailbox, its managers, the administrators;
and the administrators are told that it had to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, read_request
from dispatch.notices.alerts import alert_of
from dispatch.notices.catalogue import notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.new_notice import INSTEAD, NewNotice, Recipient, instead_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.notices.queue import enqueue_now, outbox
from dispatch.notices.staff import staff_of
from dispatch.notices.tell import News, tell_staff
from dispatch.people.contacts import Contact, contact_of
from models.store.organisations import InForce
from models.tables.requests import EntryKind
from models.vocabulary import Audience


def record_undelivered(
    session: Session,
    in_force: InForce,
    claimed: ClaimedNotice,
    reason: str,
    now: datetime,
    *,
    error: str = "",
    inbound_id: int | None = None,
) -> None:
    """Write it in the request's history, send it another way, and tell who must know.

    `reason` is a carrier's reason (`no_such_address`, `opted_out`…), a status code or a sentence; `error` is
    what the history keeps, `reason` when there is nothing better; `inbound_id` the report that said so. The
    contact has been marked before, so that it is not tried again.
    """
    request = None
    if claimed.request_id is not None:
        request = read_request(session, in_force, claimed.request_id)
    change = None
    if request is not None:
        cause = f"undeliverable:{claimed.id}"
        change = Change(
            session, in_force, request, SYSTEM, cause, now, inbound_id=inbound_id or claimed.inbound_id
        )
    entry_id = None
    if change is not None:
        failed = {"outbound": claimed.id, "notice": claimed.notice, "failed": error or reason}
        entry_id = change.write(EntryKind.NOTICE, data=failed, inbound_id=inbound_id)
    if claimed.audience == Audience.PARTNER:
        # What one partner may see is nobody else's: whoever holds the request finds another way.
        if change is not None:
            details = {"reason": reason, "notice": claimed.notice}
            tell_staff(change, News("undeliverable", entry_id, details))
        return
    if claimed.audience != Audience.REQUESTER:
        told = _hand_on(session, in_force, claimed, request, now)
        _tell_of_staff(session, in_force, claimed, request, reason, told, now)
    elif change is not None:
        _tell_of_requester(change, claimed, entry_id, reason)


def _tell_of_requester(change: Change, claimed: ClaimedNotice, entry_id: int | None, reason: str) -> None:
    """Send a text by email instead where it has words for that, and tell staff who could not be reached and
    what can still be done.
    """
    session = change.session
    elsewhere = contact_of(session, claimed.person_id) if claimed.person_id is not None else None
    if elsewhere is not None and elsewhere.written == claimed.recipient:
        elsewhere = None
    # What says only that a text came has no words for mail.
    has_words = "email" in notice_of(claimed.notice, claimed.audience, claimed.data).channels
    sent = has_words and claimed.channel == "sms" and elsewhere is not None and elsewhere.channel == "email"
    if sent and elsewhere is not None:
        _send_to(session, claimed, elsewhere, change.now)
    details = {
        "reason": reason,
        "notice": claimed.notice,
        "other_way": elsewhere.channel if elsewhere is not None else "",
        "sent_other_way": sent,
    }
    tell_staff(change, News("undeliverable", entry_id, details))


def _hand_on(
    session: Session, in_force: InForce, claimed: ClaimedNotice, request: Request | None, now: datetime
) -> Contact | None:
    """Send a notice to staff to the next who can be reached; who that is, None when nobody is left.

    Whoever the notice went to before is not asked again: a chain of failures ends.
    """
    if request is None:
        return None
    channels = notice_of(claimed.notice, claimed.audience, claimed.data).channels
    tried = _tried(session, claimed)
    for person_id in _persons(in_force, claimed, request):
        contact = contact_of(session, person_id, channels=channels)
        if contact is not None and contact.written in tried:
            others = tuple(channel for channel in channels if channel != contact.channel)
            contact = contact_of(session, person_id, channels=others)
        if contact is None or contact.written in tried:
            continue
        if _send_to(session, claimed, contact, now):
            return contact
    return None


def _persons(in_force: InForce, claimed: ClaimedNotice, request: Request) -> Iterator[int]:
    """Who must hear of it: the person it was for, the service's mailbox, its managers, the administrators."""
    if claimed.person_id is not None:
        yield claimed.person_id
    for persons in staff_of(in_force, request):
        yield from persons


def _tried(session: Session, claimed: ClaimedNotice) -> set[str]:
    """Addresses and numbers that this very notice went to already."""
    root = _root(claimed)
    rows = sa.select(outbox.c.recipient).where(
        sa.or_(outbox.c.id == root, outbox.c.unique_key.startswith(f"{INSTEAD}:{root}:", autoescape=True))
    )
    return {claimed.recipient, *session.connection().execute(rows).scalars()}


def _root(claimed: ClaimedNotice) -> int:
    """The notice at the beginning of a chain of failures."""
    return instead_of(claimed.unique_key) or claimed.id


def _send_to(session: Session, claimed: ClaimedNotice, contact: Contact, now: datetime) -> bool:
    """The same notice to `contact`; False when it went there already."""
    again = NewNotice(
        notice=claimed.notice,
        audience=Audience(claimed.audience),
        locale=claimed.locale,
        to=Recipient.of(contact),
        unique_key=f"{INSTEAD}:{_root(claimed)}:{contact.contact_id}",
        request_id=claimed.request_id,
        entry_id=claimed.entry_id,
        inbound_id=claimed.inbound_id,
        data=claimed.data,
        attachment_ids=claimed.attachment_ids,
        thread_ids=claimed.thread_ids if contact.person_id == claimed.person_id else (),
    )
    return enqueue_now(session, again, now) is not None


def _tell_of_staff(
    session: Session,
    in_force: InForce,
    claimed: ClaimedNotice,
    request: Request | None,
    reason: str,
    told: Contact | None,
    now: datetime,
) -> None:
    """Once a day for each address: what must be put right is the address, not each notice."""
    instead = f"{told.name or told.written} ({told.written})" if told is not None else ""
    who = claimed.recipient_name or claimed.recipient
    reference = str(request.reference) if request is not None else ""
    tell_administrators(
        session,
        in_force,
        "alert",
        f"staff-unreached:{now.date().isoformat()}:{claimed.recipient}"[:200],
        now,
        data=alert_of(
            "staff_unreached",
            command=f"guichet requests show {reference}" if reference else "guichet outbox list",
            explains="" if request is None else "went_instead" if instead else "nobody_instead",
            who=who,
            address=claimed.recipient,
            reason=reason,
            instead=instead,
        ),
    )
