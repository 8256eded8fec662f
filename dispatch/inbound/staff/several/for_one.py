"""An answer to a notice of a request that was joined to another: orders are for the incident, words for
one requester.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from intake.words.address_of_words import Address, address_of
from intake.words.orders import Order
from intake.words.staff.lines import LineOrder, Lines
from intake.words.staff.words import StaffWords

#: What is said to one requester, or about words that wait for them.
_WORDS = frozenset({"answer", "canned", "note", "send", "keep", "visa", "correct", "unvisa"})
_SAYING = frozenset({"answer", "canned"})
#: Orders of the grammar that are no change of what goes on: words, and what becomes of them.
_OF_ONE = frozenset({"answer", "note", "send", "keep", "opt_out", "split", "help"})


def for_one(case: Case, change: Change, words: StaffWords, lines: Lines | None) -> Change | None:
    """The change that a message of staff makes: to the request that goes on, or to the one of who wrote; None
    when it orders something for all with words for one, which all would read.
    """
    one = _one(case, change)
    if one is None:
        return change
    if lines is not None:
        if all(line.kind in _WORDS for line in lines.orders):
            return one
        said = any(line.kind in _SAYING or _tells(line) for line in lines.orders)
        return None if said or address_of(lines.rest, case.organisation) is Address.REQUESTER else change
    if not isinstance(words.said, Order) or words.said.kind in _OF_ONE:
        return one
    if words.said.kind == "withdraw":
        return change
    tells = bool(words.published) or (words.said.kind == "verb" and words.said.explains)
    return None if tells else change


def _one(case: Case, change: Change) -> Change | None:
    joined = case.thread.joined_from
    if joined is None or joined == change.request.id:
        return None
    request = lock_request(case.session, case.in_force, joined)
    return replace(change, request=request) if request.requester_id != change.request.requester_id else None


def _tells(line: LineOrder) -> bool:
    return (bool(line.text) and line.kind == "order") or bool(line.order is not None and line.order.explains)
