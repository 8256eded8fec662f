"""Workflows: states nobody reaches, states nobody leaves, verbs that mean two things."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dispatch.check.problem import Problem, error, repeated, warning
from dispatch.requests.workflow import initial_state
from models.folding import fold, words
from models.nearest import nearest
from models.organisation import Organisation, Transition, Workflow
from models.organisation_files.lines import Path
from models.vocabulary import CLOSED_KINDS, StateKind

#: Words which orders other than verbs begin with.
RESERVED = frozenset(["note", "interne", "aide", "help", "memo", "tache", "task", "pour", "for"])


def check_workflows(organisation: Organisation, templates: Collection[str] | None) -> Iterator[Problem]:
    """Every workflow; `templates` are the names of notices that exist, None when not known."""
    for at, workflow in enumerate(organisation.workflows):
        here: Path = ("workflows", at)
        yield from _states(workflow, here)
        yield from _transitions(workflow, here)
        yield from _aliases(workflow, here)
        yield from _people(organisation, workflow, here)
        if templates is None:
            continue
        for number, transition in enumerate(workflow.transitions):
            for notice in transition.notices:
                if notice.template not in templates:
                    yield error(
                        f"No template '{notice.template}'.{nearest(notice.template, templates)}",
                        *here, "transitions", number, "notices",
                    )  # fmt: skip


def _states(workflow: Workflow, here: Path) -> Iterator[Problem]:
    for key, path, _ in repeated(
        (state.key, (*here, "states", at)) for at, state in enumerate(workflow.states)
    ):
        yield error(f"The state '{key}' is there twice.", *path)
    kinds: list[StateKind] = [state.kind for state in workflow.states]
    if kinds.count(StateKind.NEW) != 1:
        yield error(
            f"A workflow has one state of kind 'new', where requests begin; this one "
            f"{kinds.count(StateKind.NEW)}.",
            *here,
        )
    if StateKind.DONE not in kinds:
        yield error("No state is of kind 'done': requests never end.", *here)
    reached = {initial_state(workflow).key}
    waiting = list(reached)
    while waiting:
        source = waiting.pop()
        for transition in workflow.transitions:
            if source in transition.sources and transition.to not in reached:
                reached.add(transition.to)
                waiting.append(transition.to)
    leaving = {
        source
        for transition in workflow.transitions
        for source in transition.sources
        if transition.to != source
    }
    for at, state in enumerate(workflow.states):
        if state.key not in reached:
            yield error(f"No transition leads to '{state.key}'.", *here, "states", at)
        if state.kind not in CLOSED_KINDS and state.key not in leaving:
            yield error(f"'{state.key}' is a dead end: nothing leads out of it.", *here, "states", at)
    ending = {state.key for state in workflow.states if state.kind in CLOSED_KINDS}
    while more := {
        source
        for transition in workflow.transitions
        if transition.to in ending
        for source in transition.sources
        if source not in ending
    }:
        ending |= more
    for at, state in enumerate(workflow.states):
        if state.key not in ending and state.key in leaving:
            yield error(f"From '{state.key}' no way leads to an end.", *here, "states", at)


def _transitions(workflow: Workflow, here: Path) -> Iterator[Problem]:
    keys = [state.key for state in workflow.states]
    taken: set[tuple[str, str]] = set()
    for at, transition in enumerate(workflow.transitions):
        for key in (*transition.sources, transition.to):
            if key not in keys:
                yield error(f"No state '{key}'.{nearest(key, keys)}", *here, "transitions", at)
        for source in transition.sources:
            if (source, transition.verb) in taken:
                yield error(
                    f"'{transition.verb}' leads elsewhere from '{source}' already; this is never taken.",
                    *here, "transitions", at,
                )  # fmt: skip
            taken.add((source, transition.verb))
        if not transition.who:
            yield error(f"Nobody may use '{transition.verb}'.", *here, "transitions", at)
        written = (*transition.aliases.fr, *transition.aliases.en)
        if transition.needs_partner:
            yield from _passing_on(workflow, transition, here, at)
        elif not written and {"agent", "manager"}.intersection(transition.who):
            known = any(other.aliases.fr for other in workflow.transitions if other.verb == transition.verb)
            if not known:
                yield warning(
                    f"'{transition.verb}' has no alias in French: agents must write '{transition.verb}'.",
                    *here, "transitions", at,
                )  # fmt: skip


def _passing_on(workflow: Workflow, transition: Transition, here: Path, at: int) -> Iterator[Problem]:
    """A request leaves the town hall by a name, never by a word; and what is closed does not leave it."""
    place: Path = (*here, "transitions", at)
    if transition.aliases.fr or transition.aliases.en:
        yield error(
            f"'{transition.verb}' needs a partner: agents write « transmettre à … », and no alias of it is "
            "ever read.",
            *place, "aliases",
        )  # fmt: skip
    if transition.comment_required or transition.needs_date:
        yield error(f"'{transition.verb}' needs a partner, and asks for nothing beside.", *place)
    target = workflow.state(transition.to)
    if target is not None and target.kind in CLOSED_KINDS:
        yield error(f"'{transition.verb}' needs a partner: it leads to a state that is open.", *place)


def _aliases(workflow: Workflow, here: Path) -> Iterator[Problem]:
    meanings: dict[str, str] = {}
    for at, transition in enumerate(workflow.transitions):
        for alias in (*transition.aliases.fr, *transition.aliases.en, transition.verb):
            said = words(fold(alias))
            if not said:
                yield error(f"The alias '{alias}' has no letters.", *here, "transitions", at, "aliases")
                continue
            if said[0] in RESERVED:
                yield error(f"'{alias}' begins like another order.", *here, "transitions", at, "aliases")
            if said[0].isdigit():
                yield error(f"'{alias}' begins like a reference.", *here, "transitions", at, "aliases")
            other = meanings.setdefault(" ".join(said), transition.verb)
            if other != transition.verb:
                yield error(
                    f"'{alias}' means both '{other}' and '{transition.verb}'.",
                    *here,
                    "transitions",
                    at,
                    "aliases",
                )


def _people(organisation: Organisation, workflow: Workflow, here: Path) -> Iterator[Problem]:
    for at, state in enumerate(workflow.states):
        for task in state.tasks:
            if task.agent is not None and organisation.agent(task.agent) is None:
                yield error(f"No agent '{task.agent}' for this task.", *here, "states", at, "tasks")
            if task.service is not None and organisation.service(task.service) is None:
                yield error(f"No service '{task.service}' for this task.", *here, "states", at, "tasks")
