"""Which service a message belongs to by its themes, when that is clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dispatch.rules.decision import Reason
from dispatch.rules.themes import CONTEXT, ENOUGH, Score, is_of_a_building, is_outdoors
from models.folding import SMALL_WORDS, fold, words
from models.organisation import Organisation, RequestType
from models.organisation.themes import DANGER

#: How many points the first service must be ahead of any other, or of a theme that nobody looks after.
LEAD = 1.0
#: The same when more than enough speaks for the other one: then the message is about two things.
LEAD_OF_TWO = 1.5
#: The mailbox written to speaks for its service's themes so much.
_MAILBOX = 1.5
#: From so many points on the other one is a matter of its own: a little more than what a theme needs.
RIVAL = 2.25
#: A second theme of the same service speaks for it so much of its own points.
_ANOTHER = 0.5


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
    claims = sorted(
        _claims(organisation, themes, owner, matter, mailbox), key=lambda one: (-one.points, one.theme)
    )
    if not claims:
        return Placement()
    best = claims[0]
    if best.points < ENOUGH:
        return Placement()
    rival = max((one.doubt for one in claims[1:]), default=0.0)
    if best.points - rival < (LEAD if rival < RIVAL else LEAD_OF_TWO):
        return Placement()
    if _only_its_subject_says_so(best.theme, themes, owner):
        return Placement()
    return Placement(best.theme, owner.get(best.theme), themes[best.theme].why)


def _only_its_subject_says_so(theme: str, themes: Mapping[str, Score], owner: Mapping[str, str]) -> bool:
    """Whether a message is about it by its subject alone, and by its letter about somebody else's matter."""
    if any(where != "subject" for where, _ in themes[theme].written):
        return False
    return any(
        score.own_points >= ENOUGH
        and owner.get(key, key) != owner.get(theme, theme)
        and any(where != "subject" for where, _ in score.written)
        for key, score in themes.items()
        if key != DANGER.key
    )


class _Claim(NamedTuple):
    """How much speaks for one service, or for a theme that nobody looks after; `theme` is its strongest."""

    points: float
    own_points: float
    theme: str
    doubt: float


def _claims(
    organisation: Organisation,
    themes: Mapping[str, Score],
    owner: Mapping[str, str],
    matter: frozenset[str],
    mailbox: str | None,
) -> Iterator[_Claim]:
    of_buildings = {building.service for key in matter if (building := organisation.building(key))}
    alarm = themes.get(DANGER.key)
    alarmed = alarm is not None and alarm.holds
    by_claimant: dict[str, list[_Claim]] = {}
    for key, score in themes.items():
        # Beside a danger, « ma fille de 16 ans » is no census: what is about something else says it plainly.
        if key == DANGER.key or (alarmed and score.own_points < ENOUGH):
            continue
        mine = owner.get(key)
        is_its_building = mine is not None and mine in of_buildings and not score.has_context
        is_its_mailbox = mine is not None and mine == mailbox
        points = score.points + CONTEXT * is_its_building + _MAILBOX * is_its_mailbox
        # « Clés » and « dojo »: where it happens, beside one weak word, is no matter yet.
        if score.own_points < ENOUGH and not (is_its_building or is_its_mailbox):
            points = score.own_points
        doubt = max(points, score.points)
        claim = _Claim(points, score.own_points, key, doubt)
        by_claimant.setdefault(mine or f":{key}", []).append(claim)
    for claims in by_claimant.values():
        claims.sort(key=lambda one: (-one.points, one.theme))
        first, more = claims[0], 0.0
        doubt = max(one.doubt for one in claims)
        told = {words for _, words in themes[first.theme].written}
        # Another theme of the same service speaks for it too, with other words.
        for each in claims[1:] if first.points >= ENOUGH else ():
            if any(words not in told for _, words in themes[each.theme].written):
                more = _ANOTHER * min(max(each.own_points, 0.0), ENOUGH)
                break
        yield first._replace(points=first.points + more, doubt=doubt + more)


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


def bears_its_name(organisation: Organisation, building: str) -> bool:
    """Whether the service of a building is called as the building is, by name or alias: the swimming pool,
    the library, which are run by a service of their own. Who only keeps it (« Bâtiments ») is not.
    """
    found = organisation.building(building)
    service = organisation.service(found.service) if found is not None else None
    if found is None or service is None:
        return False
    return not _names(found.name, found.aliases).isdisjoint(_names(service.name, service.aliases))


def _names(name: str, aliases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    said = (tuple(word for word in words(fold(each)) if word not in SMALL_WORDS) for each in (name, *aliases))
    return frozenset(each for each in said if each)
