"""« réunir », « à part », « détacher 2026-00043 », « à tous : … »: of an incident that many report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.entries import files_of_entry
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.acts import take_verb
from dispatch.inbound.staff.answers import KEPT_DAYS, keep_and_ask, leaves_at, publish_line
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.others_words import not_for_them
from dispatch.inbound.staff.several.looked_up import Made, Wrong, other_request, request_named
from dispatch.inbound.who.sight import sees_whole
from dispatch.notices.joined import follow_merges, joined_to
from dispatch.requests.incidents.joining import can_be_joined, join, keep_apart, part
from dispatch.requests.incidents.proposed import first_of, waiting_for
from dispatch.requests.merging import merge
from dispatch.requests.numbers_and_links import link
from dispatch.requests.staff_words import say_to_others
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.needed import needs_visa
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address
from intake.words.orders import Order
from intake.words.staff.lines import LineOrder
from intake.words.staff.words import StaffWords
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Entry, EntryKind, RequestRow, withdrawn
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_entries, _requests = table_of(Entry), table_of(RequestRow)


def merged(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """« fusionner 2026-00041 »: the request joins that one, whatever they have in common."""
    other = request_named(case, line.name)
    if isinstance(other, Wrong):
        return other
    into = follow_merges(case.session, other)
    if into == follow_merges(case.session, change.request.id):
        return Wrong("merged_already", line.name)
    found = lock_request(case.session, case.in_force, into)
    if found.kind not in OPEN_KINDS:
        return Wrong("merge_closed", str(found.reference))
    said = f"Réunie avec {found.reference}" if case.locale != "en" else f"Joined to {found.reference}"
    return partial(merge, change, into), said


def joined(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """« réunir »: the request joins what it reports again, or what reports it again joins it."""
    ids = can_be_joined(change, partial(sees_whole, case))
    if not ids:
        first = first_of(case.session, change.request.id)
        if first is not None and not sees_whole(case, follow_merges(case.session, first)):
            return Wrong("merge_unseen", _references(change, [first]))
        return Wrong("no_incident", line.written)
    names = _references(change, [first_of(case.session, ids[0]) or 0] if ids == [change.request.id] else ids)
    if ids == [change.request.id]:
        said = f"Réunie avec {names}" if case.locale != "en" else f"Joined to {names}"
    else:
        said = f"Réunies à celle-ci\u00a0: {names}" if case.locale != "en" else f"Joined to this one: {names}"
    return partial(join, change, ids), said


def apart(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """« à part »: what was proposed is another matter, and is proposed no more."""
    if first_of(case.session, change.request.id) is None and not waiting_for(case.session, change.request.id):
        return Wrong("no_incident", line.written)
    return partial(keep_apart, change), "Suivie à part" if case.locale != "en" else "Kept apart"


def detached(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """« détacher 2026-00043 »: a request that was joined to this one goes its own way again."""
    other = request_named(case, line.name)
    if isinstance(other, Wrong):
        return other
    if other not in joined_to(case.session, change.request.id):
        return Wrong("not_joined", line.name)
    one = lock_request(case.session, case.in_force, other)
    about = replace(change, request=one, cause=f"{change.cause}:part:{other}")
    said = f"{one.reference} suivie à part" if case.locale != "en" else f"{one.reference} goes its own way"
    return partial(part, about), said


def to_all(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """« à tous : … »: words for the requester and for all whose requests were joined to this one; alone, the
    words that this agent last wrote to the requester go to the others, too.

    Words that name people are for nobody else: nothing is done.
    """
    others = len(joined_to(case.session, change.request.id))
    if not others:
        return Wrong("nobody_joined", line.written)
    last = None if line.text else _last_words(case, change)
    text = line.text or (last.text if last is not None else "")
    if not text.strip():
        return Wrong("nothing_kept", line.written)
    if why := not_for_them(change, text, case.settings.mail.reply_days, to_all=True):
        return Wrong(why, line.written)
    said = f"Envoyée aussi à {others} autre{'s' if others > 1 else ''}"
    if case.locale == "en":
        said = f"Sent to {others} {'others' if others > 1 else 'other'}, too"
    if last is None:
        return partial(publish_line, case, change, text, to_all=True), said
    return partial(_send_to_others, case, change, last), said


def _send_to_others(case: Case, change: Change, entry: Any) -> bool:
    """False unless the words leave: the agent has been told why."""
    files = files_of_entry(case.session, entry.id)
    if needs_visa(change):
        wanted = {"sent": entry.id, "files": files}
        ask_visa(change, entry.text, channel=case.parsed.channel, order=wanted)
        return False
    if say_to_others(change, entry.id, entry.text, files, leaves_at(case)):
        return True
    tell_help(case, change, "requester_unreachable")
    return False


def _last_words(case: Case, change: Change) -> Any:
    """What this agent last wrote to the requester, unless it was withdrawn or has gone to all."""
    rows = (
        case.session.connection()
        .execute(
            sa.select(_entries.c.id, _entries.c.text, _entries.c.kind, _entries.c.data, _entries.c.person_id)
            .where(
                _entries.c.request_id == change.request.id,
                _entries.c.at >= case.now - timedelta(days=KEPT_DAYS),
            )
            .order_by(_entries.c.id.desc())
            .limit(200)
        )
        .all()
    )
    gone = withdrawn([{"data": row.data} for row in rows]) | {row.data.get("to_all") for row in rows}
    for row in rows:
        if row.kind == EntryKind.MESSAGE_OUT and row.person_id == case.sender.person_id:
            return None if row.id in gone else row
    return None


def _references(change: Change, ids: list[int]) -> str:
    rows = change.session.connection().execute(
        sa.select(_requests.c.year, _requests.c.number)
        .where(_requests.c.id.in_(ids))
        .order_by(_requests.c.id)
        .limit(10)
    )
    names = ", ".join(str(Reference(row.year, row.number)) for row in rows)
    return names + (f" (+{len(ids) - 10})" if len(ids) > 10 else "")


def group_with(case: Case, change: Change, words: StaffWords, order: Order) -> Outcome:
    """« doublon de 2026-00041 »: tie this request to the other and end it; its requester is told it is
    treated there. One that the sender does not see is asked about as one that is not there.
    """
    other = other_request(case, change.request.id, order.other)
    if isinstance(other, Wrong):
        return keep_and_ask(case, change, words.everything, "unknown_request", written=order.other)
    verb = next((each for each in change.workflow.verbs if each == "duplicate"), None)
    link(change, other, "a duplicate, says an agent")
    if verb is None:
        tell_help(case, change, "linked_only", written=order.other)
        return Outcome(InboundState.COMMAND, "duplicate: linked", change.request.id)
    told = replace(words, kept=words.everything or order.other, address=Address.COLLEAGUES, published="")
    return take_verb(case, change, told, Order("verb", verb, words.kept), owed=False)
