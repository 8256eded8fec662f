"""The organisation as one value: exact round trips, lookups that never raise."""

import pytest
from pydantic import ValidationError

from models.organisation import Action, Organisation
from models.organisation_files.sample import load_sample


def test_the_sample_town_comes_back_from_json_exactly_as_it_was() -> None:
    town = load_sample()
    assert Organisation.model_validate_json(town.model_dump_json()) == town


def test_the_sample_town_has_what_the_first_steps_promise() -> None:
    town = load_sample()
    assert (len(town.services), len(town.buildings), len(town.agents)) == (6, 8, 8)
    assert all(building.address and building.aliases for building in town.buildings)
    assert town.default_service is not None


def test_a_lookup_of_what_does_not_exist_gives_nothing_instead_of_raising() -> None:
    town = load_sample()
    assert town.service("nowhere") is None
    assert town.building(None) is None
    assert town.agent_with("nobody@example.org") is None
    assert town.workflow("nowhere").key == "default"


def test_people_are_found_by_address_and_by_number() -> None:
    town = load_sample()
    by_address = town.agent_with("Marc.Durand@agents.ville.test")
    by_number = town.agent_with("+33639980021")
    assert by_address is not None
    assert by_address == by_number


def test_the_task_of_a_rule_may_be_its_title_alone() -> None:
    given = {"tasks": ["Sécuriser", {"title": "Réparer", "agent": "marc-durand"}]}
    first, second = Action.model_validate(given).tasks
    assert (first.title.text(), first.agent, second.agent) == ("Sécuriser", None, "marc-durand")
    with pytest.raises(ValidationError):
        Action.model_validate({"tasks": [7]})
