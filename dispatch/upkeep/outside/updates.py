"""What a partner's server says of a request, in words that staff read and a requester may be sent (pure)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from dispatch.delivery.outside.reading import Item

#: What their states mean, French and English; what only says that it is there says nothing new.
_STATES: dict[str, tuple[str, str]] = {
    "in_progress": ("La demande est prise en charge.", "The request is in hand."),
    "investigating": ("La demande est à l’étude.", "The request is being looked into."),
    "planned": ("Une intervention est prévue.", "Work is planned."),
    "action_scheduled": ("Une intervention est prévue.", "Work is planned."),
    "fixed": ("Le problème est résolu.", "The problem is solved."),
    "closed": ("La demande est close.", "The request is closed."),
    "no_further_action": ("La demande est close sans suite.", "The request is closed; nothing follows."),
    "not_councils_responsibility": ("Cela ne relève pas de sa compétence.", "This is not theirs to do."),
    "duplicate": ("La demande était déjà connue.", "The request was known already."),
    "internal_referral": ("La demande passe à un autre service.", "The request went to another service."),
    "cancelled": ("La demande est annulée.", "The request was cancelled."),
    "reopen": ("La demande est rouverte.", "The request is open again."),
}  # fmt: skip
_SILENT = frozenset({"", "open", "for_triage", "unchanged"})
#: What a server calls a state (« terminée »), and no sentence of anybody.
_LABEL = re.compile(r"[^\W\d_]{2,30}(?:[ '’-][^\W\d_]{1,30}){0,3}")


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that was said. `said` names it: the same again is the same."""

    their_number: str
    said: str
    status: str
    words: str

    @property
    def is_news(self) -> bool:
        """Whether somebody must read it."""
        return bool(self.words) or self.status not in _SILENT


def update_in(item: Item) -> Update | None:
    """An item of `servicerequestupdates`; None when it names no request or has no id."""
    number, said = item.get("service_request_id", ""), item.get("update_id", "")
    if not number or not said:
        return None
    return Update(number, _short(said), _status(item.get("status", "")), _words(item, "description"))


def update_of_request(item: Item) -> Update | None:
    """An item of `requests`, by what it says now: its state and the partner's notes on it."""
    number = item.get("service_request_id", "")
    if not number:
        return None
    status, words = _status(item.get("status", "")), _words(item, "status_notes")
    return Update(number, _short(f"{status}|{item.get('updated_datetime', '')}|{words}"), status, words)


def sentence(update: Update, locale: str) -> str:
    """What is kept with the request: their state in our words, then theirs; their bare name of the state only
    where it says something else.
    """
    state = _STATES.get(update.status, ("", ""))[1 if locale == "en" else 0]
    words = update.words
    if state and _LABEL.fullmatch(words):
        return state if words.casefold() in state.casefold() else f"{state.removesuffix('.')} ({words})."
    return "\n\n".join(part for part in (state, words) if part)


def _status(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")[:64]


def _words(item: Item, name: str) -> str:
    photo = item.get("media_url", "") if name == "description" else ""
    shown = photo if photo.startswith("https://") and "\n" not in photo and len(photo) <= 500 else ""
    return "\n\n".join(part for part in (item.get(name, "")[:6_000], shown) if part)


def _short(text: str) -> str:
    """As long as its column; what is longer by its hash."""
    return text if len(text) <= 128 else hashlib.sha256(text.encode()).hexdigest()
