"""Where a message says that it is: one address of the register, or the corner of two streets.

What is not sure is no address: two numbers, two streets that do not meet. A street so long that its middle
says nothing has no position. The words stay in the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sqlmodel import Session

from dispatch.rules.addresses.streets import Named, Streets
from dispatch.rules.decision import Facts, Located
from dispatch.rules.distance import metres_apart
from dispatch.rules.passage import Passage
from models.addresses.streets import KnownNumber
from models.folding import words
from models.store.addresses import numbers_of

#: A street is one place when its farthest address is so near to its middle, in metres.
_ONE_PLACE = 150
#: A number that the register lacks is where its neighbour is, so many numbers away.
_NEIGHBOUR = 8
#: Two streets meet where addresses of theirs are so near to one another, in metres.
_CORNER = 80
_CORNER_WORDS = frozenset(words("angle carrefour croisement intersection coin corner croise croisent"))
#: Addresses of each street that are compared: the square of it is the cost.
_MOST_COMPARED = 120


def locate(session: Session, streets: Streets, facts: Facts) -> Located | None:
    """The one place that subject and words name; None when they name none, or several."""
    if not streets:
        return None
    named: list[Named] = []
    passages = (Passage("subject", facts.subject), Passage("reply", facts.written))
    for passage in passages:
        found = streets.find(passage)
        if (
            len(found) == 2
            and found[0].street.id != found[1].street.id
            and not (found[0].number or found[1].number)
        ):
            meets = not _CORNER_WORDS.isdisjoint(passage.words)
            if meets and (met := _corner(session, *found)) is not None:
                return met
        named += found
    numbered = _different([each for each in named if each.number])
    if len(numbered) == 1:
        return _numbered(session, numbered[0])
    without = _different(named)
    if numbered or len(without) != 1:
        return None
    street = without[0].street
    position = (street.latitude, street.longitude) if street.reach <= _ONE_PLACE else None
    return Located(without[0].address, position, without[0].written, without[0].where)


def _different(named: Sequence[Named]) -> list[Named]:
    return list({(each.street.id, each.number, each.suffix): each for each in reversed(named)}.values())


def _numbered(session: Session, named: Named) -> Located:
    """The address with its position: its own, or that of the nearest number on the street."""
    numbers = numbers_of(session, named.street.id)

    def distance(known: KnownNumber) -> tuple[int, bool, bool]:
        # On the same side of the street, when two are equally near.
        apart = abs(known.number - named.number)
        return apart, known.suffix != named.suffix, bool(apart % 2)

    nearest = min(numbers, key=distance, default=None)
    position = nearest.position if nearest and abs(nearest.number - named.number) <= _NEIGHBOUR else None
    return Located(
        named.address, position, f"{named.number} {named.suffix}".strip() + f" {named.written}", named.where
    )


def _corner(session: Session, one: Named, other: Named) -> Located | None:
    """Where two streets meet; None when they do not."""
    sides = [numbers_of(session, each.street.id)[:_MOST_COMPARED] for each in (one, other)]
    pairs = [(metres_apart(mine.position, theirs.position), mine, theirs) for mine, theirs in product(*sides)]
    if not pairs:
        return None
    metres, mine, theirs = min(pairs, key=lambda pair: pair[0])
    if metres > _CORNER:
        return None
    middle = (
        (mine.position[0] + theirs.position[0]) / 2,
        (mine.position[1] + theirs.position[1]) / 2,
    )
    return Located(
        f"{one.street.name} / {other.street.name}", middle, f"{one.written} … {other.written}", one.where
    )
