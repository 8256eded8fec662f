"""Rules: never reached, doing nothing, sending to nobody, patterns that are not what they seem."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import re2

from dispatch.check.problem import Problem, error, warning
from dispatch.rules.index import conditions_in
from dispatch.rules.keywords import read_phrase
from dispatch.rules.patterns import compile_pattern
from dispatch.rules.place_names import read_name
from models.nearest import nearest
from models.organisation import Action, Condition, Organisation, Rule
from models.organisation.themes import DANGER, THEMES
from models.organisation_files.lines import Path
from models.vocabulary import IncidentWay

_DOT = re.compile(r"(?<!\\)\.(?:fr|com|org|eu|net)\b")


def check_rules(organisation: Organisation, templates: Collection[str] | None) -> Iterator[Problem]:
    """Every rule, in order."""
    ended: Rule | None = None
    before: list[tuple[Condition, Rule]] = []
    for at, rule in enumerate(organisation.rules):
        here: Path = ("rules", at)
        for condition in conditions_in(rule.when):
            yield from _condition(organisation, condition, here)
        yield from _action(organisation, rule.then, here, templates)
        if not rule.enabled:
            continue
        if rule.then == Action() and not rule.stop:
            yield warning(f"'{rule.key}' does nothing.", *here)
        if ended is not None:
            yield error(f"'{rule.key}' is never reached: '{ended.key}' matches everything and stops.", *here)
            continue
        twin = next((other for condition, other in before if condition == rule.when), None)
        if twin is not None:
            what = "is never reached" if twin.stop else "asks the same as"
            reason = f"'{twin.key}' asks the same and stops" if twin.stop else f"'{twin.key}'"
            yield warning(f"'{rule.key}' {what}{':' if twin.stop else ''} {reason}.", *here)
        elif wider := next(
            (other for other in before if other[1].stop and covers(other[0], rule.when)), None
        ):
            yield warning(
                f"'{rule.key}' is never reached: '{wider[1].key}' takes all its messages and stops.", *here
            )
        if rule.stop and rule.when.is_empty():
            ended = rule
        before.append((rule.when, rule))


def covers(wide: Condition, narrow: Condition) -> bool:
    """Whether every message for `narrow` surely is one for `wide`: one list of words that contains the
    other's.

    Only the certain case is told: `wide` asks one list and nothing else.
    """
    given = {
        name: value for name in Condition.model_fields if (value := getattr(wide, name)) not in ((), None)
    }
    if len(given) != 1:
        return False
    name, asked = next(iter(given.items()))
    inner = getattr(narrow, name)
    if name in ("all", "any", "negated", "near", "known", "open", "attachments_at_least") or not inner:
        return False
    return set(inner) <= set(asked)


def _condition(organisation: Organisation, condition: Condition, here: Path) -> Iterator[Problem]:
    for name, asked in (
        ("words", condition.words),
        ("subject", condition.subject),
        ("text", condition.text),
        ("reply", condition.reply),
    ):
        for keyword in asked:
            if not read_phrase(keyword).parts:
                yield error(f"'{keyword}' has no word that counts: it never matches.", *here, "when", name)
    for pattern in condition.regex:
        yield from _pattern(pattern, (*here, "when", "regex"))
    buildings = [building.key for building in organisation.buildings]
    wanted = (*condition.building, *(condition.near.buildings if condition.near else ()))
    for building in wanted:
        if building != "*" and building not in buildings:
            yield error(f"No building '{building}'.{nearest(building, buildings)}", *here, "when", "building")
    for theme in condition.theme:
        if theme not in (*THEMES, DANGER.key):
            yield error(f"No theme '{theme}'.{nearest(theme, (*THEMES, DANGER.key))}", *here, "when", "theme")
    for street in condition.street:
        if street != "*" and not read_name(street):
            yield error(f"'{street}' has no word that counts: it never matches.", *here, "when", "street")
    if condition.near is not None and not any(
        building.latitude is not None for building in organisation.buildings
    ):
        yield warning("No building has a position: 'near' never matches.", *here, "when", "near")


def _pattern(pattern: str, path: Path) -> Iterator[Problem]:
    try:
        compiled = compile_pattern(pattern)
    except re2.error as wrong:
        said = str(wrong.args[0].decode() if isinstance(wrong.args[0], bytes) else wrong.args[0])
        yield error(f"The regular expression '{pattern}' cannot be read: {said}.", *path)
        return
    if compiled.search(""):
        yield error(f"The regular expression '{pattern}' matches every message, empty ones too.", *path)
    elif pattern.startswith(".*") or pattern.endswith(".*"):
        yield warning(
            f"'.*' at the edge of '{pattern}' changes nothing: it is searched everywhere anyway.", *path
        )
    if _DOT.search(pattern):
        yield warning(f"The dot in '{pattern}' stands for any character; write '\\.' for a dot.", *path)
    if not re.search(r"\w{3}|\\d|\\w|\[", pattern):
        yield warning(
            f"'{pattern}' is short: it matches inside many words; '\\b' marks where a word begins or ends.",
            *path,
        )


def _action(
    organisation: Organisation, then: Action, here: Path, templates: Collection[str] | None
) -> Iterator[Problem]:
    for name, key, known in (
        ("service", then.service, organisation.services),
        ("building", then.building, organisation.buildings),
        ("type", then.type, organisation.request_types),
        ("assignee", then.assignee, organisation.agents),
        ("partner", then.partner, organisation.partners),
    ):
        if key is None:
            continue
        found = next((part for part in known if part.key == key), None)
        if found is None:
            keys = [part.key for part in known]
            yield error(f"No {name} '{key}'.{nearest(key, keys)}", *here, "then", name)
        elif found.closed:
            yield error(f"The {name} '{key}' is closed.", *here, "then", name)
    for task in then.tasks:
        if task.agent is not None and organisation.agent(task.agent) is None:
            yield error(f"No agent '{task.agent}' for this task.", *here, "then", "tasks")
        if task.service is not None and organisation.service(task.service) is None:
            yield error(f"No service '{task.service}' for this task.", *here, "then", "tasks")
    if (then.partner or then.incident) and (then.hold or then.refuse.text("fr") or then.spam):
        unused = "partner" if then.partner else "incident"
        yield warning(f"'{unused}' does nothing: there is no request.", *here, "then", unused)
    kind = organisation.request_type(then.type)
    if then.incident is IncidentWay.JOIN and kind is not None and kind.is_never_an_incident:
        yield error(
            f"Each request of type '{kind.key}' concerns its requester alone: it is never joined to another.",
            *here,
            "then",
            "incident",
        )
    if templates is not None and then.acknowledge_template and then.acknowledge_template not in templates:
        yield error(f"No template '{then.acknowledge_template}'.", *here, "then", "acknowledge_template")
    if then.acknowledge is False and then.acknowledge_template:
        yield warning("It is not acknowledged, yet a template is given.", *here, "then", "acknowledge")
