"""What of the requests that were kept long enough may go by an approval alone, and what the archives must
have first (their *sort final*).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from dispatch.upkeep.retention.due import Due, those_free_of_others
from models.errors import UserError
from models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Parted:
    """Of what is due: what may go, and sentences about what stays."""

    going: Sequence[Due]
    left: Sequence[str]


def part(
    session: Session, due: Sequence[Due], chosen_from: Collection[str], label: Callable[[str], str]
) -> Parted:
    """Those that an approval alone destroys: of types that are destroyed, and of those whose keys
    `chosen_from` names, among which the archives have chosen. None that is tied to one which stays.
    """
    free = [each for each in due if each.fate == "destroy" or each.request_type in chosen_from]
    going = those_free_of_others(session, free)
    gone = {each.id for each in going}
    left = []
    stay = Counter((each.request_type, each.fate) for each in due if each.id not in gone)
    for (kind, fate), count in sorted(stay.items()):
        if fate == "transfer":
            left.append(
                f"{label(kind)}: {count} left, the archives get them first. "
                f"guichet archive export, then guichet retention run --package"
            )
        elif fate == "select" and kind not in chosen_from:
            left.append(
                f"{label(kind)}: {count} left, the archives choose among them first. What they take goes by "
                f"guichet archive export --only; then --chosen-from {kind} lets the rest go."
            )
        else:
            left.append(f"{label(kind)}: {count} left, tied to one that stays.")
    return Parted(going, left)


def to_choose_from(organisation: Organisation, keys: Sequence[str]) -> frozenset[str]:
    """The keys of types among whose requests the archives choose. Raises UserError for any other."""
    may = {each.key for each in organisation.request_types if each.fate == "select"}
    for key in keys:
        if key not in may:
            known = ", ".join(sorted(may)) or "none"
            raise UserError(f'{key} is no request type with fate = "select"; there are: {known}.')
    return frozenset(keys)


def for_the_archives(due: Sequence[Due], only: Mapping[str, int]) -> list[Due]:
    """What a package holds: the requests named (ids, by the words they were named with); else what is to be
    handed over or chosen from; all that is due where no type says so. Raises UserError for one named that is
    not due.
    """
    if not only:
        return [each for each in due if each.fate != "destroy"] or list(due)
    by_id = {each.id: each for each in due}
    for named, request_id in only.items():
        if request_id not in by_id:
            raise UserError(f"{named} is not due: guichet retention list says what is.")
    return [by_id[each] for each in dict.fromkeys(only.values())]
