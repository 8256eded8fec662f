"""What works as it is written, and a town may not have thought of: advice of `guichet org check`."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem
from models.organisation import Organisation
from models.organisation_files.lines import Path
from models.organisation_files.reading import Finding, Places


def advise(organisation: Organisation, places: Places) -> tuple[Finding, ...]:
    """Advice in the order of the files; nothing of what `dispatch.check.organisation.check` says already."""
    found = (*_nights(organisation), *_services(organisation))
    return tuple(sorted(places.finding(each.path, each.severity, each.message) for each in found))


def _advice(message: str, *path: str | int) -> Problem:
    return Problem(path, "advice", message)


def _nights(organisation: Organisation) -> Iterator[Problem]:
    """A danger is told at any hour (`dispatch.rules.agent_choice.alerted`): to whom, when nobody is named."""
    if not organisation.town.on_call:
        yield _advice(
            "Nobody is on call: a danger is told, at night too, to all agents of the service it goes to, "
            "else to the administrators. Name who hears of it with on_call under [town].",
            "town",
            "on_call",
        )


def _services(organisation: Organisation) -> Iterator[Problem]:
    """Services that nothing leads to, and those whose delays nobody of their own hears of."""
    reached = _reached(organisation)
    for at, service in enumerate(organisation.services):
        here: Path = ("services", at)
        if service.closed:
            continue
        if service.key not in reached and not (service.themes or service.mailboxes or service.numbers):
            yield _advice(
                f"No message goes to '{service.key}' by itself: it has no theme and no mailbox, and no rule, "
                "request type or building names it. guichet rules themes lists the themes.",
                *here,
            )
        leads = any(service.key in agent.services for agent in organisation.managers_of(service.key))
        if service.email is None and not leads and service.assignment != "none":
            yield _advice(
                f"'{service.key}' has no email and no manager of its own: what is late there is told to the "
                "administrators. Where there is none, managers of other services are told, and see it.",
                *here,
            )


def _reached(organisation: Organisation) -> set[str | None]:
    """Keys of the services that rules, request types, buildings or the town lead to."""
    return {
        organisation.town.default_service,
        *(rule.then.service for rule in organisation.rules if rule.enabled),
        *(kind.service for kind in organisation.request_types if not kind.closed),
        *(building.service for building in organisation.buildings if not building.closed),
    }
