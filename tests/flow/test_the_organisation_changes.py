"""A new version of the organisation takes effect while the service runs."""

from __future__ import annotations

import smtplib

import pytest

from cli.office import now
from cli.town.leaving import held, leaving
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.people.contacts import mark_contact
from dispatch.queries.requests import request_id_of
from dispatch.requests.tasks import create_tasks
from dispatch.rules.decision import TaskDraft
from dispatch.rules.in_force import Organisations
from models.errors import UserError
from models.organisation import Organisation
from models.organisation_files.changes import Changes, diff
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


def plan(town: Town, **changes: object) -> tuple[Changes, Organisation]:
    old = town.organisation()
    new = old.model_copy(update=changes)
    return diff(old, new), new


def test_an_agent_who_goes_leaves_nobody_waiting(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    request = town.request()
    gone = request["assignee"]
    assert gone == "karim-benali"
    agents = tuple(agent for agent in town.organisation().agents if agent.key != gone)
    changes, new = plan(town, agents=agents)

    with pytest.raises(UserError, match=f"{request['reference']}.*--to"):
        leaving(town.office, changes, None, new)
    with pytest.raises(UserError, match="no agent 'nobody'"):
        leaving(town.office, changes, "nobody", new)
    with pytest.raises(UserError, match=f"no agent '{gone}'"):
        leaving(town.office, changes, gone, new)
    leaving(town.office, changes, "paul-girard", new)()

    assert town.request()["assignee"] == "paul-girard"
    # Nothing is left to hand on, so the plan needs no --to any more.
    leaving(town.office, changes, None, new)()


def test_a_service_that_is_closed_hands_its_requests_to_another(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    services = tuple(
        service.model_copy(update={"closed": service.key == "batiments"})
        for service in town.organisation().services
    )
    changes, new = plan(town, services=services)
    with pytest.raises(UserError, match="batiments"):
        leaving(town.office, changes, None, new)
    leaving(town.office, changes, "voirie", new)()
    assert town.request()["service"] == "voirie"


def task_of(town: Town, agent: str) -> int:
    """A task that the town's only request asks of that agent."""
    with town.office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, town.request()["reference"]))
        change = Change(session, in_force, request, SYSTEM, "a test", now())
        create_tasks(change, [TaskDraft("Couper le courant", agent, None, None)], by=SYSTEM)
    (task,) = town.request()["tasks"]
    return int(task["id"])


def test_tasks_of_who_goes_are_handed_on_too_to_an_agent_or_a_service(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference = town.request()["reference"]
    task_of(town, "paul-girard")
    agents = tuple(agent for agent in town.organisation().agents if agent.key != "paul-girard")
    changes, new = plan(town, agents=agents)
    with pytest.raises(UserError, match=f"paul-girard still has open requests or tasks: {reference}"):
        leaving(town.office, changes, None, new)
    leaving(town.office, changes, "batiments", new)()
    (task,) = town.request()["tasks"]
    assert task["assignee"] not in (None, "paul-girard")
    assert "batiments" in next(agent.services for agent in agents if agent.key == task["assignee"])
    assert [who for notice, who in town.told() if notice == "task_assigned"][1:] != []


def test_files_that_leave_nobody_to_hear_of_an_open_request_are_refused(town: Town) -> None:
    """Karim's address bounced: that is said. With nobody else to tell, the plan is refused."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference, old = town.request()["reference"], town.organisation()
    assert held(lambda: town.office, old) == ()
    with town.office.database.transaction() as session:
        mark_contact(session, KEEPER, "no_such_address", "550", now())
        for phone in next(agent.phones for agent in old.agents if agent.key == "karim-benali"):
            mark_contact(session, phone, "unknown_number", "30005", now())
    (warning,) = held(lambda: town.office, old)
    assert warning.severity == "warning" and f"Karim Benali, who has {reference}" in warning.message
    assert warning.path[0] == "agents"

    agents = tuple(
        agent if agent.key == "karim-benali" else agent.model_copy(update={"emails": (), "phones": ()})
        for agent in old.agents
    )
    services = tuple(service.model_copy(update={"email": None}) for service in old.services)
    changes, silent = plan(town, agents=agents, services=services)
    errors = [each for each in held(lambda: town.office, silent) if each.severity == "error"]
    assert [each.path for each in errors] == [
        ("services", [service.key for service in services].index(town.request()["service"]))
    ]
    with pytest.raises(UserError, match=f"Nobody could be told of {reference}"):
        leaving(town.office, changes, None, silent)
