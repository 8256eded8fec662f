"""What the composer of a request does: answer, note, verb, hand over, end a task, take back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dispatch.inbound.staff.others_words import repeats_another
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.incidents.joining import can_be_joined, join, keep_apart, part
from dispatch.requests.outside.forwarding import forward, why_not
from dispatch.requests.staff_words import adopt, note_inside, say_to_requester
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.taking_back import take_back
from dispatch.requests.tasks import end_task, open_tasks_of
from dispatch.requests.visas.asking import ask_visa, end_visa, waiting_visas
from dispatch.requests.visas.deciding import release, send_back
from dispatch.requests.visas.needed import may_release, needs_visa
from dispatch.requests.workflow import Reason, Refused, advance
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting.changing import changing, last_line
from models.tables.requests import TaskState

if TYPE_CHECKING:
    from dispatch.history.change import Change
    from dispatch.web.frame.visit import Visit


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the entry that can be taken back (0: none), whether the requester hears of it, and
    whether the viewer still sees the request.
    """

    entry_id: int = 0
    reached: bool = True
    still_seen: bool = True
    #: The name of what the page says of it, when that is not the act's own.
    said: str = ""


class NotDone(Exception):
    """The request does not allow it; `why` is the name of a sentence of the pages."""

    def __init__(self, why: Reason | str) -> None:
        super().__init__(why)
        self.why = why


def undo_span(visit: Visit, *, words: bool) -> timedelta:
    """How long what was just done can be undone: words wait as long as those of a mail."""
    settings = visit.board.settings
    longest = max(settings.web.undo_seconds, settings.agents.publish_delay_seconds if words else 0)
    return timedelta(seconds=longest)


def answer(visit: Visit, request_id: int, text: str, seen: int | None) -> Done:
    """Say words to the requester; they leave after a moment. Raises Newer, NotDone."""
    if not text.strip():
        raise NotDone("no_words")
    with changing(visit, request_id, "answer", seen=seen) as change:
        _only_for_them(visit, change, text)
        if needs_visa(change):
            adopt(change, visit.viewer.agent)
            ask_visa(change, text.strip())
            return Done(said="visa")
        leaves_at = change.now + undo_span(visit, words=True)
        entry_id, reached = say_to_requester(
            change, text.strip(), agent=visit.viewer.agent, not_before=leaves_at
        )
    return Done(entry_id if reached else 0, reached)


def note(visit: Visit, request_id: int, text: str, seen: int | None) -> Done:
    """Keep words among staff. Raises Newer, NotDone."""
    if not text.strip():
        raise NotDone("no_words")
    with changing(visit, request_id, "note", seen=seen) as change:
        note_inside(change, text.strip())
    return Done()


def move(
    visit: Visit, request_id: int, verb: str, comment: str, day: str, seen: int | None, *, state: str = ""
) -> Done:
    """Take a verb of the workflow, as by mail: its comment is said to the requester. Raises Newer, NotDone.

    `state` is where the request was when it was shown: it must be there still.
    """
    with changing(visit, request_id, "state", seen=seen) as change:
        if state and change.request.state != state:
            raise NotDone("moved_meanwhile")
        today = change.organisation.town.local_day(change.now)
        step = advance(
            change.workflow,
            change.request.state,
            verb,
            actor="manager" if visit.viewer.leads else "agent",
            comment=comment,
            date=_day(day, today),
            open_tasks=open_tasks(change.session, change.request.id),
        )
        if isinstance(step, Refused):
            raise NotDone(step.reason)
        _only_for_them(visit, change, comment)
        adopt(change, visit.viewer.agent)
        if comment.strip() and needs_visa(change):
            ask_visa(change, comment.strip(), step=step)
            return Done(said="visa")
        leaves_at = change.now + undo_span(visit, words=bool(comment.strip()))
        entry_id = change_state(change, step, not_before=leaves_at)
    return Done(entry_id)


def give(visit: Visit, request_id: int, whom: str, comment: str, seen: int | None) -> Done:
    """Hand the request to `agent:KEY` or `service:KEY`, who is told after a moment, with a word for them; or
    pass it on to `partner:KEY` outside, who is written to at once.

    Raises Newer, NotDone.
    """
    kind, _, key = whom.partition(":")
    entry_id = 0
    with changing(visit, request_id, "assign", seen=seen) as change:
        agent, service = change.organisation.agent(key), change.organisation.service(key)
        partner = change.organisation.partner(key)
        wait = undo_span(visit, words=False)
        told_at = change.now + wait
        if kind == "agent" and agent is not None and not agent.closed and key in change.in_force.agent_ids:
            assign_agent(change, key, comment.strip(), not_before=told_at)
            entry_id = last_line(change.session, request_id)
        elif kind == "service" and service is not None and not service.closed:
            assign_service(change, key, comment.strip(), not_before=told_at)
            entry_id = last_line(change.session, request_id)
        elif kind == "partner" and partner is not None and not partner.closed:
            if (why := why_not(change, partner)) is not None:
                raise NotDone(why)
            adopt(change, visit.viewer.agent)
            forward(change, partner, comment.strip())
        else:
            raise NotDone("no_such_holder")
        still_seen = _still_seen(visit, change)
    # Told at once, it cannot be taken back.
    return Done(entry_id if wait else 0, still_seen=still_seen)


def close_task(visit: Visit, request_id: int, task_id: str, how: str, comment: str) -> Done:
    """End an open task of the request as `done` or `refused`. Raises NotDone."""
    with changing(visit, request_id, "task") as change:
        tasks = open_tasks_of(change.session, change.request.id)
        found = next((each for each in tasks if str(each.id) == task_id), None)
        if found is None or how not in (TaskState.DONE, TaskState.REFUSED):
            raise NotDone("no_such_task")
        end_task(change, found, TaskState(how), comment.strip())
    return Done()


def settle_reports(visit: Visit, request_id: int, how: str) -> Done:
    """Join what seems to report the same (`reunir`), keep it apart (`separer`), or take the request out of
    what it was joined to (`detacher`). Raises NotDone.
    """
    with changing(visit, request_id, "incident") as change:
        if how == "reunir":
            ids = can_be_joined(change)
            if not ids:
                raise NotDone("nothing_proposed")
            join(change, ids)
        elif how == "separer":
            if not keep_apart(change):
                raise NotDone("nothing_proposed")
        elif how != "detacher" or not part(change):
            raise NotDone("not_joined")
    return Done()


def settle_visa(visit: Visit, request_id: int, number: str, how: str, text: str) -> Done:
    """Release words that wait for a visa (`viser`), other words in their place (`corriger`), send them back
    (`renvoyer`), or take one's own back (`reprendre`). Raises NotDone.
    """
    with changing(visit, request_id, "visa") as change:
        waiting = waiting_visas(change.session, [request_id])
        visa = next((row for row in waiting if str(row.id) == number), None)
        if visa is None:
            raise NotDone("visa_settled")
        if how == "reprendre" and visa.author_id == visit.viewer.person_id:
            if not end_visa(change, visa.id, "withdrawn"):
                raise NotDone("visa_settled")
            return Done()
        today, viewer = change.organisation.town.local_day(change.now), visit.viewer.person_id
        if not may_release(change.in_force, change.request, visa.author_id, viewer, today):
            raise NotDone("not_allowed")
        if how == "renvoyer":
            if not send_back(change, visa, text.strip()):
                raise NotDone("visa_settled")
            return Done()
        if how not in ("viser", "corriger"):
            raise NotDone("unknown_verb")
        if how == "corriger":
            if not text.strip():
                raise NotDone("no_words")
            _only_for_them(visit, change, text)
        leaves_at = change.now + undo_span(visit, words=True)
        why = release(change, visa, text=text if how == "corriger" else "", not_before=leaves_at)
        if why is not None:
            raise NotDone(why)
    return Done()


def undo(visit: Visit, request_id: int, entry_id: int) -> None:
    """Take back what the viewer has just done. Raises NotDone when it is too late."""
    with changing(visit, request_id, "undo", gave=entry_id) as change:
        told = undo_span(visit, words=False)
        if not take_back(change, entry_id, undo_span(visit, words=True), given_within=told):
            raise NotDone("too_late")


def _only_for_them(visit: Visit, change: Change, text: str) -> None:
    """Raises NotDone when words for the requester hold what somebody else wrote."""
    if repeats_another(change, text, visit.board.settings.mail.reply_days):
        raise NotDone("words_of_other")


def _still_seen(visit: Visit, change: Change) -> bool:
    return sight_of(change.session, visit.viewer, change.in_force, change.request.id) is Sight.FULL


def _day(written: str, today: date) -> date | None:
    """The day of a date field; a day that is past is none."""
    try:
        found = date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
    if found < today:
        raise NotDone("day_past")
    return found
