"""« réponse 3 »: one of the answers that the town has ready goes to the requester."""

from __future__ import annotations

from functools import partial

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import publish_line
from dispatch.inbound.staff.several.looked_up import Made, Wrong, nearest
from intake.words.staff.lines import LineOrder


def ready_answer(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What sends the answer of that number or key, in the requester's language, and what is said of it."""
    offered = case.organisation.answers_for(change.request.request_type)
    wanted = line.name.strip().lower()
    found = next((each for each in offered if wanted in (str(each.number), each.key)), None)
    if found is None:
        near = nearest(wanted, [each.key for each in offered]) if not wanted.isdigit() else ()
        names = [f"{each.number} ({each.label.text(case.locale)})" for each in offered]
        return Wrong("unknown_answer", line.name, near or tuple(names)[:8])
    text, label = found.text.text(change.request.locale), found.label.text(case.locale)
    said = f"Réponse {found.number} envoyée\u00a0: {label}"
    if case.locale == "en":
        said = f"Answer {found.number} sent: {label}"
    return partial(publish_line, case, change, text, approved=True), said
