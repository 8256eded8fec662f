"""« annuler »: an agent takes back what they did last to a request, and hears what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.several.standing_said import lines_of
from dispatch.letters.filters import clock
from dispatch.notices.done import OrderDone
from dispatch.notices.tell import News, tell_person
from dispatch.requests.undo.allowed import NotUndone
from dispatch.requests.undo.kept import Begun, did_last, note_act, undo_window
from dispatch.requests.undo.standing import standing_of
from dispatch.requests.undo.undoing import Undone, undo_last
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said
from models.tables.ledger import InboundState
from models.vocabulary import Audience

#: Orders that nothing undoes, and those that are no act.
_FINAL = ("split", "opt_out")
_NO_ACT = ("withdraw", "help", "keep", "note")


def undo_until(case: Case) -> datetime:
    """Until when what is done now can be undone."""
    return case.now + undo_window(case.settings)


def note_done(change: Change, begun: Begun, said: Said) -> None:
    """Keep what a message of staff did, so that it can be undone."""
    kind = said.kind if isinstance(said, Order) else ""
    if kind not in _NO_ACT:
        note_act(change, begun, final=kind if kind in _FINAL else "")


def withdraw(case: Case, change: Change) -> Outcome:
    """« annuler »: what this agent did last is undone, or they hear why not."""
    if case.thread.joined_from is not None and did_last(change, case.thread.joined_from):
        joined = lock_request(case.session, case.in_force, case.thread.joined_from)
        change = replace(change, request=joined)
    before = standing_of(case.session, change.request.id)
    window = undo_window(case.settings)
    found = undo_last(change, within=window, number_only=case.thread.by_number)
    if isinstance(found, NotUndone):
        zone = case.organisation.town.time_zone
        left = clock(case.locale, zone, found.at) if found.at is not None else ""
        tell_help(case, change, found.why, written=left)
        why = found.why.removeprefix("undo_")
        done_before = found.why == "undo_already"
        reason = f"nothing was undone: {why}"
        return Outcome(InboundState.COMMAND, reason, change.request.id, already=done_before)
    after = standing_of(case.session, change.request.id)
    lines = () if found.visa else lines_of(case.in_force, before, after, case.locale)
    done = OrderDone(lines=lines, undone=True, told_again=found.told_again, stopped=found.stopped)
    tell_done(case, change, done)
    reason = "undone: words that waited for a visa" if found.visa else _reason(change, found)
    return Outcome(InboundState.COMMAND, reason, change.request.id)


def tell_done(case: Case, change: Change, done: OrderDone) -> None:
    """Tell whoever gave an order what it did, on the way it came."""
    if case.sender.contact is None or case.automatic:
        return
    news = News("order_done", data=done.model_dump(mode="json"))
    tell_person(change, news, case.sender.contact, Audience.AGENT)


def _reason(change: Change, found: Undone) -> str:
    what = f"now {change.request.state}" if "state" in found.columns else ", ".join(found.columns) or "words"
    return f"undone: {what}" + (", before they left" if found.stopped else "")
