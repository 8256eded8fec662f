"""A town, a request and an outbox to deliver from, for tests of everything that goes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from PIL import Image
from sqlmodel import Session

from dispatch.delivery.carriers.interface import EmailCarrier, Handover, TextCarrier
from dispatch.delivery.deliver import Deliverer
from dispatch.delivery.eligibility import Hooks
from dispatch.letters.render import Renderer
from dispatch.letters.written import Letter, Text
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue_now
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.database import Database
from models.store.files import FileStore
from models.store.organisations import InForce, apply, load, newest_version
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, RequestRow
from models.vocabulary import Audience, Channel
from tests.desk import sample

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
SIGNER = Signer([(1, b"a key of tests, sixteen octets and more")], "ville.test")


@dataclass
class Clock:
    """A clock that moves when told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Memory:
    """A carrier that keeps what it is given. `failures` are raised first, one a message."""

    name: str = "memory"
    letters: list[Letter] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    #: Called with each message before it is taken.
    on_send: Callable[[Letter | Text], None] = lambda _message: None

    def send(self, message: Any) -> Handover:
        self.on_send(message)
        if self.failures:
            raise self.failures.pop(0)
        if isinstance(message, Letter):
            self.letters.append(message)
            return Handover(f"memory-{message.outbox_id}", "sent")
        self.texts.append(message)
        return Handover(f"memory-{message.outbox_id}", "handed", segments=1)

    def close(self) -> None:
        """Nothing to close."""


def read_letter(raw: bytes) -> EmailMessage:
    """A letter as the standard library's newest parser understands it."""
    return cast("EmailMessage", message_from_bytes(raw, policy=default))


@dataclass
class Outgoing:
    """One database with the sample town, one requester and one request about a street light."""

    database: Database
    files: FileStore
    settings: Settings
    in_force: InForce
    request_id: int
    requester_id: int
    contact_id: int
    entry_id: int
    clock: Clock = field(default_factory=Clock)

    def tell(self, notice: str = "answer", *, key: str = "", **changes: Any) -> int | None:
        """Put one notice to the requester in the outbox; its id, None when it was there."""
        to = Recipient(Channel.EMAIL, "jeanne.petit@example.org", "Jeanne Petit", self.requester_id)
        names = {"channel": "channel", "recipient": "written", "person_id": "person_id"}
        to = replace(to, **{names[name]: changes.pop(name) for name in names if name in changes})
        new = NewNotice(
            notice=notice,
            audience=Audience.REQUESTER,
            locale="fr",
            to=to,
            request_id=self.request_id,
            entry_id=self.entry_id,
            unique_key=key or f"{notice}:test",
        )
        with self.database.transaction() as session:
            return enqueue_now(session, replace(new, **changes), self.clock())

    def deliverer(
        self,
        *carriers: Memory | EmailCarrier | TextCarrier,
        hooks: Hooks | None = None,
        jitter: float = 0.0,
        owner: str = "",
        database: Database | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> Deliverer:
        """A deliverer whose email goes to the first carrier, and texts to the second."""
        named = dict(zip(("email", "sms"), carriers, strict=False))
        return Deliverer(
            database or self.database,
            self.files,
            named,
            Renderer(self.settings.templates_dir),
            SIGNER,
            self.settings,
            self.clock,
            hooks=hooks,
            jitter=lambda: jitter,
            owner=owner,
            monotonic=monotonic or (lambda: self.clock.now.timestamp()),
        )

    def row(self, outbox_id: int | None) -> OutboundMessage:
        with self.database.reading() as session:
            return _apart(session, session.get_one(OutboundMessage, outbox_id))

    def rows(self) -> list[OutboundMessage]:
        with self.database.reading() as session:
            statement = sa.select(OutboundMessage).order_by(table_of(OutboundMessage).c.id)
            return [_apart(session, row) for row in session.scalars(statement)]

    def contact(self) -> ContactPoint:
        with self.database.reading() as session:
            return _apart(session, session.get_one(ContactPoint, self.contact_id))

    def change_contact(self, **values: Any) -> None:
        with self.database.transaction() as session:
            row = session.get_one(ContactPoint, self.contact_id)
            for name, value in values.items():
                setattr(row, name, value)

    def change_request(self, **values: Any) -> None:
        with self.database.transaction() as session:
            row = session.get_one(RequestRow, self.request_id)
            for name, value in values.items():
                setattr(row, name, value)

    def attach(self, content: bytes, name: str = "lampadaire.jpg", content_type: str = "image/jpeg") -> int:
        """A file of the request's first message; its id."""
        with self.database.transaction() as session:
            row = Attachment(
                request_id=self.request_id,
                entry_id=self.entry_id,
                filename=name,
                shown_name=name,
                content_type=content_type,
                size_bytes=len(content),
                sha256=self.files.put(content),
            )
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id


def _apart(session: Session, row: Any) -> Any:
    session.expunge(row)
    return row


def open_counter(database: Database, directory: Path, **settings: Any) -> Outgoing:
    """The sample town in force in `database`, with one request in service voirie."""
    with database.transaction() as session:
        version = newest_version(session) or apply(session, sample(), by="tests", note="", now=NOW)
        in_force = load(session, version)
        person = Person(name="Jeanne Petit", created_at=NOW)
        session.add(person)
        session.flush()
        contact = ContactPoint(
            person_id=person.id,
            kind="email",
            value="jeanne.petit@example.org",
            written="jeanne.petit@example.org",
            created_at=NOW,
        )
        session.add(contact)
        session.flush()
        request = RequestRow(
            year=2026,
            number=42,
            subject="Lampadaire cassé rue des Écoles",
            state="new",
            state_kind="new",
            workflow_key="default",
            service_id=in_force.service_ids["voirie"],
            building_id=in_force.building_ids["ecole-jules-ferry"],
            requester_id=person.id,
            channel="email",
            reply_contact_id=contact.id,
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(request)
        session.flush()
        entry = Entry(
            request_id=request.id,
            at=NOW,
            kind="message_in",
            actor_role="requester",
            person_id=person.id,
            channel="email",
            public=True,
            text="Bonjour,\nle lampadaire devant l'école est cassé.",
        )
        session.add(entry)
        session.flush()
        ids = (request.id, person.id, contact.id, entry.id)
    assert all(each is not None for each in ids)
    return Outgoing(
        database,
        FileStore(directory / "files"),
        Settings(data_dir=directory, **settings),
        in_force,
        *cast("tuple[int, int, int, int]", ids),
    )


def small_photo() -> bytes:
    """A whole JPEG with a remark in it."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "grey").save(out, "JPEG", comment=b"Jeanne")
    return out.getvalue()
