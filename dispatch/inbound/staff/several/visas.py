"""« viser 12 », « corriger 12 : … », « ne pas viser 12 : … »: what managers say of words that wait."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from dispatch.history.change import Change
from dispatch.history.request import lock_request, read_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import leaves_at
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.others_words import not_for_them
from dispatch.inbound.staff.several.looked_up import Made, Wrong
from dispatch.letters.manners import without_name
from dispatch.notices.joined import joined_to
from dispatch.requests.visas.asking import waiting_visas
from dispatch.requests.visas.deciding import release, send_back
from dispatch.requests.visas.needed import may_release
from intake.words.staff.lines import LineOrder


def visa_line(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What the line does with the words that wait; nothing when its writer may not, when none wait, or when
    several do and it names none of them.
    """
    waiting = waiting_visas(case.session, [change.request.id, *joined_to(case.session, change.request.id)])
    named = [row for row in waiting if not line.name or str(row.id) == line.name]
    theirs = [row for row in named if _is_theirs(case, row)]
    if not theirs:
        return Wrong("visa_not_yours" if named else "no_visa", line.written)
    if len(theirs) > 1:
        return Wrong("which_visa", line.written, tuple(f"viser {row.id}" for row in theirs[:8]))
    visa = theirs[0]
    english = case.locale == "en"
    if line.kind == "unvisa":
        why = line.text.lstrip(": ").strip()
        said = "Sent back to who wrote it" if english else "Renvoyée à qui l’a écrite"
        return partial(_send_back, case, change, visa, why), said
    text = ""
    if line.kind == "correct":
        agent = case.sender.agent
        text = without_name(line.text, agent.name) if agent is not None else line.text
        if not text.strip():
            return Wrong("nothing_written", line.written)
        about = _about(case, change, visa)
        to_all = bool(visa.wanted.get("to_all") or visa.wanted.get("sent"))
        if why_not := not_for_them(about, text, case.settings.mail.reply_days, to_all=to_all):
            return Wrong(why_not, line.written)
    said = "Approved" if english else "Visée"
    if text:
        said += ", as corrected" if english else ", corrigée"
    return partial(_release, case, change, visa, text), said


def _is_theirs(case: Case, visa: Any) -> bool:
    """Whether the sender decides that visa: it may be of another service, where requests were joined."""
    request = read_request(case.session, case.in_force, visa.request_id)
    today = case.organisation.town.local_day(case.now)
    return request is not None and may_release(
        case.in_force, request, visa.author_id, case.sender.person_id, today
    )


def _send_back(case: Case, change: Change, visa: Any, why: str) -> bool:
    if send_back(_about(case, change, visa), visa, why):
        return True
    tell_help(case, change, "no_visa", written=str(visa.id))
    return False


def _release(case: Case, change: Change, visa: Any, text: str) -> bool:
    about = _about(case, change, visa)
    why = release(about, visa, text=text, channel=case.parsed.channel, not_before=leaves_at(case))
    if why is None:
        return True
    settled = why == "visa_settled"
    written = str(visa.id) if settled else visa.wanted.get("verb", "")
    tell_help(case, change, "no_visa" if settled else why, written=written)
    return False


def _about(case: Case, change: Change, visa: Any) -> Change:
    if visa.request_id == change.request.id:
        return change
    return replace(change, request=lock_request(case.session, case.in_force, visa.request_id))
