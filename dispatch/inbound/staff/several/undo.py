"""« annuler »: an agent takes back what they did last to a request, and hears what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.several.standing_said import lines_of
from dispatch.letters.filters import clock
from dispatch.notices.done import OrderDone
from dispatch.notices.tell import News, tell_person
from dispatch.requests.undo.kept import did_last, last_act, note_act
from dispatch.requests.undo.standing import Standing, standing_of
from dispatch.requests.undo.undoing import NotUndone, undo_last
from dispatch.requests.visas.asking import take_back_visa
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said
from models.tables.ledger import InboundState
from models.vocabulary import Audience

#: Orders that no word undoes, and those that are no act.
_FINAL = ("split", "opt_out")
_NO_ACT = ("withdraw", "help", "keep", "note")


def undo_window(case: Case) -> timedelta:
    """How long an act can be undone: at least as long as its words wait."""
    agents = case.settings.agents
    return max(timedelta(minutes=agents.undo_minutes), timedelta(seconds=agents.publish_delay_seconds))


def undo_until(case: Case) -> datetime:
    """Until when what is done now can be undone."""
    return case.now + undo_window(case)


def note_done(case: Case, change: Change, before: Standing, said: Said) -> None:
    """Keep what a message of staff did, so that one word undoes it."""
    kind = said.kind if isinstance(said, Order) else ""
    if kind in _NO_ACT:
        return
    note_act(
        change,
        before,
        person_id=case.sender.person_id,
        proof=case.known_by,
        final=kind if kind in _FINAL else "",
    )


def withdraw(case: Case, change: Change) -> Outcome:
    """« annuler »: what this agent did last is undone, or they hear why not."""
    if case.thread.joined_from is not None and did_last(change, case.thread.joined_from):
        joined = lock_request(case.session, case.in_force, case.thread.joined_from)
        change = replace(change, request=joined)
    act = last_act(change, standing=True)
    if take_back_visa(change, since=act.at if act is not None else None):
        done = OrderDone(undone=True, stopped=1)
        tell_done(case, change, done)
        return Outcome(InboundState.COMMAND, "undone: words that waited for a visa", change.request.id)
    before = standing_of(case.session, change.request.id)
    found = undo_last(change, within=undo_window(case), number_only=case.thread.by_number)
    if isinstance(found, NotUndone):
        zone = case.organisation.town.time_zone
        left = clock(case.locale, zone, found.at) if found.at is not None else ""
        tell_help(case, change, found.why, written=left)
        why = found.why.removeprefix("undo_")
        done_before = found.why == "undo_already"
        reason = f"nothing was undone: {why}"
        return Outcome(InboundState.COMMAND, reason, change.request.id, already=done_before)
    after = standing_of(case.session, change.request.id)
    done = OrderDone(
        lines=lines_of(case.in_force, before, after, case.locale),
        undone=True,
        told_again=found.told_again,
        stopped=found.stopped,
    )
    tell_done(case, change, done)
    return Outcome(InboundState.COMMAND, _reason(change, found.columns, found.stopped), change.request.id)


def tell_done(case: Case, change: Change, done: OrderDone) -> None:
    """Tell whoever gave an order what it did, on the way it came."""
    if case.sender.contact is None or case.automatic:
        return
    news = News("order_done", data=done.model_dump(mode="json"))
    tell_person(change, news, case.sender.contact, Audience.AGENT)


def _reason(change: Change, columns: tuple[str, ...], stopped: int) -> str:
    what = f"now {change.request.state}" if "state" in columns else ", ".join(columns) or "words"
    return f"undone: {what}" + (", before they left" if stopped else "")
