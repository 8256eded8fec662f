"""The steps of a decision in words, for whoever asks why a message went there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.rules.decision import Reason, Step
from models.organisation import Organisation

_WHERE = {"subject": "in the subject", "reply": "in the text", "text": "in the whole text"}
_BUILT_IN = {
    ":building": "building named",
    ":type": "request type",
    ":theme": "what it is about",
    ":danger": "somebody may be in danger",
    ":mailbox": "mailbox written to",
    ":told": "what the program that sent it said",
    ":taken_over": "as it stood in the other tool",
    ":default": "nothing else said which service",
    ":assignment": "assignment",
}
_ASSIGNMENT = {
    "assignee": "asked for by a rule",
    "person": "the person of {of}",
    "round_robin": "next in turn in {of}",
    "least_loaded": "least loaded in {of}",
    "building_keeper": "keeper of the building, or the person of {of}",
    "on_duty": "on duty in {of}",
    "on_call": "nobody else, and it may be a danger: on call for {of}",
    "none": "{of} gives nothing by itself",
}


def explain(
    steps: Iterable[Step], organisation: Organisation | None = None, *, everything: bool = False
) -> Iterator[str]:
    """One line for each step that did something, and one for how many rules did not match.

    `everything` names those too. `organisation` gives rules their names.
    """
    titles = {rule.key: rule.title for rule in organisation.rules} if organisation else {}
    missed: list[str] = []
    for step in steps:
        if not step.matched and not step.rule.startswith(":"):
            missed.append(step.rule)
            if everything:
                yield f"· {titles.get(step.rule, step.rule)}: no"
            continue
        name = _BUILT_IN.get(step.rule) or f"rule “{titles.get(step.rule, step.rule)}”"
        why = "; ".join(filter(None, map(explain_reason, step.why)))
        done = ", ".join(filter(None, map(_action, step.actions)))
        stops = " (stops here)" if step.stopped else ""
        because = f": {why}" if why else ""
        yield f"✓ {name}{because} → {done or 'nothing to do'}{stops}"
    if missed and not everything:
        yield f"· {len(missed)} rule{'s' if len(missed) > 1 else ''} did not match"


def explain_reason(reason: Reason) -> str:
    """One reason: `“lampadaires” in the subject (keyword lampadaire)`."""
    said = " ".join(f"“{' '.join(words.split())}”" for words in reason.found)
    where = _WHERE.get(reason.where, f"in {reason.where}" if reason.where else "")
    match reason.condition:
        case "words" | "subject" | "text" | "reply":
            return f"{said} {where} (keyword {reason.asked})"
        case "regex":
            return f"{said} {where} (pattern {reason.asked})"
        case "building" | "street":
            return f"{said} {where} names {reason.asked}"
        case "near":
            return f"photo {reason.where} taken {' '.join(reason.found)} from {reason.asked}"
        case "told":
            return f"sent by {reason.asked}"
        case "recipient":
            return f"sent to {' '.join(reason.found)}"
        case "sender":
            return f"sent by {reason.asked}"
        case "not":
            return "the exception does not apply"
        case "attachments_at_least":
            return f"{' '.join(reason.found)} attachments"
        case "attachment_type" | "attachment_name":
            return f"attachment {reason.where}"
        case "known":
            return "the sender is known" if reason.found == ("yes",) else "the sender is unknown"
        case "open":
            return "the town hall was open" if reason.found == ("yes",) else "the town hall was closed"
        case "door" | "channel" | "role" | "language" | "hours" | "days":
            return f"{reason.condition} is {' '.join(reason.found)}"
        case how if how in _ASSIGNMENT:
            return _ASSIGNMENT[how].format(of=reason.asked)
        case other:
            return f"{other} {said}".strip()


def _action(action: str) -> str:
    name, _, value = action.partition("=")
    if name == "assignee" and not value:
        return "nobody: a manager must give it"
    name = name.replace("_", " ")
    if value.endswith(" (kept)"):
        return f"{name} {value.removesuffix(' (kept)')} not taken, an earlier rule had settled it"
    if value.endswith(" (closed)"):
        return f"{name} {value.removesuffix(' (closed)')} not taken, it is closed"
    return f"{name} {value}"
