"""Open311: one tree in two formats, times as clients demand them, states by their words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.programs.moments import read_moment
from dispatch.programs.open311.states import extended_status, plain_status
from dispatch.programs.open311.written import moment, write
from models.organisation import Workflow
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.vocabulary import StateKind


@given(st.text(), st.text())
def test_whatever_stands_in_it_is_one_document_in_both_formats(one: str, other: str) -> None:
    tree = [{"service_code": one, "service_name": other}]
    (read,) = json.loads(write("services", tree, "json"))
    assert set(read) == {"service_code", "service_name"}
    root = ElementTree.fromstring(write("services", tree, "xml"))
    assert [root.tag, root[0].tag, root[0][0].tag] == ["services", "service", "service_code"]
    assert len(root) == 1 and len(root[0]) == 2


def test_lists_are_wrapped_in_their_singular_and_json_drops_the_outer_name() -> None:
    tree = {
        "service_code": "a",
        "attributes": [{"code": "b", "values": [{"key": "1", "name": "<un & deux>"}]}],
    }
    assert json.loads(write("service_definition", tree, "json")) == tree
    xml = write("service_definition", tree, "xml").decode()
    assert xml.startswith('<?xml version="1.0" encoding="utf-8"?>')
    assert "<attributes><attribute><code>b</code><values><value><key>1</key>" in xml
    assert "&lt;un &amp; deux&gt;" in xml


def test_times_never_have_fractions_and_always_an_offset() -> None:
    at = datetime(2026, 11, 30, 9, 5, 7, 123_456, tzinfo=timezone(timedelta(hours=1)))
    assert moment(at) == "2026-11-30T08:05:07Z" and moment(None) == ""


def test_a_time_is_read_with_its_offset_or_in_the_zone_that_its_interface_gives_it() -> None:
    at = datetime(2026, 11, 30, 8, 5, 7, tzinfo=UTC)
    assert read_moment("2026-11-30T09:05:07+01:00") == read_moment("2026-11-30T09:05:07 01:00") == at
    assert read_moment("2026-11-30T08:05:07", default_zone=UTC) == at
    for wrong in ("", "hier", "2026-13-01T00:00:00Z", "2026-11-30T08:05:07", "0001-01-01T00:00:00+02:00"):
        with pytest.raises(ValueError):
            read_moment(wrong)


def test_every_state_of_the_ordinary_course_has_its_word() -> None:
    words = {state.key: extended_status(DEFAULT_WORKFLOW, state.key) for state in DEFAULT_WORKFLOW.states}
    assert words["new"] == "open" and words["done"] == "fixed" and words["planned"] == "action_scheduled"
    assert words["taken"] == "in_progress" and words["refused"] == "no_further_action"
    assert extended_status(DEFAULT_WORKFLOW, "gone") == "open"
    assert {plain_status(kind) for kind in (StateKind.NEW, StateKind.OPEN, StateKind.WAITING)} == {"open"}
    assert {plain_status(kind) for kind in (StateKind.DONE, StateKind.REFUSED)} == {"closed"}


def test_a_state_says_its_own_word_where_its_kind_does_not_say_enough() -> None:
    own = tuple(
        state.model_copy(update={"open311_status": "not_councils_responsibility"})
        if state.key == "refused"
        else state
        for state in DEFAULT_WORKFLOW.states
    )
    course = Workflow(key="own", label=DEFAULT_WORKFLOW.label, states=own)
    assert extended_status(course, "refused") == "not_councils_responsibility"
