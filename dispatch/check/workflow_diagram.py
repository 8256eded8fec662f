"""A workflow drawn: for a terminal, as Mermaid, as SVG; all from the same layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from dispatch.check.drawing_words import said
from dispatch.requests.workflow import initial_state
from models.organisation import State, Transition, Workflow
from models.vocabulary import CLOSED_KINDS, StateKind

_KINDS = {"new": "●", "open": "○", "waiting": "◌", "done": "✔", "refused": "✘"}


@dataclass(frozen=True, slots=True)
class Arrow:
    """Every transition between two states drawn as one, with its verbs."""

    source: str
    target: str
    verbs: tuple[str, ...]


def layers(workflow: Workflow) -> list[list[State]]:
    """States by their distance from the beginning; those nobody reaches come last."""
    depth = {initial_state(workflow).key: 0}
    waiting = list(depth)
    for source in waiting:
        for transition in workflow.transitions:
            if source in transition.sources and transition.to not in depth and workflow.state(transition.to):
                depth[transition.to] = depth[source] + 1
                waiting.append(transition.to)
    # Ends stand below everything that leads to them, whatever the shortest way.
    last = max(depth.values()) + 1
    for state in workflow.states:
        if state.kind in CLOSED_KINDS:
            depth[state.key] = last
        depth.setdefault(state.key, last + 1)
    for state in workflow.states:
        # What only ends lead to (reopened) stands with the open ones it goes back to.
        sources = {source for one in workflow.transitions if one.to == state.key for source in one.sources}
        if (
            sources
            and all(depth[source] >= last for source in sources if source in depth)
            and depth[state.key] > last
        ):
            depth[state.key] = last + 1
    rows: dict[int, list[State]] = {}
    for state in workflow.states:
        rows.setdefault(depth[state.key], []).append(state)
    return [rows[at] for at in sorted(rows)]


def arrows(workflow: Workflow) -> list[Arrow]:
    """One arrow for each pair of states, in the order of the file."""
    found: dict[tuple[str, str], list[str]] = {}
    for transition in workflow.transitions:
        for source in transition.sources:
            if workflow.state(source) and workflow.state(transition.to):
                verbs = found.setdefault((source, transition.to), [])
                if transition.verb not in verbs:
                    verbs.append(transition.verb)
    return [Arrow(source, target, tuple(verbs)) for (source, target), verbs in found.items()]


def _verb_label(workflow: Workflow, verb: str, locale: str) -> str:
    transition = next((one for one in workflow.transitions if one.verb == verb), None)
    if transition is None:
        return verb
    names = transition.aliases.en if locale == "en" else transition.aliases.fr
    return names[0] if names else said(verb, locale) if verb == "forward" else f"({said(verb, locale)})"


_ASKED = {
    "fr": ("commentaire", "date", "tâches faites"),
    "en": ("comment", "date", "tasks done"),
}


def _conditions(transition: Transition, locale: str) -> str:
    wanted = (transition.comment_required, transition.needs_date, transition.requires_tasks_done)
    asked = [
        text for text, is_wanted in zip(_ASKED.get(locale, _ASKED["en"]), wanted, strict=True) if is_wanted
    ]
    return f" [{', '.join(asked)}]" if asked else ""


def draw_terminal(workflow: Workflow, locale: str = "fr") -> str:
    """Each state with the verbs that leave it and where they lead, in the order of treatment."""
    lines = [workflow.label.text(locale), ""]
    width = max(len(_verb_label(workflow, verb, locale)) for verb in (*workflow.verbs, ""))
    for row in layers(workflow):
        for state in row:
            lines.append(f"{_KINDS[state.kind]} {state.label.text(locale)}")
            leaving = [one for one in workflow.transitions if state.key in one.sources]
            for at, transition in enumerate(leaving):
                branch = "└" if at == len(leaving) - 1 else "├"
                target = workflow.state(transition.to)
                label = (
                    target.label.text(locale) if target else f"{transition.to} ({said('missing', locale)})"
                )
                may = ", ".join(said(each, locale) for each in transition.who)
                who = "" if {"agent", "manager"} <= set(transition.who) else f" ({may})"
                verb = _verb_label(workflow, transition.verb, locale).ljust(width)
                lines.append(f"  {branch}─ {verb} → {label}{_conditions(transition, locale)}{who}")
            for task in state.tasks:
                lines.append(f"  + {said('task', locale)} {task.title.text(locale)}")
            lines.append("")
    lines.append("  ".join(f"{sign} {said(kind, locale)}" for kind, sign in _KINDS.items()))
    return "\n".join(lines) + "\n"


def draw_mermaid(workflow: Workflow, locale: str = "fr") -> str:
    """A Mermaid state diagram."""
    names = {state.key: f"s{at}" for at, state in enumerate(workflow.states)}
    lines = ["stateDiagram-v2"]
    for state in workflow.states:
        lines.append(f"    {names[state.key]}: {_plain(state.label.text(locale))}")
    lines.append(f"    [*] --> {names[initial_state(workflow).key]}")
    for arrow in arrows(workflow):
        verbs = ", ".join(_plain(_verb_label(workflow, verb, locale)) for verb in arrow.verbs)
        lines.append(f"    {names[arrow.source]} --> {names[arrow.target]}: {verbs}")
    for state in workflow.states:
        if state.kind in CLOSED_KINDS:
            lines.append(f"    {names[state.key]} --> [*]")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    # What Mermaid would read as its own.
    return "".join(" " if letter in ':;"#\n{}[]<>' else letter for letter in text)


_COLUMN, _ROW, _BOX_HEIGHT = 132, 40, 52
_LEFT, _TOP = 250, 24
_FILLS = {
    "new": ("#e8f1fb", "#1f5fa8"),
    "open": ("#eef7ee", "#2e7d32"),
    "waiting": ("#fff6e0", "#8a5a00"),
    "done": ("#dff2e3", "#1b5e20"),
    "refused": ("#fdecea", "#a32020"),
}


def draw_svg(workflow: Workflow, locale: str = "fr") -> str:
    """A picture: a column for each state, a line for each verb, from the dots to the arrow's head.

    Nothing crosses a label however many transitions there are, which boxes and free arrows cannot promise.
    """
    states = [state for row in layers(workflow) for state in row]
    columns = {state.key: _LEFT + _COLUMN * at + _COLUMN // 2 for at, state in enumerate(states)}
    drawn = [
        transition
        for transition in workflow.transitions
        if transition.to in columns and any(source in columns for source in transition.sources)
    ]
    width = _LEFT + _COLUMN * len(states) + 24
    first_line = _TOP + _BOX_HEIGHT + 36
    height = first_line + _ROW * len(drawn) + 8
    title = escape(workflow.label.text(locale))
    body = [
        *(line for state in states for line in _svg_state(state, columns[state.key], height, locale)),
        *(
            line
            for at, transition in enumerate(drawn)
            for line in _svg_transition(workflow, transition, columns, first_line + _ROW * at, locale)
        ),
    ]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="img" aria-label="{title}" font-family="system-ui, sans-serif" '
            f'font-size="14">',
            f"<title>{title}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text x="16" y="{_TOP + _BOX_HEIGHT // 2 + 6}" font-size="18" font-weight="600" '
            f'fill="#222">{title}</text>',
            *body,
            "</svg>",
            "",
        )
    )


def _svg_state(state: State, middle: int, height: int, locale: str) -> Iterator[str]:
    fill, stroke = _FILLS[state.kind]
    yield f'<path d="M{middle} {_TOP + _BOX_HEIGHT}V{height - 8}" stroke="#d0d0d0"/>'
    yield (
        f'<rect x="{middle - _COLUMN // 2 + 5}" y="{_TOP}" width="{_COLUMN - 10}" '
        f'height="{_BOX_HEIGHT}" rx="8" '
        f'fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{1.5 if state.kind in (StateKind.OPEN, StateKind.WAITING) else 2.5}"/>'
    )
    lines = _wrapped(state.label.text(locale))
    for at, line in enumerate(lines):
        y = _TOP + _BOX_HEIGHT // 2 + 5 + round((at - (len(lines) - 1) / 2) * 16)
        yield (
            f'<text x="{middle}" y="{y}" text-anchor="middle" font-size="13" '
            f'fill="#222">{escape(line)}</text>'
        )


def _svg_transition(
    workflow: Workflow, transition: Transition, columns: dict[str, int], y: int, locale: str
) -> Iterator[str]:
    target = columns[transition.to]
    sources = [columns[source] for source in transition.sources if source in columns]
    label = _shortened(_verb_label(workflow, transition.verb, locale), 26)
    asked = _conditions(transition, locale).strip()
    yield f'<text x="16" y="{y + (0 if asked else 5)}" font-weight="600" fill="#222">{escape(label)}</text>'
    if asked:
        yield f'<text x="16" y="{y + 16}" font-size="12" fill="#555">{escape(asked)}</text>'
    for side in (-1, 1):
        far = [source for source in sources if (source - target) * side > 0]
        if far:
            reach = max(far, key=lambda source: abs(source - target))
            tip = target + side * (8 if target in sources else 3)
            yield f'<path d="M{reach} {y}H{tip}" stroke="#444" stroke-width="1.6"/>'
            yield f'<path d="M{tip} {y}l{side * 11} -5.5v11z" fill="#444"/>'
    if target in sources:
        # A verb that leads back to where it was used.
        yield f'<path d="M{target} {y - 5}c-22 -20 22 -20 0 0" fill="none" stroke="#444" stroke-width="1.6"/>'
    for source in sources:
        yield f'<circle cx="{source}" cy="{y}" r="4.5" fill="#fff" stroke="#444" stroke-width="1.6"/>'


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 16:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [_shortened(line, 17) for line in lines[:3]]


def _shortened(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
