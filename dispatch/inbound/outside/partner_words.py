"""A partner's answer as it waits with a request: sent on by one word of staff, or kept as a note."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from models.folding import fold, words
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import WITHDRAWS, Entry, EntryKind
from models.vocabulary import Audience

_entries, _outbox = table_of(Entry), table_of(OutboundMessage)
#: A partner's answer can be sent by one word this long.
WAITS_DAYS = 30
#: Characters of a text compared; how many of its first words, and how few tell nothing.
_MOST, _RUN, _LEAST = 20_000, 12, 3
#: Lines of the history looked at.
_LATEST = 100
#: What a later line says of words that wait: they were sent, or stay among staff.
_ENDS = ("of_note", "stays_inside")
_SAID = {
    "fr": "Voici la réponse de {partner}\u00a0:\n\n{text}",
    "en": "This is the answer of {partner}:\n\n{text}",
}


def waiting_answer(case: Case, change: Change) -> Any:
    """The last answer of a partner about this request, when nobody has sent it or said that it stays a note;
    None without one.
    """
    return last_waiting(change, "from_partner", case.now - timedelta(days=WAITS_DAYS), latest=_LATEST)


def last_waiting(
    change: Change, mark: str, since: datetime, *of_these: sa.ColumnElement[bool], latest: int
) -> Any:
    """The last line of the history with `mark` in its data, among the `latest` of these, when no later one
    sent its words or said that they stay a note; else None.
    """
    rows = change.session.connection().execute(
        sa.select(_entries.c.id, _entries.c.text, _entries.c.kind, _entries.c.data)
        .where(
            _entries.c.request_id == change.request.id,
            _entries.c.kind.in_(
                (EntryKind.NOTE, EntryKind.MESSAGE_OUT, EntryKind.STATE, EntryKind.ASSIGNMENT)
            ),
            _entries.c.at >= since,
            *of_these,
        )
        .order_by(_entries.c.id.desc())
        .limit(latest)
    )
    ended: set[int] = set()
    for row in rows:
        # What was taken back since neither ends anything nor waits any more.
        ended.update(row.data.get(WITHDRAWS, ()))
        if row.id not in ended:
            ended.update(row.data.get(name, 0) for name in _ENDS)
        if row.data.get(mark):
            return None if row.id in ended else row
    return None


def repeats_letter(session: Session, request_id: int, text: str) -> bool:
    """Whether words of a partner repeat what our letters about the request said to partners: what the agent
    wrote to them, or the requester. Quotes without a mark are not always cut off.
    """
    said = f" {' '.join(words(fold(text[:_MOST])))} "
    rows = session.connection().execute(
        sa.select(_outbox.c.data).where(
            _outbox.c.request_id == request_id, _outbox.c.audience == Audience.PARTNER
        )
    )
    pieces = (
        " ".join(words(fold(piece[:_MOST]))[:_RUN])
        for data in rows.scalars()
        for piece in (data.get("asked", ""), *data.get("said", ()))
    )
    return any(piece.count(" ") >= _LEAST - 1 and f" {piece} " in said for piece in pieces)


def keep_inside(case: Case, change: Change) -> None:
    """« note »: the partner's answer that waits stays among staff, and no later word sends it; unless it
    answers the question about the agent's own words, which are a note already.
    """
    waiting = None if is_about_own_words(answered_notice(case)) else waiting_answer(case, change)
    if waiting is not None:
        stays_inside(change, waiting)


def stays_inside(change: Change, note: Any) -> None:
    """Say of words that wait with a request, a partner's or an agent's own, that no later word sends them."""
    change.write(EntryKind.NOTE, data={"stays_inside": note.id})


def in_our_words(change: Change, note: Any) -> str:
    """A partner's answer as the requester reads it, in their language: said to be the partner's."""
    found = change.organisation.partner(note.data.get("partner"))
    name = found.name if found is not None else str(note.data.get("partner", ""))
    said = _SAID["en" if change.request.locale == "en" else "fr"]
    return said.format(partner=name, text=note.text.strip())


def answered_notice(case: Case) -> Any:
    """The notice of ours that is answered (its `notice`, `entry_id` and `data`); None when it is not known
    which one that was.
    """
    ids = (case.signer.owns_message_id(each) for each in case.parsed.in_reply_to[:1])
    outbox_id = next(ids, None)
    if outbox_id is None:
        return None
    query = sa.select(_outbox.c.notice, _outbox.c.entry_id, _outbox.c.data).where(_outbox.c.id == outbox_id)
    return case.session.connection().execute(query).first()


def is_about_own_words(answered: Any) -> bool:
    """Whether a notice asked an agent about words of their own."""
    return answered is not None and answered.notice == "command_help" and bool(answered.data.get("asks"))
