"""What the checks and the guides say to type does it: the ordinary course written out, a leaver's places taken over."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from models.organisation.default_workflow import DEFAULT_WORKFLOW
from tests.commands.running import guichet


def test_the_ordinary_course_is_shown_before_there_is_a_town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = guichet("workflows", "show", "default")
    assert shown.code == 0, shown.err
    [course] = tomllib.loads(shown.out)["workflows"]
    assert course["key"] == "default"
    assert [each["key"] for each in course["states"]] == [each.key for each in DEFAULT_WORKFLOW.states]
    # Everything else still needs one.
    assert guichet("workflows", "show", "travaux").code != 0


def test_the_ordinary_course_is_shown_beside_one_that_took_its_place(office: Path) -> None:
    file = office / "organisation.toml"
    ordinary = guichet("workflows", "show", "default").out
    own = ordinary.replace('key = "default"', 'key = "travaux"', 1)
    town = file.read_text("utf-8").replace("[town]\n", '[town]\ndefault_workflow = "travaux"\n', 1)
    file.write_text(town + own, "utf-8")
    applied = guichet("org", "apply", "--yes")
    assert applied.code == 0, applied.err
    assert guichet("workflows", "show", "default").out == ordinary


def test_who_takes_over_stands_wherever_the_leaver_was_named(office: Path) -> None:
    done = guichet("agents", "remove", "karim-benali", "--to", "Paul Girard", "--yes")
    assert done.code == 0, done.err
    services = {each["key"]: each for each in guichet("services", "list", "--json").json()}
    buildings = guichet("buildings", "list", "--json").json()
    agents = {each["key"]: each for each in guichet("agents", "list", "--json").json()}
    assert services["batiments"]["person"] == "paul-girard"
    assert "karim-benali" not in [each["keeper"] for each in buildings]
    # Paul stood in for Karim, and Karim for him: nobody stands in for themselves.
    assert "karim-benali" not in agents and agents["paul-girard"]["deputy"] is None


def test_without_somebody_who_takes_over_it_is_said_who_is_missing(office: Path) -> None:
    refused = guichet("agents", "remove", "karim-benali", "--yes")
    assert refused.code != 0 and "karim-benali" in refused.err
    assert "karim-benali" in [each["key"] for each in guichet("agents", "list", "--json").json()]
