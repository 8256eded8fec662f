"""Elected officials: delegations that lead nowhere, people who cannot sign in, addresses of staff."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, repeated, warning
from models.nearest import nearest, plain_word
from models.organisation import Official, Organisation
from models.organisation_files.lines import Path


def check_officials(organisation: Organisation) -> Iterator[Problem]:
    """Services, buildings and quarters that are not there; nobody reached; contacts of somebody else."""
    for at, official in enumerate(organisation.officials):
        here: Path = ("officials", at)
        if official.closed:
            continue
        yield from _delegated(organisation, official, here)
        if not (official.services or official.buildings or official.quarters):
            yield warning(
                f"Nothing is delegated to {official.name}: they see their own requests alone. Write "
                "services, buildings or quarters.",
                *here,
            )
        if not official.emails and not official.phones:
            yield warning(f"{official.name} has neither email nor phone: they cannot sign in.", *here)
        for contact in (*official.emails, *official.phones):
            whose = _of_staff(organisation, contact)
            if whose is not None:
                yield error(
                    f"'{contact}' belongs to {whose} already: write one person as an agent or as an "
                    "official, not as both.",
                    *here,
                    "emails" if "@" in contact else "phones",
                )
    contacts = (
        (contact, ("officials", at, "emails" if "@" in contact else "phones"))
        for at, official in enumerate(organisation.officials)
        for contact in (*official.emails, *official.phones)
    )
    for contact, path, first in repeated(contacts):
        other = organisation.officials[int(first[1])].name
        yield error(f"'{contact}' belongs to {other} already.", *path)


def _delegated(organisation: Organisation, official: Official, here: Path) -> Iterator[Problem]:
    services = {each.key: each.name for each in organisation.services}
    for number, key in enumerate(official.services):
        if key not in services:
            yield error(f"No service '{key}'.{nearest(key, services, services)}", *here, "services", number)
    sites = {each.key: each.name for each in organisation.buildings}
    for number, key in enumerate(official.buildings):
        if key not in sites:
            yield error(f"No building '{key}'.{nearest(key, sites, sites)}", *here, "buildings", number)
    quarters = {plain_word(each.quarter): each.quarter for each in organisation.buildings if each.quarter}
    for number, quarter in enumerate(official.quarters):
        if plain_word(quarter) not in quarters:
            yield error(
                f"No building lies in a quarter '{quarter}'.{nearest(quarter, quarters.values())}",
                *here,
                "quarters",
                number,
            )


def _of_staff(organisation: Organisation, contact: str) -> str | None:
    """Whose contact of the town hall it is; None when it is nobody's."""
    agent = organisation.agent_with(contact)
    if agent is not None:
        return agent.name
    boxes = ((each.email or "", each.key) for each in organisation.services)
    return next((f"the service '{key}'" for box, key in boxes if box.casefold() == contact.casefold()), None)
