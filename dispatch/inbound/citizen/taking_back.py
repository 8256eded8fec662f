"""A requester takes their request back, by text, by mail or on its page: withdrawn when its workflow lets
them, else passed on to staff.
"""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import record_message
from dispatch.notices.joined import joined_to
from dispatch.notices.tell import News, tell_person, tell_requester, tell_staff
from dispatch.people.contacts import Contact
from dispatch.requests.state import change_state
from dispatch.requests.withdrawal import withdrawal
from dispatch.requests.workflow import Advance
from models.vocabulary import CLOSED_KINDS, Audience


def take_back(case: Case, change: Change, words: str, told: Contact | None = None) -> Advance | None:
    """Record the message and take the step; None when the workflow has none from here: staff are told of the
    wish, and `told`, whoever asked, that they were. What others reported, too, nobody ends alone.
    """
    entry_id, shown = record_message(case, change)
    change.update()
    others = bool(joined_to(change.session, change.request.id))
    alone = change.request.kind not in CLOSED_KINDS and not others
    step = withdrawal(change, words) if alone else None
    closed = change.request.kind in CLOSED_KINDS
    wish = {"wish": "" if closed else "done" if step is not None else "joined" if others else "late"}
    news = News("requester_reply", entry_id, wish, attachment_ids=shown)
    if step is None:
        tell_staff(change, news)
        if told is not None:
            tell_person(change, News("cancel_passed_on", entry_id), told, Audience.REQUESTER)
        return None
    change_state(change, step, channel=case.parsed.channel if told is not None else "")
    if not any(notice.to == "requester" for notice in step.notices):
        done = News("state_changed", entry_id, {"to_state": step.to_state.key})
        tell_requester(change, done, told)
    tell_staff(change, news)
    return step
