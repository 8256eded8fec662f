"""Where the requests of a list are, and what was first asked in each: for whoever goes there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import requests
from models.folding import fold
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind

_entries = table_of(Entry)
#: A number and what may follow it, before the name of a street: « 12 bis, rue des Lilas ».
_NUMBER = re.compile(r"([0-9]{1,5})(?:\s{0,3}(?:bis|ter|quater|[a-d])\b)?\s{0,3},?\s{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a request is; '' where nobody knows. `opening` is the text that it began with."""

    street: str = ""
    number: int = 0
    address: str = ""
    opening: str = ""


def street_of(address: str) -> tuple[str, int]:
    """The street of an address and the number in it, 0 without one: « 12 bis, rue des Lilas, 71000 Ville » is
    number 12 of « rue des Lilas ».
    """
    line = " ".join(address.partition("\n")[0][:300].split())
    found = _NUMBER.match(line)
    rest = line[found.end() :] if found is not None else line
    return rest.partition(",")[0].strip(), int(found[1]) if found is not None else 0


def order_of_street(site: Site) -> tuple[bool, str, int, str]:
    """How sites are walked: streets by their names, their numbers upwards, unknown places last."""
    return (not site.street, fold(site.street), site.number, site.address)


def sites_of(session: Session, in_force: InForce, ids: Sequence[int]) -> dict[int, Site]:
    """The sites of these requests."""
    run = session.connection().execute
    first = (
        sa.select(sa.func.min(_entries.c.id))
        .where(_entries.c.request_id.in_(ids), _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
    )
    openings = {
        row.request_id: row.text
        for row in run(sa.select(_entries.c.request_id, _entries.c.text).where(_entries.c.id.in_(first)))
    }
    found = {}
    for row in run(sa.select(requests.c.id, requests.c.building_id).where(requests.c.id.in_(ids))):
        building = in_force.organisation.building(in_force.building_key(row.building_id))
        address = building.address if building is not None else ""
        found[row.id] = Site(*street_of(address), address, openings.get(row.id, ""))
    return found
