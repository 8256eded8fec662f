"""A copy of a picture that stands for it outside: the same, with zones of it blackened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import sqlalchemy as sa

from dispatch.queries.seen.files import File
from dispatch.web.acting.acts import NotDone
from dispatch.web.acting.changing import changing
from dispatch.web.frame.form import Form
from dispatch.web.frame.visit import NotHere, Visit
from intake.mail.files.photos import Zone
from models.errors import PermanentFailure
from models.tables.columns import table_of
from models.tables.requests import Attachment, EntryKind

_files = table_of(Attachment)
#: Zones of one picture; and the names of their four fields, with the number of the zone behind.
MOST_ZONES = 8
FIELDS = ("gauche", "haut", "largeur", "hauteur")


def zones_of(form: Form) -> list[Zone]:
    """The zones of the form; rows without a width and a height are none. Raises NotDone for what lies
    outside the picture, or is no number, and when there are none.
    """
    found: list[Zone] = []
    for number in range(1, MOST_ZONES + 1):
        written = [form.line(f"{name}{number}")[:12].replace(",", ".") for name in FIELDS]
        if not any(written[2:]):
            continue
        try:
            left, top, width, height = (float(each or "0") for each in written)
        except ValueError as wrong:
            raise NotDone("no_such_zone") from wrong
        # Written so that what is no number is no zone either.
        if not (0 <= left < 100 and 0 <= top < 100 and 0 < width <= 100 and 0 < height <= 100):
            raise NotDone("no_such_zone")
        found.append(Zone(left, top, min(width, 100 - left), min(height, 100 - top)))
    if not found:
        raise NotDone("no_zones")
    return found


def cover(visit: Visit, request_id: int, file: File, zones: Sequence[Zone]) -> None:
    """From now on partners and officials get a copy of the picture without what the zones hold, in place of
    the copy there was. Staff keep the picture, and so does who took it. Raises NotDone, NotHere.
    """
    board = visit.board
    try:
        content = board.covered_copy(board.files.get(file.sha256), zones)
    except PermanentFailure as gone:
        raise NotHere from gone
    if content is None:
        raise NotDone("not_covered")
    sha256 = board.files.put(content)
    said = visit.text("cover_name")
    name = f"{PurePath(file.name).stem[:80] or 'photo'} ({said}).jpg"
    with changing(visit, request_id, "cover", undoable=False) as change:
        run = change.session.connection().execute
        entry_id = run(sa.select(_files.c.entry_id).where(_files.c.id == file.id)).scalar_one()
        # A letter on its way with the former copy goes without. Its row stays: a number never names another
        # file. Its bytes are swept up with those of no row.
        former = (_files.c.entry_id == entry_id, _files.c.derived_from == file.sha256)
        run(sa.update(_files).where(*former).values(removed_at=change.now, sha256=""))
        row = {
            "request_id": change.request.id,
            "entry_id": entry_id,
            "filename": name,
            "shown_name": name,
            "content_type": "image/jpeg",
            "size_bytes": len(content),
            "sha256": sha256,
            "inline": False,
            "decorative": False,
            "content_id": "",
            "derived_from": file.sha256,
        }
        run(sa.insert(_files).values(**row))
        change.write(EntryKind.NOTE, data={"covered": file.id})
