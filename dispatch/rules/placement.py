"""Which service a message belongs to by its themes, when that is clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.rules.decision import Reason
from dispatch.rules.themes import CONTEXT, ENOUGH, Score, is_of_a_building, is_outdoors
from models.organisation import Organisation, RequestType
from models.organisation.themes import DANGER

#: How many points the first theme must be ahead of the best theme of any other service.
LEAD = 1.0
#: The mailbox written to speaks for its service's themes so much.
_MAILBOX = 1.5


@dataclass(frozen=True, slots=True)
class Placement:
    """What the themes say of a message.

    `theme` is what it is about, '' when nothing is clear; `service` who looks after that, None when nobody
    does by name. Two services whose themes speak about equally are nothing clear.
    """

    theme: str = ""
    service: str | None = None
    why: tuple[Reason, ...] = ()


def owners(organisation: Organisation) -> dict[str, str]:
    """The service that looks after each theme; closed services look after none."""
    found: dict[str, str] = {}
    for service in organisation.services:
        for theme in service.themes if not service.closed else ():
            found.setdefault(theme, service.key)
    return found


def has_themes(organisation: Organisation) -> bool:
    """Whether its services say what they look after."""
    return any(service.themes for service in organisation.services)


def place(
    organisation: Organisation,
    themes: Mapping[str, Score],
    matter: frozenset[str],
    mailbox: str | None = None,
) -> Placement:
    """What a message is about; `matter` are the buildings it is about, `mailbox` the service written to.

    An organisation whose services name no theme gets no placement.
    """
    owner = owners(organisation)
    if not owner:
        return Placement()
    of_buildings = {building.service for key in matter if (building := organisation.building(key))}
    alarm = themes.get(DANGER.key)
    alarmed = alarm is not None and alarm.holds
    ranked: list[tuple[float, str]] = []
    for key, score in themes.items():
        # Beside a danger, « ma fille de 16 ans » is no census: what is about something else says it plainly.
        if key == DANGER.key or (alarmed and score.own_points < ENOUGH):
            continue
        points = score.points
        mine = owner.get(key)
        if mine is not None and mine in of_buildings and not score.has_context:
            points += CONTEXT
        if mine is not None and mine == mailbox:
            points += _MAILBOX
        ranked.append((points, key))
    ranked.sort(key=lambda one: (-one[0], one[1]))
    if not ranked or ranked[0][0] < ENOUGH:
        return Placement()
    points, best = ranked[0]
    service = owner.get(best)
    rival = next((other for other, key in ranked if owner.get(key) != service), 0.0)
    if points - rival < LEAD:
        return Placement()
    return Placement(best, service, themes[best].why)


def place_danger(
    organisation: Organisation, about: Placement, danger: Score, mentioned: tuple[str, Reason] | None
) -> Placement:
    """Where a danger goes that no theme places: gas, smoke and fire at a building, to who looks after it."""
    if about.service is not None or mentioned is None or not is_of_a_building(danger):
        return about
    building = organisation.building(mentioned[0])
    if building is None or building.service is None or is_outdoors(building.name):
        return about
    return Placement(DANGER.key, building.service, (mentioned[1],))


def type_about(organisation: Organisation, theme: str, service: str | None) -> RequestType | None:
    """The type of request for a theme, when its service is the one the request goes to."""
    return next(
        (
            each
            for each in organisation.request_types
            if theme in each.themes and not each.closed and each.service in (None, service)
        ),
        None,
    )
