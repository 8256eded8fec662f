"""The town itself: its clock, its week, what sorts, and its quarters, each written in one way."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dispatch.check.directory import check_named_agent
from dispatch.check.problem import Problem, error, warning
from models.folding import fold
from models.nearest import nearest
from models.organisation import Organisation, Town

#: A delay of so many weeks is told where the town hall opens on fewer days than an ordinary one.
_LONG_WEEKS, _ORDINARY_DAYS = 3, 5


def check_town(organisation: Organisation) -> Iterator[Problem]:
    """The default service and workflow, the clock, the opening hours."""
    town = organisation.town
    default = organisation.default_service
    if default is None:
        keys = [service.key for service in organisation.services]
        yield error(
            f"No service '{town.default_service}' for what no rule "
            f"places.{nearest(town.default_service, keys)}",
            "town",
            "default_service",
        )
    elif default.closed:
        yield error(f"The default service '{default.key}' is closed.", "town", "default_service")
    if town.default_workflow not in {workflow.key for workflow in organisation.workflows}:
        yield from _no_default(organisation)
    try:
        ZoneInfo(town.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield error(f"No time zone '{town.time_zone}'; France is Europe/Paris.", "town", "time_zone")
    else:
        if town.time_zone != (there := town.unsaid("time_zone")):
            yield warning(
                f"The clock is that of {town.time_zone}, and the public holidays are those of "
                f"{town.holidays}, where it is {there}.",
                "town",
                "time_zone",
            )
    yield from _long_delay(town)
    for at, key in enumerate(town.on_call):
        yield from check_named_agent(organisation, key, "town", "on_call", at)
    if not town.opening_hours:
        yield error("The town hall never opens: due dates cannot be counted.", "town", "opening_hours")
    for at, hours in enumerate(town.opening_hours):
        if hours.opens >= hours.closes:
            yield error("It closes before it opens.", "town", "opening_hours", at, "closes")


def _long_delay(town: Town) -> Iterator[Problem]:
    """Only days on which the town hall opens count: ten are five weeks where it opens twice a week."""
    days = len({day for hours in town.opening_hours for day in hours.days})
    weeks = town.due_working_days // days if days else 0
    if weeks >= _LONG_WEEKS and days < _ORDINARY_DAYS:
        yield warning(
            f"The town hall opens {days} days a week, and only these count: "
            f"{town.due_working_days} working days are {weeks} weeks.",
            "town",
            "due_working_days",
        )


def _no_default(organisation: Organisation) -> Iterator[Problem]:
    """Said once, where it is to be mended: workflows of one's own replace the built-in one."""
    keys = [workflow.key for workflow in organisation.workflows]
    wanted = organisation.town.default_workflow
    if wanted != "default" or not keys:
        yield error(f"No workflow '{wanted}'.{nearest(wanted, keys)}", "town", "default_workflow")
        return
    yield error(
        "Workflows of one's own take the place of the built-in one, and requests without a type need "
        f'one: write default_workflow = "{keys[0]}" under [town], or give one of them the key "default"; '
        "guichet workflows show default >> organisation.toml keeps the built-in one beside them.",
        "workflows",
        0,
    )


def check_quarters(organisation: Organisation) -> Iterator[Problem]:
    """Names of quarters that differ by case, accents or hyphens alone: the first way of writing counts."""
    written: dict[str, str] = {}
    for at, building in enumerate(organisation.buildings):
        if not building.quarter:
            continue
        known = written.setdefault(_plain(building.quarter), building.quarter)
        if known != building.quarter:
            yield warning(
                f"The quarter '{building.quarter}' is '{known}' elsewhere: figures count them as two.",
                "buildings",
                at,
                "quarter",
            )


def _plain(quarter: str) -> str:
    return " ".join(fold(quarter).replace("-", " ").replace("’", "'").split())
