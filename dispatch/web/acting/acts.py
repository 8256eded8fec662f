"""What the composer of a request does: answer, note, verb, hand over, end a task, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dispatch.inbound.staff.others_words import repeats_another
from dispatch.requests.assignment import assign_agent, assign_service, has_it_already
from dispatch.requests.outside.forwarding import forward, why_not
from dispatch.requests.staff_words import adopt, files_of_act, note_inside, say_to_requester
from dispatch.requests.state import change_state, open_tasks, says_again
from dispatch.requests.tasks import end_task, open_tasks_of
from dispatch.requests.undo.allowed import NotUndone
from dispatch.requests.undo.kept import undo_window
from dispatch.requests.undo.undoing import undo_last
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.needed import needs_visa
from dispatch.requests.workflow import Reason, Refused, advance
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting.changing import changing, last_line
from models.organisation.working_time import closed_because
from models.planned_hours import span
from models.tables.requests import TaskState

if TYPE_CHECKING:
    from dispatch.history.change import Change
    from dispatch.web.frame.visit import Visit
    from intake.message import ParsedAttachment

    Photos = Sequence[ParsedAttachment]

#: No work is planned, and nothing due, beyond.
_FAR = timedelta(days=3653)


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


#: What the page says of a day that was planned, by why the town hall is closed on it.
_CLOSED = {"": "", "holiday": "planifie_ferie", "closure": "planifie_fermeture"}


class NotDone(Exception):
    """The request does not allow it; `why` is the name of a sentence of the pages."""

    def __init__(self, why: Reason | str) -> None:
        super().__init__(why)
        self.why = why


def told_after(visit: Visit, *, words: bool) -> timedelta:
    """How long it waits before anybody is told of what was just done: words as long as those of a mail."""
    settings = visit.board.settings
    longest = max(settings.web.undo_seconds, settings.agents.publish_delay_seconds if words else 0)
    return timedelta(seconds=longest)


def answer(visit: Visit, request_id: int, text: str, seen: int | None, photos: Photos = ()) -> Done:
    """Say words to the requester; they leave after a moment. Raises Newer, NotDone."""
    if not text.strip():
        raise NotDone("no_words")
    with changing(visit, request_id, "answer", seen=seen) as change:
        only_for_them(visit, change, text)
        if needs_visa(change):
            adopt(change, visit.viewer.agent)
            ask_visa(change, text.strip(), attachments=photos)
            return Done(said="visa")
        entry_id, reached = say_to_requester(
            change,
            text.strip(),
            agent=visit.viewer.agent,
            attachments=photos,
            not_before=change.now + told_after(visit, words=True),
        )
    return Done(entry_id if reached else 0, reached)


def note(visit: Visit, request_id: int, text: str, seen: int | None, photos: Photos = ()) -> Done:
    """Keep words, or photos alone, among staff. Raises Newer, NotDone."""
    if not text.strip() and not photos:
        raise NotDone("no_words")
    with changing(visit, request_id, "note", seen=seen) as change:
        note_inside(change, text.strip(), attachments=photos)
    return Done()


def move(
    visit: Visit,
    request_id: int,
    verb: str,
    comment: str,
    day: str,
    seen: int | None,
    *,
    hours: str = "",
    state: str = "",
    photos: Photos = (),
) -> Done:
    """Take a verb of the workflow, as by mail: its comment is said to the requester, with the photos. Raises
    Newer, NotDone.

    `hours` is when on that `day` (`models.planned_hours`); `state` is where the request was when it was
    shown: it must be there still.
    """
    with changing(visit, request_id, "state", seen=seen) as change:
        if state and change.request.state != state:
            raise NotDone("moved_meanwhile")
        today = change.organisation.town.local_day(change.now)
        on = day_ahead(day, today)
        step = advance(
            change.workflow,
            change.request.state,
            verb,
            actor="manager" if visit.viewer.leads else "agent",
            comment=comment,
            date=on,
            hours=hours,
            open_tasks=open_tasks(change.session, change.request.id),
            again=not photos and says_again(change, verb, on, hours, comment),
        )
        if isinstance(step, Refused):
            raise NotDone(step.reason)
        only_for_them(visit, change, comment)
        adopt(change, visit.viewer.agent)
        if comment.strip() and needs_visa(change):
            ask_visa(change, comment.strip(), step=step, attachments=photos)
            return Done(said="visa")
        leaves_at = change.now + told_after(visit, words=bool(comment.strip()))
        shown = files_of_act(change, photos)
        entry_id = change_state(change, step, attachment_ids=shown, not_before=leaves_at)
        closed = closed_because(change.organisation.town, step.date) if step.date else ""
    return Done(entry_id, said=_CLOSED[closed])


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
        wait = told_after(visit, words=False)
        told_at = change.now + wait
        if not comment.strip() and kind in ("agent", "service") and has_it_already(change, **{kind: key}):
            raise NotDone("already_held")
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


def undo(visit: Visit, request_id: int, entry_id: int) -> Done:
    """Undo what the viewer did last to the request, of which `entry_id` is a line. Raises NotDone, which says
    why it cannot be undone.
    """
    with changing(visit, request_id, "undo", gave=entry_id) as change:
        found = undo_last(change, within=undo_window(visit.board.settings), entry_id=entry_id)
        if isinstance(found, NotUndone):
            raise NotDone(found.why)
    return Done(said="rectifiee" if found.left else "")


def only_for_them(visit: Visit, change: Change, text: str) -> None:
    """Raises NotDone when words for the requester hold what somebody else wrote."""
    if repeats_another(change, text, visit.board.settings.mail.reply_days):
        raise NotDone("words_of_other")


def _still_seen(visit: Visit, change: Change) -> bool:
    return sight_of(change.session, visit.viewer, change.in_force, change.request.id) is Sight.FULL


def hours_between(begin: str, end: str) -> str:
    """The hours of two fields, `HH:MM` each or ''. Raises NotDone when they are none."""
    hours = span(begin.strip()[:5], end.strip()[:5])
    if (begin or end) and not hours:
        raise NotDone("hours_wrong")
    return hours


def day_ahead(written: str, today: date) -> date | None:
    """The day of a date field, `YYYY-MM-DD`; None when it is none. Raises NotDone for a day that is past, or
    so far that its year is a slip.
    """
    try:
        found = date.fromisoformat(written.strip()[:10])
    except ValueError:
        return None
    if found < today:
        raise NotDone("day_past")
    if found - today > _FAR:
        raise NotDone("day_far")
    return found
