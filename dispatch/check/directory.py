"""Services, buildings, agents, request types: names that lead nowhere, people nobody reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dispatch.check.problem import Problem, error, repeated, warning
from dispatch.rules.place_names import read_name
from models.nearest import nearest
from models.organisation import Agent, Organisation, RequestType, Service
from models.organisation_files.lines import Path


def check_visas(organisation: Organisation) -> Iterator[Problem]:
    """Words that wait for a visa need somebody who gives it."""
    if any(agent.role != "agent" and not agent.closed for agent in organisation.agents):
        return
    parts: list[tuple[str, int, Service | RequestType]] = [
        *(("services", at, service) for at, service in enumerate(organisation.services)),
        *(("request_types", at, kind) for at, kind in enumerate(organisation.request_types)),
    ]
    for name, at, part in parts:
        if part.visa and not part.closed:
            yield error(
                f"Words of '{part.key}' wait for a visa, and no manager or administrator can give it.",
                *(name, at, "visa"),
            )


def check_keys(organisation: Organisation) -> Iterator[Problem]:
    """The same key twice in one list."""
    for name in (
        "services",
        "buildings",
        "agents",
        "request_types",
        "workflows",
        "rules",
        "answers",
        "partners",
        "officials",
    ):
        parts = getattr(organisation, name)
        for key, path, first in repeated((part.key, (name, at, "key")) for at, part in enumerate(parts)):
            yield error(f"The key '{key}' is used already by number {int(first[1]) + 1} of {name}.", *path)


def check_services(organisation: Organisation) -> Iterator[Problem]:
    """Who gets the requests of each service, and whether its mail is its own."""
    for at, service in enumerate(organisation.services):
        here: Path = ("services", at)
        if service.person is not None:
            yield from check_named_agent(organisation, service.person, *here, "person")
        for turn, duty in enumerate(service.roster):
            yield from check_named_agent(organisation, duty.agent, *here, "roster", turn)
            if duty.ends_on < duty.begins_on:
                yield error("This turn of duty ends before it begins.", *here, "roster", turn)
        if not service.closed:
            yield from _assignment(organisation, service, here)
    mailboxes = (
        (mailbox, ("services", at, "mailboxes"))
        for at, service in enumerate(organisation.services)
        for mailbox in (*service.mailboxes, *service.numbers)
    )
    for mailbox, path, _ in repeated(mailboxes):
        yield error(f"'{mailbox}' is the mailbox of two services: mail cannot go to both.", *path)
    names = (
        (name, ("services", at, "aliases"))
        for at, service in enumerate(organisation.services)
        for name in dict.fromkeys((service.name.casefold(), *(alias.casefold() for alias in service.aliases)))
    )
    for name, path, _ in repeated(names):
        yield warning(f"Two services answer to '{name}'.", *path)


def _assignment(organisation: Organisation, service: Service, here: Path) -> Iterator[Problem]:
    present = organisation.agents_of(service.key)
    if service.assignment == "person" and service.person is None:
        yield error("assignment is 'person' but 'person' is not given.", *here, "assignment")
    if service.assignment in ("round_robin", "least_loaded") and not present:
        yield warning(f"No agent works in '{service.key}': its requests go to nobody.", *here, "assignment")
    if service.assignment == "on_duty" and not service.roster:
        yield warning("assignment is 'on_duty' but there is no roster.", *here, "assignment")
    # The administrators stand in (`dispatch.notices.tell.staff_of`).
    heard = service.email is not None or bool(organisation.managers_of(service.key))
    if not heard and service.assignment == "none":
        yield warning(
            f"Nobody learns of a request of '{service.key}': it has no email, no assignment and no manager.",
            *here,
        )


def check_buildings(organisation: Organisation) -> Iterator[Problem]:
    """Names two buildings share, services and keepers that do not exist, half a position."""
    for at, building in enumerate(organisation.buildings):
        here: Path = ("buildings", at)
        if building.service is not None:
            yield from _service(organisation, building.service, *here, "service")
        if building.keeper is not None:
            yield from check_named_agent(organisation, building.keeper, *here, "keeper")
        if (building.latitude is None) != (building.longitude is None):
            yield error("A position is a latitude and a longitude.", *here)
        for name in (building.name, *building.aliases):
            if not read_name(name):
                yield warning(f"'{name}' has no word that counts: nobody can name it so.", *here, "aliases")
    names = (
        (name, ("buildings", at, "aliases"))
        for at, building in enumerate(organisation.buildings)
        for name in dict.fromkeys(" ".join(read_name(name)) for name in (building.name, *building.aliases))
        if name and not building.closed
    )
    for name, path, first in repeated(names):
        other = organisation.buildings[int(first[1])].key
        yield warning(f"'{name}' also names '{other}': messages that say it go to '{other}'.", *path)


def check_agents(organisation: Organisation) -> Iterator[Problem]:
    """Addresses two people share, absences that end before they begin, deputies in a circle."""
    for at, agent in enumerate(organisation.agents):
        here: Path = ("agents", at)
        if agent.closed:
            continue
        for service in agent.services:
            yield from _service(organisation, service, *here, "services", closed_too=True)
        if agent.deputy is not None:
            yield from check_named_agent(organisation, agent.deputy, *here, "deputy")
            if agent.deputy == agent.key:
                yield error("Nobody is their own deputy.", *here, "deputy")
        for turn, absence in enumerate(agent.absences):
            if absence.ends_on < absence.begins_on:
                yield error("This absence ends before it begins.", *here, "absences", turn)
            if absence.deputy is not None:
                yield from check_named_agent(organisation, absence.deputy, *here, "absences", turn)
        if not agent.emails and not agent.phones:
            yield warning(f"{agent.name} has neither email nor phone: nothing can be sent.", *here)
        yield from _circle(organisation, agent, here)
    contacts = (
        (contact, ("agents", at, "emails"))
        for at, agent in enumerate(organisation.agents)
        for contact in (*agent.emails, *agent.phones)
    )
    for contact, path, first in repeated(contacts):
        other = organisation.agents[int(first[1])].name
        yield error(f"'{contact}' belongs to {other} already.", *path)
    if not any(agent.role == "administrator" and not agent.closed for agent in organisation.agents):
        yield warning("Nobody is administrator.", "agents")


def _circle(organisation: Organisation, agent: Agent, here: Path) -> Iterator[Problem]:
    """Only with three people and more: two who replace each other are ordinary."""
    seen = [agent.key]
    deputy = agent.deputy
    while deputy is not None and deputy not in seen:
        seen.append(deputy)
        found = organisation.agent(deputy)
        deputy = found.deputy if found else None
    if deputy == agent.key and len(seen) > 2 and agent.key == min(seen):
        yield warning(f"Deputies turn in a circle: {' → '.join((*seen, agent.key))}.", *here, "deputy")


def check_request_types(organisation: Organisation) -> Iterator[Problem]:
    """Workflows and services of types, fields asked for."""
    workflows = [workflow.key for workflow in organisation.workflows]
    for at, each in enumerate(organisation.request_types):
        here: Path = ("request_types", at)
        # "default" is the town's default workflow, whatever its key.
        if each.workflow not in workflows and each.workflow != "default":
            yield error(
                f"No workflow '{each.workflow}'.{nearest(each.workflow, workflows)}", *here, "workflow"
            )
        if each.service is not None:
            yield from _service(organisation, each.service, *here, "service")
        if each.remind_working_days and each.remind_working_days >= max(each.due_working_days, 1):
            yield warning("The reminder comes before the request.", *here, "remind_working_days")
        for key, path, _ in repeated((one.key, (*here, "fields", n)) for n, one in enumerate(each.fields)):
            yield error(f"The field '{key}' is there twice.", *path)
        for number, one in enumerate(each.fields):
            if one.kind == "choice" and len(one.choices) < 2:
                yield error(
                    f"The field '{one.key}' is a choice between fewer than two.", *here, "fields", number
                )
            if one.kind != "choice" and one.choices:
                yield error(f"The field '{one.key}' has choices but is no choice.", *here, "fields", number)


def _service(
    organisation: Organisation, key: str, *path: str | int, closed_too: bool = False
) -> Iterable[Problem]:
    found = organisation.service(key)
    if found is None:
        keys = [service.key for service in organisation.services]
        yield error(f"No service '{key}'.{nearest(key, keys)}", *path)
    elif found.closed and not closed_too:
        yield error(f"The service '{key}' is closed.", *path)


def check_named_agent(organisation: Organisation, key: str, *path: str | int) -> Iterable[Problem]:
    """A key that no agent has, or one who has left."""
    found = organisation.agent(key)
    if found is None:
        yield error(f"No agent '{key}'.{nearest(key, [agent.key for agent in organisation.agents])}", *path)
    elif found.closed:
        yield error(f"{found.name} has left.", *path)
