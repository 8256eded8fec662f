"""« viser 12 », « corriger 12 : … », « ne pas viser 12 : … »: what managers say of words that wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import leaves_at
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.several.looked_up import Wrong
from dispatch.letters.manners import without_name
from dispatch.notices.joined import joined_to
from dispatch.requests.visas.asking import waiting_visas
from dispatch.requests.visas.deciding import release, send_back
from dispatch.requests.visas.needed import may_give
from intake.words.staff.lines import LineOrder

Made = tuple[Callable[[], object], str]


def visa_line(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What the line does with the words that wait; nothing when its writer may not, when none wait, or when
    several do and it names none of them.
    """
    today = case.organisation.town.local_day(case.now)
    if not may_give(case.in_force, change.request, case.sender.person_id, today):
        return Wrong("visa_not_yours", line.written)
    waiting = waiting_visas(case.session, [change.request.id, *joined_to(case.session, change.request.id)])
    named = [row for row in waiting if not line.name or str(row.id) == line.name]
    if not named:
        return Wrong("no_visa", line.written)
    if len(named) > 1:
        return Wrong("which_visa", line.written, tuple(f"viser {row.id}" for row in named[:8]))
    visa = named[0]
    english = case.locale == "en"
    if line.kind == "unvisa":
        why = line.text.lstrip(": ").strip()
        said = "Sent back to who wrote it" if english else "Renvoyée à qui l’a écrite"
        return partial(_on, case, change, visa, partial(send_back, visa=visa, why=why)), said
    text = ""
    if line.kind == "correct":
        agent = case.sender.agent
        text = without_name(line.text, agent.name) if agent is not None else line.text
        if not text.strip():
            return Wrong("nothing_written", line.written)
    said = "Approved" if english else "Visée"
    if text:
        said += ", as corrected" if english else ", corrigée"
    return partial(_release, case, change, visa, text), said


def _on(case: Case, change: Change, visa: Any, do: Callable[[Change], object]) -> None:
    do(_about(case, change, visa))


def _release(case: Case, change: Change, visa: Any, text: str) -> None:
    about = _about(case, change, visa)
    why = release(about, visa, text=text, channel=case.parsed.channel, not_before=leaves_at(case))
    if about is not change and about.request.id == change.request.id:
        change.request = about.request
    if why is not None:
        tell_help(case, change, why, written=visa.wanted.get("verb", ""))


def _about(case: Case, change: Change, visa: Any) -> Change:
    if visa.request_id == change.request.id:
        return change
    return replace(change, request=lock_request(case.session, case.in_force, visa.request_id))
