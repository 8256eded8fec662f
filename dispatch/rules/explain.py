"""The steps of a decision in words, for whoever asks why a message went there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.rules.decision import Reason, Step
from dispatch.rules.explain_words import ACTIONS, ASSIGNMENT, BUILT_IN, CONDITIONS, SAID, VALUES, WHERE
from models.organisation import Organisation
from models.organisation.values import Locale


def explain(
    steps: Iterable[Step],
    organisation: Organisation | None = None,
    *,
    everything: bool = False,
    locale: Locale = "en",
) -> Iterator[str]:
    """One line for each step that did something, and one for how many rules did not match.

    `everything` names those too. `organisation` gives rules their names.
    """
    said = SAID[locale]
    titles = {rule.key: rule.title for rule in organisation.rules} if organisation else {}
    missed: list[str] = []
    for step in steps:
        if not step.matched and not step.rule.startswith(":"):
            missed.append(step.rule)
            if everything:
                yield said["missed"].format(rule=titles.get(step.rule, step.rule))
            continue
        name = BUILT_IN[locale].get(step.rule) or said["rule"].format(rule=titles.get(step.rule, step.rule))
        why = ("; " if locale == "en" else "\u00a0; ").join(
            filter(None, (explain_reason(each, locale) for each in step.why))
        )
        done = ", ".join(filter(None, (_action(each, locale) for each in step.actions)))
        stops = said["stops"] if step.stopped else ""
        because = f"{said['colon']}{why}" if why else ""
        yield f"✓ {name}{because} → {done or said['nothing']}{stops}"
    if missed and not everything:
        yield said["several missed" if len(missed) > 1 else "one missed"].format(count=len(missed))


def explain_reason(reason: Reason, locale: Locale = "en") -> str:
    """One reason: `“lampadaires” in the subject (keyword lampadaire)`."""
    quoted, conditions = SAID[locale]["quoted"], CONDITIONS[locale]
    said = " ".join(quoted.format(words=" ".join(words.split())) for words in reason.found)
    found = " ".join(reason.found)
    where = WHERE[locale].get(
        reason.where, SAID[locale]["in"].format(where=reason.where) if reason.where else ""
    )
    condition: str = reason.condition
    if condition in ("known", "open"):
        condition = f"{condition} {'yes' if reason.found == ('yes',) else 'no'}"
    elif condition in ASSIGNMENT[locale]:
        return ASSIGNMENT[locale][condition].format(of=reason.asked)
    pattern = conditions.get(condition)
    if pattern is None:
        return f"{condition} {said}".strip()
    return pattern.format(said=said, where=where, place=reason.where, asked=reason.asked, found=found)


def _action(action: str, locale: Locale) -> str:
    name, _, value = action.partition("=")
    said = SAID[locale]
    if name == "assignee" and not value:
        return said["nobody"]
    called = ACTIONS[locale].get(name, name.replace("_", " "))
    for ending in ("kept", "closed"):
        if value.endswith(f" ({ending})"):
            bare = _value(name, value.removesuffix(f" ({ending})"), locale)
            return said[ending].format(name=called, value=bare)
    return f"{called} {_value(name, value, locale)}"


def _value(name: str, value: str, locale: Locale) -> str:
    return VALUES[locale].get(f"{name}={value}", value)
