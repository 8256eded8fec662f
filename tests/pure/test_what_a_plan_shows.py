"""`guichet org diff` shows what changes, and nothing else."""

from __future__ import annotations

from models.organisation import Organisation
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation_files.changes import diff, plan_lines
from models.organisation_files.sample import load_sample

TOWN = load_sample()


def with_workflow(**changes: object) -> Organisation:
    return TOWN.model_copy(update={"workflows": (DEFAULT_WORKFLOW.model_copy(update=changes),)})


def plan(old: Organisation | None, new: Organisation) -> list[str]:
    return [line.strip() for line in plan_lines(diff(old, new))]


def test_the_built_in_workflow_is_no_news_in_a_first_file() -> None:
    assert not [line for line in plan(None, TOWN) if "workflow" in line or "transitions" in line]
    own = DEFAULT_WORKFLOW.model_copy(update={"key": "travaux"})
    first = plan(None, TOWN.model_copy(update={"workflows": (own,)}))
    assert "+ workflow travaux" in first
    assert "- workflow default" in first, "an own workflow takes the place of the built-in one"


def test_of_a_changed_verb_only_the_change_is_shown() -> None:
    done = next(each for each in DEFAULT_WORKFLOW.transitions if each.verb == "done")
    aliases = done.aliases.model_copy(update={"fr": (*done.aliases.fr[1:], "nickel")})
    changed = done.model_copy(update={"aliases": aliases, "needs_date": True})
    transitions = tuple(changed if each is done else each for each in DEFAULT_WORKFLOW.transitions)
    assert plan(TOWN, with_workflow(transitions=transitions)) == [
        "~ workflow default",
        "transitions.done.aliases.fr - terminé",
        "transitions.done.aliases.fr + nickel",
        "transitions.done.needs_date: false → true",
        "",
        "0 to add, 1 to change, 0 to remove.",
    ]


def test_what_goes_is_named_and_an_order_is_called_an_order() -> None:
    states = DEFAULT_WORKFLOW.states
    assert "states - reopened" in plan(TOWN, with_workflow(states=states[:-1]))
    assert "states: the same in another order" in plan(TOWN, with_workflow(states=states[::-1]))


def test_nothing_that_says_nothing_is_printed() -> None:
    rules = [line for line in plan(None, TOWN) if line.startswith("then = ")]
    assert rules
    assert not [line for line in rules if "{}" in line or "(nothing)" in line]
    assert not [line for line in plan(None, TOWN) if "True" in line or "False" in line]
