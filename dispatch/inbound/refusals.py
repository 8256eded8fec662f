"""What may not come in: viruses, what a trusted server calls spam, and files larger than we keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.entries import KEPT_BYTES
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import FILES_NOT_KEPT, answer_writer
from dispatch.inbound.who.few_answers import too_many_answers
from dispatch.notices import outside_requests
from dispatch.notices.held import SPAM_REASON
from dispatch.queries.storage import kept_bytes
from intake.ledger.outcome import Outcome
from intake.message import ParsedMessage
from models.store.batching.rows import batch_of
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Attachment, RequestRow

_attachments, _requests = table_of(Attachment), table_of(RequestRow)
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


def virus(case: Case) -> Outcome | None:
    """Did a door find a virus in it? It is held, whatever it is about, and the administrators are told."""
    found = case.message.door_facts.get("virus")
    if not found or case.released:
        return None
    outside_requests.tell_set_aside(case.session, case.in_force, case.message.id, "virus", case.now)
    return Outcome(InboundState.HELD, f"a virus was found in it: {str(found)[:80]}")


def spam(case: Case) -> Outcome | None:
    """Does it start something new, and a mail server that the settings trust calls it spam? It is held."""
    if case.thread.request_id is not None:
        return None
    said = spam_word(case.parsed) if case.settings.mail.trust_spam_headers and not case.released else ""
    return Outcome(InboundState.HELD, f"{SPAM_REASON} ({said})") if said else None


def too_large(case: Case) -> Outcome | None:
    """Are its files more than we keep? It is refused, and its writer told; when it is the town that has no
    room left, the words are taken without the files.
    """
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
    received_at = case.message.received_at.isoformat()
    if refusal.reason == "quota" and case.parsed.words.strip():
        _keep_the_words(case, received_at)
        return None
    why = f"{refusal.reason.replace('_', ' ')}: over {refusal.limit_bytes:,} bytes"
    details = {"reason": refusal.reason, "received_at": received_at, "limit_bytes": refusal.limit_bytes}
    return refuse(case, why, details)


def _keep_the_words(case: Case, received_at: str) -> None:
    """Go on with the message as if it had no files, and say so to its writer: the room is ours."""
    names = ", ".join(item.shown_name or item.filename for item in case.parsed.attachments)
    extra = {**case.parsed.extra, FILES_NOT_KEPT: names[:500]}
    case.parsed = replace(case.parsed, attachments=(), extra=extra)
    if not case.automatic:
        said = {"subject": case.parsed.subject[:200], "reason": "files_not_kept", "received_at": received_at}
        answer_writer(case, "refused_message", said)


def refuse(case: Case, why: str, details: Mapping[str, Any], *, locale: str = "") -> Outcome:
    """The end of a message that is not taken; its writer is told, unless a machine wrote it."""
    if not case.automatic:
        # The subject of a mail that nothing proves is not sent on in the town's name.
        proved = case.parsed.channel != "email" or case.mail_proof.proved
        said = {"subject": case.parsed.subject[:200] if proved else "", **details}
        answer_writer(case, "refused_message", said, locale=locale, held=too_many_answers(case))
    return Outcome(InboundState.REFUSED, why)


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
    if case.released:
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
    is_new = not case.sender.known and case.thread.request_id is None
    if not case.sender.is_staff and not is_new and size + _bytes_of_requester(case) > limits.requester_bytes:
        return _Refusal("too_large", limits.requester_bytes)
    if (
        size + _at_most_kept(case) > limits.quota_bytes
        and size + kept_bytes(case.session) > limits.quota_bytes
    ):
        return _Refusal("quota", limits.quota_bytes)
    return None


def _at_most_kept(case: Case) -> int:
    """What all attachments take, those of a batch under way counted in full: asked once a batch."""
    batch = batch_of(case.session)
    if batch is None:
        return kept_bytes(case.session)
    found = batch.fact(KEPT_BYTES, lambda: [kept_bytes(case.session)], (_attachments,))
    return int(found[0])


def _bytes_of_requester(case: Case) -> int:
    since = case.now - timedelta(days=REQUESTER_DAYS)
    query = (
        sa.select(sa.func.coalesce(sa.func.sum(_attachments.c.size_bytes), 0))
        .join(_requests, _requests.c.id == _attachments.c.request_id)
        .where(_requests.c.requester_id == case.sender.person_id, _requests.c.created_at > since)
    )
    return int(case.session.connection().execute(query).scalar_one())
