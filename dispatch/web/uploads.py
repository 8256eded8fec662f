"""The one-time links of the upload page, and the files that come by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.people.merging import is_made_for
from intake.doors.http.upload import Upload
from intake.doors.http.upload_parts import ReceivedFile
from intake.ledger.arrival import Arrival
from intake.ledger.inspection import Inspector, NoInspector
from intake.ledger.loose_files import LooseFile, written_mail
from intake.ledger.reception import Reception
from models.errors import InvalidValue, TemporaryFailure
from models.signing.tokens import Purpose, Signer
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import Door
from models.tables.requests import RequestRow
from models.tables.texts import UploadLink
from models.values import Reference

_links, _requests = table_of(UploadLink), table_of(RequestRow)

log = structlog.get_logger(__name__)


def new_upload_link(
    session: Session, signer: Signer, request_id: int, person_id: int, now: datetime, expires_at: datetime
) -> str:
    """The token of a new page where this person hands in files for this request, once."""
    values = {
        "request_id": request_id,
        "person_id": person_id,
        "created_at": now,
        "expires_at": expires_at,
    }
    link_id: int = (
        session.connection().execute(sa.insert(_links).values(values).returning(_links.c.id)).scalar_one()
    )
    return signer.sign(Purpose.UPLOAD, link_id, person_id, expires_at)


class Uploads:
    """Keeps the upload links and takes the files; fulfils UploadStore.

    The files become one arrival of the door `upload`, durable before the citizen is thanked; two uploads
    on one link at the same moment both arrive: photos are never thrown away.
    """

    def __init__(
        self,
        database: Database,
        signer: Signer,
        reception: Reception,
        clock: Callable[[], datetime],
        inspector: Inspector | None = None,
    ) -> None:
        self._database = database
        self._signer = signer
        self._reception = reception
        self._clock = clock
        self._inspector = inspector or NoInspector()

    def find_upload(self, token: str) -> Upload | None:
        """What the link is for; None for an address that we did not make. Raises TemporaryFailure."""
        row = self._row(token)
        if row is None:
            return None
        state: Any = "open"
        if row.used_at is not None:
            state = "used"
        elif self._clock() >= row.expires_at:
            state = "expired"
        return Upload(state, str(Reference(row.year, row.number)), row.locale, row.expires_at)

    def save(self, token: str, files: Sequence[ReceivedFile]) -> bool:
        """Store the files, then close the link. False when it was closed before. Raises TemporaryFailure."""
        row, now = self._row(token), self._clock()
        if row is None or row.used_at is not None or now >= row.expires_at:
            return False
        key = f"upload:{row.id}:{'-'.join(sorted(file.sha256[:16] for file in files))}"
        raw = written_mail(
            [LooseFile(file.path.read_bytes(), file.content_type, file.shown_name) for file in files],
            f"upload-{row.id}-{files[0].sha256[:16]}",
        )
        verdict = self._inspector.inspect(raw)
        if verdict.outcome == "temporary":
            raise TemporaryFailure("The files cannot be looked at just now.", "antivirus away")
        self._reception.accept(
            Arrival(
                door=Door.UPLOAD,
                raw=raw,
                received_at=now,
                door_key=key[:255],
                door_facts={
                    "request": row.request_id,
                    "person": row.person_id,
                    "channel": "sms",
                    **verdict.facts,
                },
            )
        )
        with self._database.transaction() as session:
            session.connection().execute(
                sa.update(_links).where(_links.c.id == row.id, _links.c.used_at.is_(None)).values(used_at=now)
            )
        log.info("upload.taken", link=row.id, request=row.request_id, files=len(files))
        return True

    def _row(self, token: str) -> Any:
        try:
            claim = self._signer.read(token)
        except InvalidValue:
            return None
        if claim.purpose is not Purpose.UPLOAD:
            return None
        query = (
            sa.select(_links, _requests.c.year, _requests.c.number, _requests.c.locale)
            .join(_requests, _requests.c.id == _links.c.request_id)
            .where(_links.c.id == claim.subject_id)
        )
        # An expired link must still say so: the row tells when, the signature only who.
        moment = min(self._clock(), claim.expires_at - timedelta(seconds=1))
        with self._database.reading() as session:
            row = session.connection().execute(query).first()
            if row is None or not is_made_for(session, self._signer, token, [row.person_id], moment):
                return None
        return row
