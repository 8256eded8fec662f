"""What `guichet org check` says beyond mistakes: who hears of a danger, services that nothing leads to."""

from __future__ import annotations

from dispatch.check import check
from dispatch.check.advice import advise
from models.organisation import Organisation
from models.organisation.directory import Service
from models.organisation_files.reading import Parts
from models.organisation_files.sample import load_sample


def said(town: Organisation) -> list[str]:
    found = advise(town, Parts(town))
    assert {each.severity for each in found} <= {"advice"}
    return [f"{each.file}: {each.message}" for each in found]


def with_on_call(*keys: str) -> Organisation:
    sample = load_sample()
    return sample.model_copy(update={"town": sample.town.model_copy(update={"on_call": keys})})


def test_a_town_with_somebody_on_call_and_services_that_are_reached_needs_no_advice() -> None:
    assert said(with_on_call("karim-benali")) == []


def test_nobody_on_call_is_said_and_is_no_mistake() -> None:
    (only,) = said(with_on_call())
    assert only.startswith("town: Nobody is on call")
    assert not check(with_on_call())


def test_a_service_that_nothing_leads_to_is_named_and_one_that_closed_is_not() -> None:
    town = with_on_call("karim-benali")
    lonely = Service(key="sports", name="Sports", email="sports@agents.ville.test")
    told = said(town.model_copy(update={"services": (*town.services, lonely)}))
    assert [each.partition(":")[0] for each in told] == ["service sports"]
    assert "No message goes to 'sports' by itself" in told[0]
    closed = lonely.model_copy(update={"closed": True})
    assert said(town.model_copy(update={"services": (*town.services, closed)})) == []
    reached = lonely.model_copy(update={"mailboxes": ("sports@ville.test",)})
    assert said(town.model_copy(update={"services": (*town.services, reached)})) == []
    building = town.buildings[0].model_copy(update={"service": "sports"})
    led = {"services": (*town.services, lonely), "buildings": (building, *town.buildings[1:])}
    assert said(town.model_copy(update=led)) == []


def test_a_service_whose_delays_only_managers_of_others_hear_of_is_named() -> None:
    town = with_on_call("karim-benali")
    services = tuple(
        each.model_copy(update={"email": None}) if each.key == "batiments" else each for each in town.services
    )
    silent = town.model_copy(update={"services": services})
    (told,) = said(silent)
    assert "'batiments' has no email and no manager of its own" in told
    agents = tuple(
        each.model_copy(update={"role": "manager"}) if each.key == "karim-benali" else each
        for each in town.agents
    )
    assert said(silent.model_copy(update={"agents": agents})) == []
