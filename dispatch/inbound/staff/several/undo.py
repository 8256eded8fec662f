"""« annuler »: an agent takes back what they did last to a request, and hears what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.several.undone_said import undone_lines
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

#: Orders that nothing undoes.
_FINAL = ("split", "opt_out")


def undo_until(case: Case) -> datetime:
    """Until when what is done now can be undone."""
    return case.now + undo_window(case.settings)


def note_done(change: Change, begun: Begun, *said: Said | None) -> None:
    """Keep what a message of staff, which said that, did, so that it can be undone; undoing is no act."""
    kinds = [each.kind for each in said if isinstance(each, Order)]
    if "withdraw" not in kinds:
        note_act(change, begun, final=next((kind for kind in kinds if kind in _FINAL), ""))


def withdraw(case: Case, change: Change) -> Outcome:
    """« annuler »: what this agent did last is undone, or they hear why not."""
    last = did_last(change, case.thread.joined_from)
    if last != change.request.id:
        change = replace(change, request=lock_request(case.session, case.in_force, last))
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
    lines = undone_lines(change, found, before, after, case.locale)
    done = OrderDone(lines=lines, undone=True, told_again=found.told_again, stopped=found.stopped)
    tell_done(case, change, done)
    return Outcome(InboundState.COMMAND, _reason(change, found), change.request.id, done=lines)


def tell_done(case: Case, change: Change, done: OrderDone) -> None:
    """Tell whoever gave an order what it did, on the way it came."""
    if case.sender.contact is None or case.automatic:
        return
    news = News("order_done", data=done.model_dump(mode="json"))
    tell_person(change, news, case.sender.contact, Audience.AGENT)


def _reason(change: Change, found: Undone) -> str:
    what = ", ".join(found.columns) or "words"
    if "state" in found.columns:
        what = f"now {change.request.state}"
    elif found.visas and not found.columns:
        return "undone: words that waited for a visa"
    return f"undone: {what}" + (", before they left" if found.stopped else "")
