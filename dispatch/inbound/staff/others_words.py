"""What another requester wrote, pasted into an answer without the foot of our notice: never sent.

A notice quotes a citizen. Its foot gives it away when it is pasted whole (dispatch.inbound.staff.own_words);
here its words do, compared with what the agent was shown of other requests. Nothing is kept for that but what
the requests hold already, so that what is erased of them is gone from here too.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.staff.our_notices import repeats_our_notice
from dispatch.notices.joined import joined_to, names_people
from models.folding import fold, runs
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import Audience

_outbox, _entries, _requests = table_of(OutboundMessage), table_of(Entry), table_of(RequestRow)
#: Notices and messages looked at, the latest; characters of each.
_NOTICES, _MESSAGES, _CHARACTERS = 400, 400, 8000
#: Words in a row that no two people write by chance. Politeness is left out by its words.
_RUN = 8
#: « Demandeur : Jeanne Petit (jeanne@…) »: the card of a notice to staff.
_CARD = re.compile(
    r"^[ >*•-]{0,8}(?:demandeur|requester) ?: .{1,120}\((?:[^()\s]{1,64}@[^()\s]{1,190}|[+\d .]{6,24})\)",
    re.M,
)
_POLITE = frozenset([
    "remercie", "remercier", "merci", "cordialement", "salutations", "bonjour", "madame", "monsieur",
    "avance", "reponse", "veuillez", "agreer", "expression", "sentiments", "distingues", "attente", "bien",
    "vous", "je", "nous",
])  # fmt: skip


def not_for_them(
    change: Change, text: str, keep_days: int, *, to_all: bool = False
) -> Literal["", "words_of_other", "names_people"]:
    """Why words are not sent to this requester (`to_all`: nor to those whose requests were joined to theirs),
    or ''.
    """
    if repeats_another(change, text, keep_days):
        return "words_of_other"
    return "names_people" if to_all and names_people(change, text) else ""


def repeats_another(change: Change, text: str, keep_days: int) -> bool:
    """Whether words for this requester hold what a notice says to staff, or a run of words that somebody else
    wrote in a request which this actor was told of within `keep_days`, or which was joined to this one.
    """
    if _CARD.search(fold(text[:_CHARACTERS])) or repeats_our_notice(text):
        return True
    said = _runs(text)
    if not said or change.actor.person_id is None:
        return False
    run = change.session.connection().execute
    own, joined = change.request.id, joined_to(change.session, change.request.id)
    told = (
        sa.select(_outbox.c.request_id)
        .where(
            _outbox.c.person_id == change.actor.person_id,
            _outbox.c.audience != Audience.REQUESTER,
            _outbox.c.request_id.is_not(None),
            _outbox.c.created_at >= change.now - timedelta(days=keep_days),
        )
        .order_by(_outbox.c.id.desc())
        .limit(_NOTICES)
    )
    others = {*run(told).scalars(), *joined} - {own}
    if not others:
        return False
    messages = (
        sa.select(sa.func.substr(_entries.c.text, 1, _CHARACTERS))
        .join(_requests, _requests.c.id == _entries.c.request_id)
        .where(
            _entries.c.request_id.in_(others),
            _entries.c.kind == EntryKind.MESSAGE_IN,
            _requests.c.requester_id != change.request.requester_id,
        )
        .order_by(_entries.c.id.desc())
        .limit(_MESSAGES)
    )
    mine = (
        sa.select(sa.func.substr(_entries.c.text, 1, _CHARACTERS))
        .where(
            _entries.c.request_id.in_([own, *joined]),
            # What the requester wrote, and staff: words of those who reported the same are somebody else's.
            sa.or_(
                _entries.c.kind.in_((EntryKind.NOTE, EntryKind.MESSAGE_OUT)),
                _entries.c.person_id == change.request.requester_id,
            ),
        )
        .order_by(_entries.c.id.desc())
        .limit(_MESSAGES)
    )
    said -= {each for written in run(mine).scalars() for each in _runs(written)}
    return bool(said) and any(not said.isdisjoint(_runs(written)) for written in run(messages).scalars())


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of `_RUN` words of a text that says more than politeness."""
    found = runs(fold(text[:_CHARACTERS]), _RUN)
    return {each for each in found if sum(word in _POLITE for word in each) <= _RUN // 2}
