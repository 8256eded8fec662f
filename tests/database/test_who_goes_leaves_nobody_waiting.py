"""What an agent or a service had open is handed on when the next files leave them out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.office import Office
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
from models.settings.settings import Settings
from tests.counter import Counter
from tests.desk import Desk, sample
from tests.letters import KEEPER

REFERENCE = "2026-00001"


@pytest.fixture
def office(town_database_url: str, tmp_path: Path) -> Iterator[Office]:
    """Whoever applies files in the sample town."""
    values = {"data_dir": tmp_path, "database": {"url": town_database_url}}
    made = Office(Settings.model_validate(values))
    yield made
    made.close()


@pytest.fixture
def counter(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """The same town with one request, which Karim has."""
    with closing(Desk(office.database, tmp_path)) as desk:
        made = Counter(desk)
        made.citizen("Une ampoule est cassée au gymnase Guimard.")
        yield made


def plan(**changes: object) -> tuple[Changes, Organisation]:
    new = sample().model_copy(update=changes)
    return diff(sample(), new), new


def test_an_agent_who_goes_leaves_nobody_waiting(office: Office, counter: Counter) -> None:
    request = counter.request()
    gone = request["assignee"]
    assert gone == "karim-benali"
    agents = tuple(agent for agent in sample().agents if agent.key != gone)
    changes, new = plan(agents=agents)

    with pytest.raises(UserError, match=f"{request['reference']}.*--to"):
        leaving(office, changes, None, new)
    with pytest.raises(UserError, match="no agent 'nobody'"):
        leaving(office, changes, "nobody", new)
    with pytest.raises(UserError, match=f"no agent '{gone}'"):
        leaving(office, changes, gone, new)
    leaving(office, changes, "paul-girard", new)()

    assert counter.request()["assignee"] == "paul-girard"
    # Nothing is left to hand on, so the plan needs no --to any more.
    leaving(office, changes, None, new)()


def test_a_service_that_is_closed_hands_its_requests_to_another(office: Office, counter: Counter) -> None:
    services = tuple(
        service.model_copy(update={"closed": service.key == "batiments"}) for service in sample().services
    )
    changes, new = plan(services=services)
    with pytest.raises(UserError, match="batiments"):
        leaving(office, changes, None, new)
    leaving(office, changes, "voirie", new)()
    assert counter.request()["service"] == "voirie"


def task_of(counter: Counter, agent: str) -> int:
    """A task that the town's only request asks of that agent."""
    with counter.desk.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        request = lock_request(session, in_force, request_id_of(session, counter.request()["reference"]))
        change = Change(session, in_force, request, SYSTEM, "a test", counter.desk.clock())
        create_tasks(change, [TaskDraft("Couper le courant", agent, None, None)], by=SYSTEM)
    (task,) = counter.request()["tasks"]
    return int(task["id"])


def test_tasks_of_who_goes_are_handed_on_too_to_an_agent_or_a_service(
    office: Office, counter: Counter
) -> None:
    reference = counter.request()["reference"]
    task_of(counter, "paul-girard")
    agents = tuple(agent for agent in sample().agents if agent.key != "paul-girard")
    changes, new = plan(agents=agents)
    with pytest.raises(UserError, match=f"paul-girard still has open requests or tasks: {reference}"):
        leaving(office, changes, None, new)
    leaving(office, changes, "batiments", new)()
    (task,) = counter.request()["tasks"]
    assert task["assignee"] not in (None, "paul-girard")
    assert "batiments" in next(agent.services for agent in agents if agent.key == task["assignee"])
    assert len(counter.outbox("task_assigned")) == 2


def test_files_that_leave_nobody_to_hear_of_an_open_request_are_refused(
    office: Office, counter: Counter
) -> None:
    """Karim's address bounced: that is said. With nobody else to tell, the plan is refused."""
    reference, old = counter.request()["reference"], sample()
    assert held(lambda: office, old) == ()
    with counter.desk.database.transaction() as session:
        mark_contact(session, KEEPER, "no_such_address", "550", counter.desk.clock())
        for phone in next(agent.phones for agent in old.agents if agent.key == "karim-benali"):
            mark_contact(session, phone, "unknown_number", "30005", counter.desk.clock())
    (warning,) = held(lambda: office, old)
    assert warning.severity == "warning" and f"Karim Benali, who has {reference}" in warning.message
    assert warning.path[0] == "agents"

    agents = tuple(
        agent if agent.key == "karim-benali" else agent.model_copy(update={"emails": (), "phones": ()})
        for agent in old.agents
    )
    services = tuple(service.model_copy(update={"email": None}) for service in old.services)
    changes, silent = plan(agents=agents, services=services)
    errors = [each for each in held(lambda: office, silent) if each.severity == "error"]
    assert [each.path for each in errors] == [
        ("services", [service.key for service in services].index(counter.request()["service"]))
    ]
    with pytest.raises(UserError, match=f"Nobody could be told of {reference}"):
        leaving(office, changes, None, silent)
