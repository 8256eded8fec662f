"""May this message become a request at all? Viruses, spam by a trusted word, and sizes; the rules come after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.notices import outside_requests
from intake.ledger.outcome import Outcome
from intake.message import ParsedMessage
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Attachment, Request

_attachments, _requests = table_of(Attachment), table_of(Request)
#: Span over which one requester's attachments are added up.
REQUESTER_DAYS = 30
_SPAM_FLAGS = {
    "x-spam-flag": ("yes",),
    "x-spam": ("yes",),
    "x-rspamd-action": ("add header", "rewrite subject", "soft reject", "reject"),
}


@dataclass(frozen=True, slots=True)
class _Refusal:
    reason: str
    limit_bytes: int


def hold_virus(case: Case) -> Outcome | None:
    """The end of a message in which a door found a virus, whatever it is about; None for all others."""
    virus = case.message.door_facts.get("virus")
    if not virus or case.message.door_facts.get("released_by"):
        return None
    outside_requests.tell_set_aside(case.session, case.in_force, case.message.id, "virus", case.now)
    return Outcome(InboundState.HELD, f"a virus was found in it: {str(virus)[:80]}")


def stop_at_the_counter(case: Case) -> Outcome | None:
    """The end of a message that must not become a request, its sender told; None when it may.

    A message that an administrator released is let through whatever it holds.
    """
    if case.message.door_facts.get("released_by"):
        return None
    if case.settings.mail.trust_spam_headers:
        said = spam_word(case.parsed)
        if said:
            return Outcome(InboundState.HELD, f"the mail server in front calls it spam ({said})")
    return refuse_too_large(case)


def refuse_too_large(case: Case) -> Outcome | None:
    """The end of a message whose files are more than we keep, its sender told; None when there is room."""
    refusal = _too_big(case)
    if refusal is None:
        return None
    if refusal.reason == "quota":
        # Once a day: each message that comes now finds the store as full.
        outside_requests.tell_administrators(
            case.session,
            case.in_force,
            "set_aside",
            f"quota:{case.now.date().isoformat()}",
            case.now,
            data={
                "inbound": case.message.id,
                "reason": "quota",
                "answered": case.sender.contact is not None and not case.automatic,
            },
            inbound_id=case.message.id,
        )
    _refuse(case, refusal)
    return Outcome(
        InboundState.REFUSED, f"{refusal.reason.replace('_', ' ')}: over {refusal.limit_bytes:,} bytes"
    )


def is_too_large(case: Case) -> bool:
    """Whether its files are more than we keep."""
    return _too_big(case) is not None


def spam_word(parsed: ParsedMessage) -> str:
    """What a trusted server in front said when it took a message for spam, '' when it did not."""
    for name, value in parsed.spam_headers:
        said = value.strip().lower()
        if said in _SPAM_FLAGS.get(name, ()) or (name == "x-spam-status" and said.startswith("yes")):
            return f"{name}: {said[:40]}"
    return ""


def _too_big(case: Case) -> _Refusal | None:
    if case.message.door_facts.get("released_by"):
        return None
    if case.message.door_facts.get("size_bytes"):
        # The door kept no more than its header (intake/doors/imap/folder.py).
        return _Refusal("too_large", case.settings.limits.message_bytes)
    size = sum(item.size_bytes for item in case.parsed.attachments if not item.derived_from)
    if size == 0:
        return None
    limits = case.settings.limits
    if size > limits.message_bytes:
        return _Refusal("too_large", limits.message_bytes)
    if not case.sender.is_staff and size + _bytes_of_requester(case) > limits.requester_bytes:
        return _Refusal("too_large", limits.requester_bytes)
    if size + kept_bytes(case.session) > limits.quota_bytes:
        return _Refusal("quota", limits.quota_bytes)
    return None


def kept_bytes(session: Any) -> int:
    """Bytes of all attachments still kept, each file once."""
    each = (
        sa.select(sa.func.max(_attachments.c.size_bytes).label("size"))
        .where(_attachments.c.removed_at.is_(None))
        .group_by(_attachments.c.sha256)
        .subquery()
    )
    return int(
        session.connection().execute(sa.select(sa.func.coalesce(sa.func.sum(each.c.size), 0))).scalar_one()
    )


def _bytes_of_requester(case: Case) -> int:
    since = case.now - timedelta(days=REQUESTER_DAYS)
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(_attachments.c.size_bytes), 0))
        .join(_requests, _requests.c.id == _attachments.c.request_id)
        .where(_requests.c.requester_id == case.sender.person_id, _requests.c.created_at > since)
    )
    return int(case.session.connection().execute(query).scalar_one())


def _refuse(case: Case, refusal: _Refusal) -> None:
    if case.sender.contact is None or case.automatic:
        return
    outside_requests.tell_outside_a_request(
        case.session,
        "refused_message",
        case.sender.contact,
        f"inbound:{case.message.id}",
        case.now,
        data={
            "reason": refusal.reason,
            "subject": case.parsed.subject[:200],
            "received_at": case.message.received_at.isoformat(),
            "limit_bytes": refusal.limit_bytes,
        },
        inbound_id=case.message.id,
    )
