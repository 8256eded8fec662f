"""All checks together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from dispatch.check.addresses import check_addresses
from dispatch.check.answers import check_answers
from dispatch.check.directory import (
    check_agents,
    check_buildings,
    check_keys,
    check_request_types,
    check_services,
    check_visas,
)
from dispatch.check.officials import check_officials
from dispatch.check.partners import check_partners
from dispatch.check.problem import Problem
from dispatch.check.rules import check_rules
from dispatch.check.themes import check_themes
from dispatch.check.town import check_quarters, check_town
from dispatch.check.workflows import check_workflows
from models.organisation import Organisation
from models.organisation_files.reading import Finding, Parts, Places, Reading, read_organisation


def _problems(organisation: Organisation, templates: Collection[str] | None) -> Iterator[Problem]:
    yield from check_town(organisation)
    yield from check_keys(organisation)
    yield from check_visas(organisation)
    yield from check_services(organisation)
    yield from check_themes(organisation)
    yield from check_addresses(organisation)
    yield from check_buildings(organisation)
    yield from check_quarters(organisation)
    yield from check_agents(organisation)
    yield from check_request_types(organisation)
    yield from check_workflows(organisation, templates)
    yield from check_rules(organisation, templates)
    yield from check_answers(organisation)
    yield from check_partners(organisation)
    yield from check_officials(organisation)


def check(
    organisation: Organisation, places: Places | None = None, *, templates: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Every mistake, in the order of the files; `templates` are the names of notices there are.

    With an error among them the organisation must not be applied. Without `places` each is told by its part.
    """
    where = places or Parts(organisation)
    found = (
        where.finding(each.path, each.severity, each.message) for each in _problems(organisation, templates)
    )
    return tuple(sorted(dict.fromkeys(found)))


def check_files(files: Mapping[str, bytes], *, templates: Collection[str] | None = None) -> Reading:
    """Read and check in one: the organisation, unless there are errors, and everything found."""
    reading = read_organisation(files)
    if reading.organisation is None:
        return reading
    findings = check(reading.organisation, reading.places, templates=templates)
    wrong = any(finding.severity == "error" for finding in findings)
    return Reading(None if wrong else reading.organisation, findings, reading.places)
