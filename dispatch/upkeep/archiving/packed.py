"""Which requests a package holds, by its own manifest: nothing else is erased because of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.archiving.seda import NAMESPACE, day_and_time
from dispatch.upkeep.retention.due import Due, those_free_of_others
from models.errors import UserError
from models.tables.columns import table_of
from models.tables.requests import Entry

_entries = table_of(Entry)
_IN = {"s": NAMESPACE}
#: Some hundred thousand requests; whatever is longer is no manifest of ours.
_MOST_BYTES = 512 * 2**20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Package:
    """What a package says of itself; `requests`: when each began and ended, as it says, by reference."""

    identifier: str
    at: datetime
    requests: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """Of what is due: what a package holds whole; `left` are sentences about the rest of it."""

    due: Sequence[Due]
    left: Sequence[str]


def read_package(path: Path) -> Package:
    """What `path`, a zip of `pack`, holds. Raises UserError when it cannot be read or is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("manifest.xml").file_size > _MOST_BYTES:
                raise ValueError
            written = archive.read("manifest.xml")
        if b"<!DOCTYPE" in written:
            raise ValueError
        root = ElementTree.fromstring(written)  # noqa: S314  # it declares no entity, as was seen
        units = root.iterfind("s:DataObjectPackage/s:DescriptiveMetadata/s:ArchiveUnit/s:Content", _IN)
        requests = {
            each.findtext("s:OriginatingSystemId", "", _IN): (
                each.findtext("s:StartDate", "", _IN),
                each.findtext("s:EndDate", "", _IN),
            )
            for each in units
        }
        at = datetime.fromisoformat(root.findtext("s:Date", "", _IN))
        if at.tzinfo is None or not requests:
            raise ValueError
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, ElementTree.ParseError) as wrong:
        raise UserError(f"{path} is no package of guichet archive export.") from wrong
    return Package(root.findtext("s:MessageIdentifier", "", _IN), at, requests)


def choose(session: Session, due: Sequence[Due], package: Package) -> Choice:
    """Those of `due` that `package` holds as they are now: closed when it says, and with nothing since; and
    none that is tied to one which stays.
    """
    same = [
        each
        for each in due
        if package.requests.get(each.reference)
        == (day_and_time(each.created_at), day_and_time(each.closed_at))
    ]
    grown = _grown(session, [each.id for each in same], package.at)
    chosen = those_free_of_others(session, [each for each in same if each.id not in grown])
    going = {each.reference for each in chosen}
    left = []
    for reference in package.requests:
        if reference not in going:
            left.append(f"{reference} is not due, or is more now than what was packed: it is left.")
    if others := sum(each.reference not in package.requests for each in due):
        left.append(f"{others} requests are due and left: not in this package.")
    return Choice(chosen, left)


def _grown(session: Session, request_ids: Sequence[int], at: datetime) -> set[int]:
    """Those whose history has a line from after `at`."""
    found: set[int] = set()
    for start in range(0, len(request_ids), _AT_ONCE):
        some = request_ids[start : start + _AT_ONCE]
        query = sa.select(_entries.c.request_id).where(_entries.c.request_id.in_(some), _entries.c.at > at)
        found |= set(session.connection().execute(query).scalars())
    return found
