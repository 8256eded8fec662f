"""Requests that were kept long enough as one package for an archive: manifest.xml, histories, files."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sqlmodel import Session

from dispatch.people.merging import known_as
from dispatch.upkeep.archiving.seda import Held, Transfer, Unit, manifest
from dispatch.upkeep.retention.due import Due, those_free_of_others
from dispatch.upkeep.rights.dossier_lines import DossierRequest, read_request
from models.errors import PermanentFailure, UserError
from models.store.files import FileStore
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Attachment, RequestRow

_requests, _files = table_of(RequestRow), table_of(Attachment)
_DIRECTORY = Path(__file__).resolve().parents[3] / "templates"


@dataclass(frozen=True, slots=True)
class Packed:
    """What is in a package: requests, files that came with them, and those not kept any more, or empty.
    `left_out`: references of requests of which a file is damaged, or that are tied to such a one.
    """

    requests: int
    files: int
    missing: int
    left_out: Sequence[str] = ()


def pack(
    session: Session,
    in_force: InForce,
    files: FileStore,
    due: Sequence[Due],
    transfer: Transfer,
    target: BinaryIO,
) -> Packed:
    """Write the zip of a transfer: each request with its whole history, notes among staff included, as the
    town's own papers, and every file. One request is in memory at a time. Nothing damaged goes to an archive:
    such a request is left out, whole. Raises UserError when that leaves none, TemporaryFailure when the file
    store is away.
    """
    town = in_force.organisation.town
    sound = [each for each in due if not _is_damaged(session, files, each.id)]
    going = those_free_of_others(session, sound)
    left_out = sorted({each.reference for each in due} - {each.reference for each in going})
    if not going:
        raise UserError("Of every request a file is damaged; which it is says: guichet verify")
    units, count, missing = list[Unit](), 0, 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in going:
            row = session.connection().execute(sa.select(_requests).where(_requests.c.id == each.id)).one()
            mine = known_as(session, row.requester_id) if row.requester_id is not None else []
            read = read_request(session, in_force, row, mine, with_notes=True)
            text = _history(town.locale).render(request=read, zone=ZoneInfo(town.time_zone))
            held = [_written(archive, f"content/{each.reference}/history.txt", "history.txt", "text/plain",
                             text.encode())]  # fmt: skip
            types = _types(session, each.id)
            for file in (file for line in read.lines for file in line.files):
                try:
                    content = files.get(file.sha256) if file.sha256 else None
                except PermanentFailure:
                    content = None
                if not content:  # the schema takes no file without bytes
                    missing += 1
                    continue
                place = f"content/{each.reference}/{file.name.rpartition('/')[2]}"
                kind = types.get(file.sha256, "application/octet-stream")
                held.append(_written(archive, place, file.called, kind, content))
                count += 1
            units.append(_unit(read, each, held))
        archive.writestr("manifest.xml", manifest(transfer, units))
    return Packed(len(units), count, missing, left_out)


def _unit(read: DossierRequest, due: Due, held: Sequence[Held]) -> Unit:
    about = " · ".join(filter(None, (read.service, read.request_type, read.building)))
    return Unit(read.reference, read.subject, about, due.created_at, due.closed_at, held)


def _written(archive: zipfile.ZipFile, place: str, called: str, media_type: str, content: bytes) -> Held:
    archive.writestr(place, content)
    return Held(place, called, media_type, hashlib.sha512(content).hexdigest(), len(content))


def _is_damaged(session: Session, files: FileStore, request_id: int) -> bool:
    """Whether a file of the request is kept, and no longer what came in."""
    query = sa.select(_files.c.sha256).where(
        _files.c.request_id == request_id, _files.c.removed_at.is_(None), _files.c.sha256 != ""
    )
    for digest in set(session.connection().execute(query).scalars()):
        with suppress(PermanentFailure):  # gone; the history names it
            if not files.is_whole(digest):
                return True
    return False


def _types(session: Session, request_id: int) -> dict[str, str]:
    query = sa.select(_files.c.sha256, _files.c.content_type).where(_files.c.request_id == request_id)
    return {row.sha256: row.content_type for row in session.connection().execute(query)}


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701  # plain text for an archive
        loader=FileSystemLoader(_DIRECTORY), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _history(locale: str) -> Template:
    return _environment().get_template(f"{locale if locale in ('fr', 'en') else 'fr'}/privacy/history.txt")


def identifier_of(now: datetime) -> str:
    """The name of a transfer, by the second: GUICHET-20261127T081500Z."""
    return f"GUICHET-{now:%Y%m%dT%H%M%SZ}"
