"""A notice that did not arrive: tried another way when there is one, and told to whoever works on the request."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue
from dispatch.notices.tell import News, tell_staff
from dispatch.people.contacts import contact_of
from models.store.organisations import InForce
from models.tables.requests import EntryKind
from models.vocabulary import Audience


def record_undelivered(
    session: Session, in_force: InForce, claimed: ClaimedNotice, reason: str, now: datetime
) -> None:
    """Write it in the request's history, send a text by email instead, and tell staff.

    `reason` is a carrier's reason (`no_such_address`, `opted_out`…) or a sentence. A notice to staff that
    fails is only recorded: telling the same mailbox of it would not arrive either. The contact has been
    marked before, so that it is not tried again.
    """
    if claimed.request_id is None:
        return
    request = read_request(session, in_force, claimed.request_id)
    if request is None:
        return
    change = Change(
        session,
        in_force,
        request,
        SYSTEM,
        f"undeliverable:{claimed.id}",
        now,
        inbound_id=claimed.inbound_id,
    )
    failed = {"outbound": claimed.id, "notice": claimed.notice, "failed": reason}
    entry_id = change.write(EntryKind.NOTICE, data=failed)
    if claimed.audience != "requester":
        return
    other_way = ""
    elsewhere = contact_of(session, claimed.person_id) if claimed.person_id is not None else None
    if elsewhere is not None and elsewhere.written != claimed.recipient:
        other_way = elsewhere.channel
    sent = claimed.channel == "sms" and other_way == "email"
    if sent and elsewhere is not None:
        instead = NewNotice(
            notice=claimed.notice,
            audience=Audience(claimed.audience),
            locale=claimed.locale,
            to=Recipient.of(elsewhere),
            unique_key=f"instead:{claimed.id}",
            request_id=claimed.request_id,
            entry_id=claimed.entry_id,
            inbound_id=claimed.inbound_id,
            data=claimed.data,
            attachment_ids=claimed.attachment_ids,
            thread_ids=claimed.thread_ids,
        )
        enqueue(session, instead, now)
    details = {
        "reason": reason,
        "notice": claimed.notice,
        "other_way": other_way,
        "sent_other_way": sent,
    }
    tell_staff(change, News("undeliverable", entry_id, details))
