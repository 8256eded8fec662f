"""Photos with a text message: the offer of a page to hand them in, and those that stayed with the
provider.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from dispatch.inbound.case import Case
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.texts import RemoteFile, RemoteFileState, UploadLink

_links, _files = table_of(UploadLink), table_of(RemoteFile)
_ADD_LINK = sa.insert(_links).returning(_links.c.id)


def upload_offer(case: Case, request_id: int) -> dict[str, str]:
    """What an acknowledgement by text says of handing in photos: `upload_url`, or nothing."""
    settings, contact = case.settings, case.sender.contact
    wanted = settings.sms.upload_link and settings.doors.http.enabled and case.parsed.channel == "sms"
    if not wanted or contact is None or case.parsed.media:
        return {}
    expires_at = case.now + timedelta(days=settings.sms.uploads.valid_days)
    return {"upload_url": _make_link(case, request_id, contact.person_id, expires_at)}


def _make_link(case: Case, request_id: int, person_id: int, expires_at: datetime) -> str:
    """The address of a new page where this person hands in files for this request, once."""
    values = {
        "request_id": request_id,
        "person_id": person_id,
        "created_at": case.now,
        "expires_at": expires_at,
    }
    link_id: int = case.session.connection().execute(_ADD_LINK, values).scalar_one()
    base = case.settings.doors.http.public_url.rstrip("/")
    return f"{base}/depot/{case.signer.sign(Purpose.UPLOAD, link_id, person_id, expires_at)}"


def remember_remote_files(case: Case, request_id: int) -> None:
    """Note what came with a text and stayed with the provider; the request does not wait for it."""
    rows = [
        {
            "request_id": request_id,
            "inbound_id": case.message.id,
            "person_id": case.sender.person_id,
            "url": media.url,
            "content_type": media.content_type[:200],
            "state": RemoteFileState.WAITING,
            "attempts": 0,
            "next_attempt_at": case.now,
            "fence": 0,
            "last_error": "",
            "created_at": case.now,
        }
        for media in case.parsed.media
    ]
    if rows:
        case.session.connection().execute(sa.insert(_files), rows)
