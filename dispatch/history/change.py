"""One change to one request: everything that acting on it needs, in one hand and one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Unpack

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history import entries
from dispatch.history.actor import Actor
from dispatch.history.entries import Said
from dispatch.history.request import Request, columns_of
from intake.message import ParsedAttachment
from models.organisation import Organisation, Workflow
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import EntryKind, RequestRow

_requests = table_of(RequestRow)
_UPDATE = sa.update(_requests).where(_requests.c.id == sa.bindparam("of_request"))


@dataclass(slots=True)
class Change:
    """Who changes which request, because of what, in whose transaction and under which organisation.

    `request` is always what it has become so far: `update` writes the row and replaces the value.
    """

    session: Session
    in_force: InForce
    request: Request
    actor: Actor
    #: What brings it about; it makes each notice of it unique (`inbound:42`).
    cause: str
    now: datetime
    inbound_id: int | None = None
    #: The ways out that this town has: a notice on any other channel would wait for ever.
    channels: tuple[str, ...] = ("email",)
    #: Who wrote the message that is being answered, and its Message-ID: what they are told answers it.
    answers: tuple[int | None, str] = (None, "")
    #: Whether the request is being made now: nothing was written about it before.
    is_new: bool = False
    #: The act on many requests that it is part of, '' when it is none: whoever has several hears of it once.
    together: str = ""
    #: Nobody is told: what happened is written down after the fact.
    quiet: bool = False

    @property
    def organisation(self) -> Organisation:
        return self.in_force.organisation

    @property
    def workflow(self) -> Workflow:
        return self.organisation.workflow(self.request.workflow)

    def write(self, kind: EntryKind, by: Actor | None = None, **said: Unpack[Said]) -> int:
        """Add a line to the request's history, by the actor unless it is somebody else's; its id."""
        said.setdefault("inbound_id", self.inbound_id)
        return entries.write_entry(self.session, self.request.id, kind, by or self.actor, self.now, **said)

    def attach(self, entry_id: int, attachments: Iterable[ParsedAttachment]) -> list[int]:
        """Note the files of an entry; ids of those worth sending on."""
        return entries.write_attachments(self.session, self.request.id, entry_id, attachments)

    def update(self, **values: Any) -> None:
        """Change the request, by the names that `Request` has; without any, only when something last
        happened.

        The reason stands in an entry written in the same transaction.
        """
        columns = columns_of(self.in_force, values)
        self.session.connection().execute(
            _UPDATE, {"of_request": self.request.id, "updated_at": self.now, **columns}
        )
        self.request = replace(self.request, updated_at=self.now, **values)
