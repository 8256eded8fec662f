"""The workflow as a table: every state and verb is decided, for every actor."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import get_args

from dispatch.check import check_files
from dispatch.check.workflow_diagram import draw_mermaid, draw_svg, draw_terminal
from dispatch.requests.workflow import Advance, Refused, advance, initial_state, verbs_from
from models.organisation import DEFAULT_WORKFLOW, Workflow
from models.organisation.workflow import Who
from tests.rows import in_rows

ACTORS = get_args(Who)
#: What each verb makes of each state, by hand: the first letter of the state it leads to, `=` when the
#: request is there already, `.` when it leads nowhere. States: new taken waiting waiting-internal with-partner
#: planned done refused spam reopened.
TABLE = {
    "take": "t=tttt...t",
    "wait": "ww=www...w",
    "wait-internal": "iii=ii...i",
    "forward": "ffff=f...f",
    "answer": ".=t.......",
    "plan": "pppppp...p",
    "done": "dddddd=..d",
    "duplicate": "dddddd=..d",
    "refuse": "rrrrrr.=.r",
    "spam": "ssssss..=s",
    "reopen": "......ooo=",
}
LETTERS = {
    "taken": "t",
    "waiting": "w",
    "waiting-internal": "i",
    "with-partner": "f",
    "planned": "p",
    "done": "d",
    "refused": "r",
    "spam": "s",
    "reopened": "o",
}


def test_the_default_workflow_does_what_its_table_says() -> None:
    drawn = {}
    for verb in DEFAULT_WORKFLOW.verbs:
        row = ""
        for state in DEFAULT_WORKFLOW.states:
            found = [
                advance(
                    DEFAULT_WORKFLOW,
                    state.key,
                    verb,
                    actor=actor,
                    comment="because",
                    date=date(2026, 3, 12),
                    partner="cucm",
                )
                for actor in ACTORS
            ]
            taken = [one for one in found if isinstance(one, Advance)]
            refused = [one for one in found if isinstance(one, Refused)]
            if taken:
                row += LETTERS[taken[0].to_state.key]
            else:
                row += "=" if refused[0].reason == "already_there" else "."
        drawn[verb] = row
    assert drawn == TABLE


@in_rows("actor", ACTORS)
def test_every_state_and_verb_is_decided_and_the_verbs_offered_are_those_that_work(actor: Who) -> None:
    states = [*(state.key for state in DEFAULT_WORKFLOW.states), "nowhere"]
    for state, verb in product(states, [*DEFAULT_WORKFLOW.verbs, "fly"]):
        found = advance(DEFAULT_WORKFLOW, state, verb, actor=actor, comment="x", date=date(2026, 3, 12))
        assert isinstance(found, Advance) == (verb in verbs_from(DEFAULT_WORKFLOW, state, actor))


def test_a_request_is_never_passed_on_by_a_word_alone() -> None:
    found = advance(DEFAULT_WORKFLOW, "taken", "forward", actor="manager", comment="cucm")
    assert isinstance(found, Refused)
    assert found.reason == "partner_missing"
    assert DEFAULT_WORKFLOW.is_with_partner("with-partner")
    assert not DEFAULT_WORKFLOW.asks_requester("with-partner")


def test_what_is_missing_is_named() -> None:
    def reason(verb: str, **given: object) -> str:
        found = advance(DEFAULT_WORKFLOW, "taken", verb, actor="agent", **given)  # type: ignore[arg-type]  # by name
        assert isinstance(found, Refused)
        return found.reason

    assert reason("refuse", comment="  ") == "comment_missing"
    assert reason("plan") == "date_missing"
    assert reason("done", open_tasks=1) == "tasks_open"
    assert reason("answer") == "not_from_here" or reason("answer") == "already_there"
    assert reason("fly") == "unknown_verb"
    assert reason("take") == "already_there"


def test_a_requester_reopens_but_does_not_close() -> None:
    assert verbs_from(DEFAULT_WORKFLOW, "done", "requester") == ("reopen",)
    assert verbs_from(DEFAULT_WORKFLOW, "taken", "requester") == ()
    assert verbs_from(DEFAULT_WORKFLOW, "waiting", "system") == ("answer",)


def test_a_manager_may_whatever_an_agent_may() -> None:
    for state in DEFAULT_WORKFLOW.states:
        assert set(verbs_from(DEFAULT_WORKFLOW, state.key, "agent")) <= set(
            verbs_from(DEFAULT_WORKFLOW, state.key, "manager")
        )


def test_requests_begin_in_the_state_of_kind_new() -> None:
    assert initial_state(DEFAULT_WORKFLOW).key == "new"


def test_the_default_workflow_has_no_mistake() -> None:
    text = (
        b'[town]\nname = "T"\ndefault_service = "a"\n[[services]]\nkey = "a"\nname = "A"\nemail = '
        b'"a@ville.test"\n'
    )
    findings = check_files({"organisation.toml": text}).findings
    assert [each.message for each in findings] == ["Nobody is administrator."]


@in_rows("locale", ["fr", "en"])
def test_every_state_and_verb_is_in_every_drawing(locale: str) -> None:
    for drawing in (draw_terminal, draw_mermaid):
        picture = drawing(DEFAULT_WORKFLOW, locale)
        for state in DEFAULT_WORKFLOW.states:
            assert state.label.text(locale) in picture
        for alias in ("pris en charge", "terminé") if locale == "fr" else ("taken", "done"):
            assert alias in picture


def test_the_picture_is_well_formed_and_has_a_line_for_each_verb() -> None:
    from xml.etree import ElementTree

    tricky = DEFAULT_WORKFLOW.model_copy(
        update={"label": DEFAULT_WORKFLOW.label.model_copy(update={"fr": "A & <b>"})}
    )
    root = ElementTree.fromstring(draw_svg(tricky))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "A & <b>" in texts
    assert {"pris en charge", "terminé", "rouvert"} <= set(texts)
    circles = list(root.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == sum(len(one.sources) for one in DEFAULT_WORKFLOW.transitions)


def test_a_workflow_with_a_loop_and_an_unreachable_state_is_drawn_all_the_same() -> None:
    odd = Workflow.model_validate(
        {
            "key": "odd",
            "label": "Odd",
            "states": [
                {"key": "a", "kind": "new", "label": "A"},
                {"key": "b", "kind": "open", "label": "B"},
            ],
            "transitions": [
                {"from": ["a", "ghost"], "to": "a", "verb": "again"},
                {"from": ["a"], "to": "ghost", "verb": "x"},
            ],
        }
    )
    assert "B" in draw_terminal(odd)
    assert "s1: B" in draw_mermaid(odd)
    assert "again" in draw_svg(odd)
