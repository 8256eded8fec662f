"""An address typed into a field of its own: read, proposed while it is typed, or found near a place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlmodel import Session

from dispatch.rules.addresses.located import locate
from dispatch.rules.addresses.streets import Named, Streets
from dispatch.rules.decision import Facts, Located
from dispatch.rules.distance import metres_apart
from models.addresses.streets import KnownNumber, KnownStreet
from models.folding import fold, words
from models.store.addresses import numbers_of

#: Characters of an address that are read.
LONGEST = 200
#: Addresses that are proposed at a time; streets whose numbers are looked at for one.
MOST, _MOST_STREETS = 8, 12
#: Farther from a place, in metres, an address does not name it.
_NEAR = 80
_NUMBER = re.compile(r"(\d{1,4}) ?(bis|ter|quater|[a-d])?(?: |,|$)")
#: Nothing of an address depends on it.
_EPOCH = datetime.fromtimestamp(0, UTC)
#: Behind it a letter has its town.
_POSTAL = re.compile(r"[ ,\n-]+\d{5}\b.*", re.DOTALL)


def read_address(session: Session, streets: Streets, written: str) -> Located | None:
    """The one address that was typed, as the register has it; None when it has none such, or several."""
    bare = _POSTAL.sub("", " ".join(written[:LONGEST].split()))
    return locate(session, streets, Facts(received_at=_EPOCH, text=bare)) if bare else None


def propose(session: Session, streets: Streets, begun: str) -> list[str]:
    """Addresses that what is typed may become, those whose street begins so first. Two letters are needed."""
    folded = " ".join(fold(begun[:LONGEST]).split())
    number = _NUMBER.match(folded)
    asked = words(folded[number.end() :] if number else folded)
    if sum(map(len, asked)) < 2:
        return []
    fitting = sorted(
        (street for street in streets.known if _fits(asked, street)),
        key=lambda street: (not fold(street.name).startswith(asked[0]), fold(street.name), street.id),
    )
    if number is None:
        return list(dict.fromkeys(each.name for each in fitting))[:MOST]
    wanted, suffix = int(number[1]), number[2] or ""
    found = [
        _address(street, each)
        for street in fitting[:_MOST_STREETS]
        for each in numbers_of(session, street.id)
        if each.number == wanted and each.suffix.startswith(suffix)
    ]
    # A number that the register lacks is where its neighbour is.
    return list(
        dict.fromkeys(found or [_address(each, KnownNumber(wanted, suffix, (0, 0))) for each in fitting])
    )[:MOST]


def nearest_address(session: Session, streets: Streets, position: tuple[float, float]) -> str:
    """The address that is nearest to a place (WGS84 degrees); '' where none is near."""
    by_street = sorted(
        (metres_apart(position, (each.latitude, each.longitude)) - each.reach, each.id, each)
        for each in streets.known
    )
    near = [street for gap, _, street in by_street[:_MOST_STREETS] if gap <= _NEAR]
    found = min(_with_distance(session, near, position), key=lambda each: each[0], default=None)
    return found[1] if found is not None and found[0] <= _NEAR else ""


def _with_distance(
    session: Session, streets: Iterable[KnownStreet], position: tuple[float, float]
) -> Iterable[tuple[float, str]]:
    for street in streets:
        if street.reach <= _NEAR:
            # A hamlet, an alley: where it has no number beside, it is named itself.
            yield metres_apart(position, (street.latitude, street.longitude)) + 1, street.name
        for each in numbers_of(session, street.id):
            yield metres_apart(position, each.position), _address(street, each)


def _fits(asked: Iterable[str], street: KnownStreet) -> bool:
    """Whether each word that was typed begins one of the street's name."""
    named = words(fold(street.name))
    return all(any(each.startswith(word) for each in named) for word in asked)


def _address(street: KnownStreet, number: KnownNumber) -> str:
    return Named(street, number.number, number.suffix, "", "").address
