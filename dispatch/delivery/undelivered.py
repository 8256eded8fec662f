"""A notice that did not arrive: tried another way when there is one, and told to whoever works on the request."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.queue import enqueue
from dispatch.notices.tell import Fact, tell_staff
from dispatch.people.contacts import contact_of
from dispatch.requests import history
from models.store.organisations import InForce
from models.tables.requests import EntryKind, Request


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
    entry_id = history.write_entry(
        session,
        claimed.request_id,
        EntryKind.NOTICE,
        now,
        actor_role="system",
        data={"outbound": claimed.id, "notice": claimed.notice, "failed": reason},
    )
    if claimed.audience != "requester":
        return
    other_way = ""
    elsewhere = contact_of(session, claimed.person_id) if claimed.person_id is not None else None
    if elsewhere is not None and elsewhere.written != claimed.recipient:
        other_way = elsewhere.channel
    sent = claimed.channel == "sms" and other_way == "email"
    if sent and elsewhere is not None:
        enqueue(
            session,
            notice=claimed.notice,
            channel="email",
            audience=claimed.audience,
            locale=claimed.locale,
            recipient=elsewhere.written,
            recipient_name=elsewhere.name,
            person_id=claimed.person_id,
            request_id=claimed.request_id,
            entry_id=claimed.entry_id,
            inbound_id=claimed.inbound_id,
            unique_key=f"instead:{claimed.id}",
            data=claimed.data,
            attachment_ids=claimed.attachment_ids,
            thread_ids=claimed.thread_ids,
            now=now,
        )
    tell_staff(
        session,
        Fact(
            session.get_one(Request, claimed.request_id),
            f"undeliverable:{claimed.id}",
            now,
            entry_id,
            claimed.inbound_id,
        ),
        in_force,
        "undeliverable",
        data={
            "reason": reason,
            "notice": claimed.notice,
            "other_way": other_way,
            "sent_other_way": sent,
        },
    )
