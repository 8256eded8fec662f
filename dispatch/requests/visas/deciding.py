"""A manager releases words, as they are or corrected, or sends them back; their writer is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from dispatch.history.change import Change
from dispatch.notices.done import VisaTold
from dispatch.notices.joined import names_people
from dispatch.requests.staff_words import say_to_others, say_to_requester
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.visas.asking import end_visa, files_of_visa, tell_author
from dispatch.requests.visas.needed import author
from dispatch.requests.workflow import Advance, Reason, Refused, advance

#: Somebody decided it before; words for many name one of them.
NotReleased = Reason | Literal["visa_settled", "names_people"]


def release(
    change: Change, visa: Any, *, text: str = "", channel: str = "", not_before: datetime | None = None
) -> NotReleased | None:
    """Send the words of a visa (a row of `waiting_visas`) to the requester, or `text` in their place, and
    take the change of state that waited with them; they leave at `not_before`, signed by who wrote them.

    The reason when that state cannot be reached any more, or words for all name people: then nothing is
    done, and the visa goes on waiting. A visa is decided once.
    """
    wanted, said = visa.wanted, text.strip() or visa.text
    for_others = bool(wanted.get("to_all") or wanted.get("sent"))
    if for_others and names_people(change, said):
        return "names_people"
    step: Advance | None = None
    if verb := wanted.get("verb"):
        found = advance(
            change.workflow,
            change.request.state,
            verb,
            actor="manager",
            comment=said,
            date=date.fromisoformat(wanted["date"]) if wanted.get("date") else None,
            hours=wanted.get("hours") or "",
            open_tasks=open_tasks(change.session, change.request.id),
        )
        if isinstance(found, Refused):
            return found.reason
        step = found
    outcome = "corrected" if text.strip() and text.strip() != visa.text.strip() else "given"
    if not end_visa(change, visa.id, outcome):
        return "visa_settled"
    about = replace(change, actor=author(change, visa.author_id), cause=f"{change.cause}:visa:{visa.id}")
    files = files_of_visa(change.session, visa)
    if step is not None:
        change_state(about, step, attachment_ids=files, channel=channel, not_before=not_before)
    elif wanted.get("sent"):
        say_to_others(about, wanted["sent"], said, files, not_before)
    else:
        say_to_requester(
            about,
            said,
            agent=change.in_force.agent_of(visa.author_id),
            channel=channel,
            files=files,
            data={"of_note": wanted["of_note"]} if wanted.get("of_note") else None,
            not_before=not_before,
            to_all=for_others,
        )
    change.request = about.request
    _tell(change, visa, VisaTold(visa=visa.id, outcome=outcome, text=said, by=(change.actor.name,)))
    return None


def send_back(change: Change, visa: Any, why: str = "") -> bool:
    """The words do not leave; whoever wrote them is told why. False when somebody decided it before."""
    if not end_visa(change, visa.id, "returned"):
        return False
    told = VisaTold(visa=visa.id, outcome="returned", text=visa.text, by=(change.actor.name,), why=why)
    _tell(change, visa, told)
    return True


def _tell(change: Change, visa: Any, told: VisaTold) -> None:
    if visa.author_id != change.actor.person_id:
        about = replace(change, cause=f"{change.cause}:visa:{visa.id}")
        tell_author(about, visa.author_id, told)
