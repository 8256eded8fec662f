"""Files of a request, as they came: shown only when they are pictures, and never run as pages of ours."""

from __future__ import annotations

import re
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import Response

from dispatch.letters.enclosed.attached import Going, attached
from dispatch.letters.enclosed.ours import is_letter_of_ours
from dispatch.queries.seen.files import File
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit
from models.errors import PermanentFailure
from models.tables.columns import table_of
from models.tables.requests import Attachment

_files = table_of(Attachment)
#: Types that are told to the browser; of everything else it learns nothing but « octets ».
_TOLD = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain"))
#: Signing out empties what the browser keeps; another session asks anew.
_KEPT_AN_HOUR = {"Cache-Control": "private, max-age=3600", "Vary": "Cookie"}
#: What stands in the place of a photo that is not there in time.
_BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"/>'


def file_answer(
    visit: Visit,
    request_id: int,
    file: File | None,
    *,
    actor: str = "",
    bare: bool = False,
    outside: bool = False,
    going: Going | None = None,
    small: bool = False,
    on_card: bool = False,
) -> Response:
    """The bytes of a file of a request that the viewer (or `actor`, by a link) was found to see; `bare`: a
    picture without what it tells besides (who took it, where), nothing else; `outside`: no letter of ours, in
    which stands what answers in somebody's name; `going`: as it travels with a
    letter there, nothing when it would be left out; `small`: a picture as a WebP of 320 pixels,
    when one can be made; nothing of one with too many pixels; `on_card`: that, for the browser to
    keep an hour, as long as the same session asks, else a blank. Raises NotHere.
    """
    if file is None:
        raise NotHere
    if file.is_gone:
        return _gone(visit)
    with visit.board.reads.looking() as session:
        query = sa.select(_files.c.sha256).where(_files.c.id == file.id, _files.c.request_id == request_id)
        sha256 = session.connection().execute(query).scalar_one()
    who = actor or visit.viewer.trace
    # A photo that a board shows by itself is a look, too, and told from one that somebody opened.
    by_itself = {"card": True} if on_card else {}
    visit.board.accesses.record(
        visit.now, who, "read", f"request:{request_id}", {"file": file.id, **by_itself}
    )
    board = visit.board
    try:
        if (small or on_card) and file.is_picture:
            made = board.small.of(sha256, lambda: board.files.get(sha256), board.small_copy)
            if on_card and not made:
                # The photo itself would make a board of a hundred cards as heavy as a hundred requests; and a
                # machine that is busy shows a card without its photo, not a picture that is broken.
                return _sent(_BLANK, "image/svg+xml", "inline", file.name)
            if made == b"":
                # A page does not have a browser unpack by itself what our own processes would not.
                raise NotHere
            if made is not None:
                answer = _sent(made, "image/webp", "inline", file.name)
                if on_card:
                    answer.headers.update(_KEPT_AN_HOUR)
                return answer
        if on_card:
            raise NotHere
        content = board.files.get(sha256)
    except PermanentFailure:
        return _gone(visit)
    if bare:
        shown = visit.board.shown_copy(content)
        if shown is None:
            raise NotHere
        content = shown
    elif outside and is_letter_of_ours(content):
        raise NotHere
    name, said = file.name, file.content_type
    if going is not None:
        sent, left_out = attached(name, said, content, visit.board.bare_copy, going)
        if left_out:
            raise NotHere
        name, said, content = sent.name, sent.content_type, sent.content
    kind = said if said in _TOLD else "application/octet-stream"
    how = "inline" if file.is_picture else "attachment"
    return _sent(content, kind, how, name)


def _sent(content: bytes, kind: str, how: str, name: str) -> Response:
    # A name, never a path (RFC 6266 §4.3): some programs make the folders that it says.
    flat = re.sub(r"[/\\\x00-\x1f\x7f]", "_", name[:150]).strip(". ") or "fichier"
    return Response(
        content,
        media_type=kind,
        headers={
            **PROTECTION,
            # Whatever is in it, it has no origin, no scripts and no forms.
            "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(flat, safe='')}",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


def _gone(visit: Visit) -> Response:
    return visit.page(
        "message.html", 410, title=visit.text("file_gone_title"), words=[visit.text("file_gone")]
    )
