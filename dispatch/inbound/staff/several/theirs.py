"""« envoyer 57 », « note 57 »: of words that wait, those of that number are sent, or stay among staff."""

from __future__ import annotations

from functools import partial

from dispatch.history.change import Change
from dispatch.history.entries import files_of_entry
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import in_our_words, stays_inside, waiting_answer
from dispatch.inbound.staff.answers import last_kept, publish_line
from dispatch.inbound.staff.several.looked_up import Made, Wrong
from intake.words.staff.lines import LineOrder


def of_number(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What the line does with the partner's answer of that number, or with the agent's own words of it."""
    theirs, own = waiting_answer(case, change), last_kept(case, change)
    note = next((each for each in (theirs, own) if each is not None and str(each.id) == line.name), None)
    if note is None:
        return Wrong("nothing_kept", line.written)
    english = case.locale == "en"
    if line.kind == "keep":
        return partial(stays_inside, change, note), "Kept as a note" if english else "Gardée en note"
    said = "Sent to the requester" if english else "Envoyée au demandeur"
    files = files_of_entry(case.session, note.id)
    text = in_our_words(change, note) if note is theirs else note.text
    return partial(publish_line, case, change, text, of_note=note.id, files=files), said
