"""A manager releases words, as they are or corrected, or sends them back; their writer is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.notices.done import VisaTold
from dispatch.requests.staff_words import say_to_requester
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.visas.asking import end_visa, tell_author
from dispatch.requests.visas.needed import agent_of, author
from dispatch.requests.workflow import Reason, Refused, advance
from models.tables.columns import table_of
from models.tables.requests import Attachment

_attachments = table_of(Attachment)


def release(
    change: Change, visa: Any, *, text: str = "", channel: str = "", not_before: datetime | None = None
) -> Reason | None:
    """Send the words of a visa (a row of `waiting_visas`) to the requester, or `text` in their place, and
    take the change of state that waited with them; they leave at `not_before`, signed by who wrote them.

    The reason when that state cannot be reached any more: then nothing is done, and the visa goes on waiting.
    """
    wanted, said = visa.wanted, text.strip() or visa.text
    cause = f"{change.cause}:visa:{visa.id}"
    about = replace(change, actor=author(change, visa.author_id), cause=cause)
    query = sa.select(_attachments.c.id).where(_attachments.c.entry_id == visa.entry_id)
    own = change.session.connection().execute(query.order_by(_attachments.c.id)).scalars()
    files = [*own, *wanted.get("files", ())]
    if verb := wanted.get("verb"):
        step = advance(
            about.workflow,
            about.request.state,
            verb,
            actor="manager",
            comment=said,
            date=date.fromisoformat(wanted["date"]) if wanted.get("date") else None,
            open_tasks=open_tasks(change.session, change.request.id),
        )
        if isinstance(step, Refused):
            return step.reason
        change_state(about, step, attachment_ids=files, channel=channel, not_before=not_before)
    else:
        say_to_requester(
            about,
            said,
            agent=agent_of(change.in_force, visa.author_id),
            channel=channel,
            files=files,
            data={"of_note": wanted["of_note"]} if wanted.get("of_note") else None,
            not_before=not_before,
            to_all=bool(wanted.get("to_all")),
        )
    change.request = about.request
    outcome = "corrected" if text.strip() and text.strip() != visa.text.strip() else "given"
    end_visa(change, visa.id, outcome)
    _tell(change, visa, VisaTold(visa=visa.id, outcome=outcome, text=said, by=(change.actor.name,)))
    return None


def send_back(change: Change, visa: Any, why: str = "") -> None:
    """The words do not leave; whoever wrote them is told why."""
    end_visa(change, visa.id, "returned")
    told = VisaTold(visa=visa.id, outcome="returned", text=visa.text, by=(change.actor.name,), why=why)
    _tell(change, visa, told)


def _tell(change: Change, visa: Any, told: VisaTold) -> None:
    if visa.author_id != change.actor.person_id:
        about = replace(change, cause=f"{change.cause}:visa:{visa.id}")
        tell_author(about, visa.author_id, told)
