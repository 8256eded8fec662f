"""`GET /metrics`: what database, disk and this process know, for Prometheus; numbers, never people."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse

from cli.office import Office, now
from cli.service.seeing.health import folders_of
from dispatch.queries.metrics.exposition import CONTENT_TYPE, Family, exposition, family
from dispatch.queries.metrics.measured import DecideSeconds, measured
from dispatch.upkeep.backup.backups import last_good_of
from dispatch.upkeep.refused_recipients import RefusedRecipients
from intake.doors.http.server import HttpDoor
from intake.ledger.room import Lack, Room, free_bytes
from models.errors import TemporaryFailure
from models.settings.doors import HttpDoorSettings
from models.settings.settings import Settings
from models.signing.keys import read_secret
from models.store.places import is_held

#: The code that a mail door says for each reason to refuse a recipient.
_CODES = {"unknown": "550", "too_many": "452"}
#: Connections at once: who reads the figures is one program or two.
_READERS = 16


def metrics_door(
    office: Office, refused: RefusedRecipients, room: Room, leads: Callable[[], bool]
) -> HttpDoor | None:
    """The door of its own on which metrics are read; None when the settings want none. Raises UserError when
    the token cannot be read.
    """
    settings = office.settings.metrics
    if not settings.enabled:
        return None
    token = read_secret(settings.token_file) if settings.token_file is not None else ""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(metrics_router(Metrics(office, refused, room, leads).page, token))
    listening = HttpDoorSettings(host=settings.host, port=settings.port, max_connections=_READERS)
    return HttpDoor(listening, app, name="metrics")


def metrics_router(page: Callable[[], str], token: str = "") -> APIRouter:
    """Answers GET /metrics: 200 with the page; 401 without the token, when there is one; 503 while the
    database does not answer.
    """
    router = APIRouter()

    @router.get("/metrics")
    def metrics(request: Request) -> PlainTextResponse:
        given = request.headers.get("authorization", "").encode()
        if token and not hmac.compare_digest(given, f"Bearer {token}".encode()):
            return PlainTextResponse("", status_code=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            return PlainTextResponse(page(), media_type=CONTENT_TYPE)
        except TemporaryFailure as wrong:
            return PlainTextResponse(f"{wrong.public}\n", status_code=503)

    return router


class Metrics:
    """The page of one process. Two who ask at once wait for each other: it costs the database a look."""

    def __init__(
        self, office: Office, refused: RefusedRecipients, room: Room, leads: Callable[[], bool]
    ) -> None:
        self._office = office
        self._refused = refused
        self._room = room
        self._leads = leads
        self._decided = DecideSeconds()
        self._lock = threading.Lock()

    def page(self) -> str:
        """Everything, now. Raises TemporaryFailure when the database does not answer."""
        with self._lock, self._office.database.reading() as session:
            return exposition(
                [
                    *measured(session, now(), self._office.settings.limits),
                    self._decided.look(session),
                    *self._of_this_process(),
                ]
            )

    def _of_this_process(self) -> Iterator[Family]:
        settings = self._office.settings
        yield family(
            "guichet_messages_refused_total",
            "counter",
            "Recipients that a mail door refused since the start, by the code it said.",
            [
                ({"door": door, "code": code}, self._refused.totals[door, reason])
                for door in ("smtp", "lmtp")
                for reason, code in _CODES.items()
            ],
        )
        yield family(
            "guichet_no_room_total",
            "counter",
            "Messages that were asked to come again for want of room since the start, by what lacked.",
            [({"lack": lack}, self._room.refused[lack]) for lack in Lack],
        )
        yield family(
            "guichet_disk_free_bytes",
            "gauge",
            "Room on the fullest disk that we use.",
            [({}, min(map(free_bytes, folders_of(settings))))],
        )
        good = last_good_of(settings)
        yield family(
            "guichet_backup_last_success_timestamp_seconds",
            "gauge",
            "When a set that was found whole was last made, by the number of its destination; 0 for never.",
            [
                ({"destination": str(number)}, last.timestamp() if last is not None else 0.0)
                for number, last in enumerate(good.values(), 1)
            ],
        )
        yield family(
            "guichet_certificate_expiry_timestamp_seconds",
            "gauge",
            "When the certificate of a door ends.",
            [({"door": door}, ends.timestamp()) for door, ends in certificate_ends(settings).items()],
        )
        yield family(
            "guichet_schedule_leader",
            "gauge",
            "1 when this process does what one of several does for all.",
            [({}, 1.0 if self._leads() else 0.0)],
        )
        yield family(
            "guichet_sending_held", "gauge", "1 in a restored copy, which sends nothing.",
            [({}, 1.0 if is_held(settings.data_dir) else 0.0)],
        )  # fmt: skip
        database = "sqlite" if self._office.database.is_sqlite else "postgresql"
        yield family(
            "guichet_build_info",
            "gauge",
            "The program and its database.",
            [({"version": version("guichet"), "database": database}, 1.0)],
        )


def certificate_ends(settings: Settings) -> dict[str, datetime]:
    """When the certificate of each door that has one ends, aware UTC; unreadable ones are left out."""
    found: dict[str, datetime] = {}
    file: Path | None = settings.doors.smtp.tls_cert_file
    if settings.doors.smtp.enabled and file is not None:
        from cryptography import x509

        try:
            found["smtp"] = x509.load_pem_x509_certificates(file.read_bytes())[0].not_valid_after_utc
        except (OSError, ValueError, IndexError):
            return found
    return found
