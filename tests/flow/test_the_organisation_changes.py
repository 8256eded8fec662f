"""A new version of the organisation takes effect while the service runs."""

from __future__ import annotations

import smtplib

import pytest

from models.vocabulary import Channel
from tests.letters import CITIZEN, KEEPER, answer, write
from tests.town import Town, wait_until


def test_the_next_mail_is_placed_by_the_new_rules(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    organisation = town.organisation()
    town.change_organisation(organisation.model_copy(update={"rules": ()}))

    town.send(write("J'ai une question à vous poser."))

    assert [
        step["rule"] for step in town.request(town.requests()[1]["reference"])["steps"] if step["matched"]
    ] == [
        step["rule"]
        for step in town.request(town.requests()[1]["reference"])["steps"]
        if step["matched"] and step["rule"].startswith(":")
    ]
    assert town.requests()[1]["service"] == "accueil"


def test_a_new_mailbox_is_accepted_at_the_door_and_an_old_one_no_longer(town: Town) -> None:
    organisation = town.organisation()
    services = tuple(
        service.model_copy(update={"mailboxes": ("routes@ville.test",)})
        if service.key == "voirie"
        else service
        for service in organisation.services
    )
    town.change_organisation(organisation.model_copy(update={"services": services}))
    wait_until(lambda: town.service.book.accepts("routes@ville.test"), "the door did not hear of it")

    town.send(write("Une question.", to="routes@ville.test"))
    assert town.request()["service"] == "voirie"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        town.post(write("Une question.", to="voirie@ville.test"))


def test_a_service_that_is_gone_keeps_its_requests(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    organisation = town.organisation()
    town.change_organisation(
        organisation.model_copy(
            update={
                "services": tuple(s for s in organisation.services if s.key != "batiments"),
                "buildings": (),
                "rules": (),
                "agents": tuple(a for a in organisation.agents if a.key != "karim-benali"),
            }
        )
    )
    assert town.request()["service"] == "batiments"

    town.send(answer(town.world.to(CITIZEN)[0], "Toujours cassée."))

    assert town.states()[-1] == "follow_up"
    notice, recipient = town.told()[-1]
    assert notice == "requester_reply"
    assert recipient != KEEPER


def test_an_agent_who_comes_to_prefer_texts_is_texted_from_then_on(town: Town) -> None:
    """The notice of the request went by mail; the note after the change goes to the telephone."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    organisation = town.organisation()
    agents = tuple(
        agent.model_copy(update={"preferred_channel": Channel.SMS}) if agent.key == "karim-benali" else agent
        for agent in organisation.agents
    )
    town.change_organisation(organisation.model_copy(update={"agents": agents}))
    (notice,) = town.world.to(KEEPER)
    town.send(answer(notice, "Note : vu.", sender="sophie.martin@agents.ville.test", to="mairie@ville.test"))
    assert [who for notice, who in town.told() if notice == "note_added"] == ["+33639980022"]
