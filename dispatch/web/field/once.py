"""A form that named itself is done once: sent again, it is answered as it was, and nothing is done."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.web.frame.visit import Visit
from models.store.batching.rows import insert_once
from models.tables.columns import table_of
from models.tables.sessions import SentForm

_sent = table_of(SentForm)
#: Names are remembered this long; a telephone lets go of what it could not send in a quarter of that.
REMEMBERED = timedelta(days=30)
#: What a telephone makes: a random UUID (RFC 9562), in small letters.
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
#: What a form asks, beside where it is sent; what it has read (`vu`) may be brought up to date.
_ASKED = ("texte", "note", "verbe", "commentaire", "jour")
#: Fields that a form of before them had not: they count when they say something.
_ASKED_SINCE = ("heure", "heure_fin")


class UsedBefore(Exception):
    """The name of the form was given to another one, or is none."""


class DoneBefore(Exception):
    """The same form was done between the look and the change."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a form: the last line of the request once it was done, and what the page said."""

    seen: int
    said: str


@dataclass(frozen=True, slots=True)
class Once:
    """One form of one person under the name it gave itself."""

    person_id: int
    name: str
    asked_hash: str
    now: datetime

    @classmethod
    def of(cls, visit: Visit, act: str) -> Once | None:
        """The name of the form sent; None when it has none. Raises UsedBefore for what is no name."""
        name, form = visit.form.line("envoi"), visit.form
        if not name or visit.viewer.person_id is None:
            return None
        if not _NAME.fullmatch(name):
            raise UsedBefore
        asked = [act, visit.parts["reference"], *(form.text(each).strip() for each in _ASKED)]
        asked += [f"{name}={each}" for name in _ASKED_SINCE if (each := form.text(name).strip())]
        asked += [hashlib.sha256(each.content).hexdigest() for each in form.files]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        return cls(visit.viewer.person_id, name, digest, visit.now)

    def found(self, session: Session) -> Answered | None:
        """What became of that very form; None when it was not done yet. Raises UsedBefore."""
        query = sa.select(_sent.c.asked_hash, _sent.c.seen, _sent.c.said).where(*self._it)
        row = session.connection().execute(query).first()
        if row is None:
            return None
        if row.asked_hash != self.asked_hash:
            raise UsedBefore
        return Answered(row.seen, row.said)

    def within(self, visit: Visit) -> Visit:
        """`visit`, whose change notes the name in its own transaction: both are there, or neither is."""
        return visit.with_(begin=self._begin, end=self._end)

    def note(self, session: Session, said: str) -> None:
        """Keep what the page says of it, for whoever asks again."""
        session.connection().execute(sa.update(_sent).where(*self._it).values(said=said[:32]))

    @property
    def _it(self) -> tuple[Any, ...]:
        return (_sent.c.person_id == self.person_id, _sent.c.name == self.name)

    def _begin(self, session: Session) -> None:
        connection = session.connection()
        connection.execute(sa.delete(_sent).where(_sent.c.created_at < self.now - REMEMBERED))
        row = {"person_id": self.person_id, "name": self.name, "asked_hash": self.asked_hash}
        if not insert_once(
            connection, _sent, ("person_id", "name"), **row, seen=0, said="", created_at=self.now
        ):
            raise DoneBefore

    def _end(self, session: Session, seen: int) -> None:
        session.connection().execute(sa.update(_sent).where(*self._it).values(seen=seen))
