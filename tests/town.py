"""A whole town hall for one test: the real service on ports of its own, and the world's mailboxes beside
it.
"""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cli.office import Office, now
from cli.service.service import Service
from cli.town.init import set_up
from dispatch.queries.inbox import list_inbound, show_inbound
from dispatch.queries.request_list import Order, RequestFilter, list_requests
from dispatch.queries.requests import get_request, show_request
from models.organisation import Organisation
from models.settings.settings import Settings
from models.store.glance import Glance
from models.store.organisations import apply
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.letters import CITIZEN, TOWN_HALL
from tests.servers.mailbox import PATIENCE_SECONDS, Mailbox

_inbound, _outbox, _requests = table_of(InboundMessage), table_of(OutboundMessage), table_of(RequestRow)
#: Asked again and again while a service works: once made, and one statement.
_UNFINISHED = sa.select(
    sa.exists(sa.select(_inbound.c.id).where(_inbound.c.state == "waiting"))
    | sa.exists(sa.select(_outbox.c.id).where(_outbox.c.state == "queued"))
)


def settings_for(directory: Path, database_url: str, relay_port: int, **changes: Any) -> Settings:
    """Settings of a town of one's own, every port chosen by the system."""
    values: dict[str, Any] = {
        "data_dir": directory / "var",
        "organisation_file": directory / "organisation.toml",
        "database": {"url": database_url},
        "doors": {"smtp": {"port": 0}, "http": {"port": 0}},
        "outgoing": {
            "carrier": "smtp",
            "relay": {"host": "127.0.0.1", "port": relay_port, "tls": "none"},
            "first_retry_seconds": 0.1,
        },
        "work": {"readers": 1, "deliverers": 1, "first_retry_seconds": 0.05},
        "logs": {"level": "error"},
        # What agents write leaves at once: the moment in which it can be withdrawn has tests of its own.
        "agents": {"publish_delay_seconds": 0},
        # Tests run at every hour of the day.
        "sms": {"quiet_hours": dict.fromkeys(("weekdays", "saturday", "sunday", "holidays"), "00:00-24:00")},
    }
    for name, value in changes.items():
        values[name] = {**values.get(name, {}), **value} if isinstance(value, dict) else value
    return Settings.model_validate(values)


class Seen:
    """What a town has come to, as its database has it; its service may be another process."""

    office: Office
    #: Longest wait for a service to be done with what it was given.
    patience_seconds = PATIENCE_SECONDS

    def settle(self) -> None:
        """Wait until every message has its end and every notice left or failed."""
        wait_until(
            lambda: not self._unfinished(),
            "messages or notices are still on their way",
            self.patience_seconds,
        )

    def _unfinished(self) -> bool:
        with self.office.database.reading() as session:
            return bool(session.connection().execute(_UNFINISHED).scalar())

    def requests(self) -> list[dict[str, Any]]:
        """Every request, oldest first, as `requests list --json` shows it."""
        with closing(Glance(self.office.settings.database.url)) as glance:
            return list_requests(glance, RequestFilter(order=Order.OLDEST, limit=1000))

    def request(self, reference: str = "") -> dict[str, Any]:
        """One request in full; the only one there is when no reference is given."""
        if not reference:
            (only,) = self.requests()
            reference = only["reference"]
        with self.office.database.reading() as session:
            return show_request(session, get_request(session, reference))

    def ledger(self) -> list[dict[str, Any]]:
        """Every inbound message, oldest first."""
        with self.office.database.reading() as session:
            return [show_inbound(session, row["id"]) for row in reversed(list_inbound(session, limit=1000))]

    def states(self) -> list[str]:
        return [row["state"] for row in self.ledger()]

    def notices(self) -> list[dict[str, Any]]:
        """Every row of the outbox, oldest first."""
        with self.office.database.reading() as session:
            rows = session.connection().execute(sa.select(_outbox).order_by(_outbox.c.id)).mappings()
            return [dict(row) for row in rows]

    def told(self) -> list[tuple[str, str]]:
        """Notice and recipient of everything in the outbox, oldest first."""
        return [(row["notice"], row["recipient"]) for row in self.notices()]


class Town(Seen):
    """The service of one test and the mailboxes it writes to."""

    def __init__(self, directory: Path, database_url: str, **changes: Any) -> None:
        self.world = Mailbox()
        self.world.start()
        self.settings = settings_for(directory, database_url, self.world.port, **changes)
        self.office = Office(self.settings)
        set_up(self.office)
        self.service = Service(self.office)
        self._open = False

    def open(self) -> None:
        self.service.start()
        self._open = True

    def close(self) -> None:
        if self._open:
            self.service.stop()
        self.office.database.close()
        self.world.stop()

    @property
    def smtp_address(self) -> tuple[str, int]:
        assert self.service.doors.smtp is not None
        address = self.service.doors.smtp.bound_address
        assert isinstance(address, tuple)
        return address

    # --- What people do -------------------------------------------------------------------------------

    def send(
        self,
        letter: EmailMessage | bytes,
        *,
        sender: str | None = None,
        to: Sequence[str] = (),
    ) -> None:
        """Hand a letter to the SMTP door as its sender's server would, and wait until all is done and
        told.
        """
        self.post(letter, sender=sender, to=to)
        self.settle()

    def post(
        self, letter: EmailMessage | bytes, *, sender: str | None = None, to: Sequence[str] = ()
    ) -> None:
        """Hand a letter to the SMTP door; returns when the door said 250."""
        if isinstance(letter, EmailMessage):
            raw = letter.as_bytes(policy=SMTP_POLICY)
            boxes = letter["From"].addresses if letter["From"] else ()
            sender = sender if sender is not None else (boxes[0].addr_spec if boxes else "")
            to = to or [letter["To"].addresses[0].addr_spec]
        else:
            raw, sender, to = letter, CITIZEN if sender is None else sender, to or [TOWN_HALL]
        with smtplib.SMTP(*self.smtp_address, timeout=PATIENCE_SECONDS) as connection:
            connection.sendmail(sender, list(to), raw, mail_options=["SMTPUTF8"])

    # --- What happens meanwhile --------------------------------------------------------------------------

    def let_days_pass(self, reference: str, days: int) -> None:
        """Have the request be closed (and touched) so many days earlier."""
        with self.office.database.transaction() as session:
            request = get_request(session, reference)
            earlier = now() - timedelta(days=days)
            session.connection().execute(
                sa.update(_requests)
                .where(_requests.c.id == request.id)
                .values(closed_at=earlier, updated_at=earlier)
            )

    def organisation(self) -> Organisation:
        with self.office.database.reading() as session:
            return self.service._organisations.current(session).in_force.organisation

    def change_organisation(self, organisation: Organisation) -> None:
        """Apply another organisation, as `guichet org apply` does."""
        with self.office.database.transaction() as session:
            apply(session, organisation, by="a test", note="", now=now())


def texts(request: dict[str, Any], kind: str) -> list[str]:
    """The texts of a request's entries of one kind."""
    return [entry["text"] for entry in request["entries"] if entry["kind"] == kind]


def wait_until(holds: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Look until `holds`; fail with `otherwise` when it never does."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not holds():
        assert time.monotonic() < deadline, otherwise
        pause.wait(0.02)
