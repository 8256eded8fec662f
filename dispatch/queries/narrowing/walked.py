"""How SQLite reads a list: it does not know that a kind of state, a service or a type is that of many, and
would put all of those in order for the first fifty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.sql.elements import True_
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import Narrowed
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.vocabulary import StaffRole

#: Of so many requests the first in any order are soon found by walking in that order.
MANY = 20_000


def unseen(conditions: Iterable[sa.ColumnElement[bool]]) -> tuple[sa.ColumnElement[bool], ...]:
    """The same conditions, said so that no index is asked by them: SQLite believes that they narrow most."""
    return tuple(each.is_(sa.true()) for each in conditions)


def walked(session: Session, reads: Reads, viewer: Viewer, narrowed: Narrowed, wanted: Wanted) -> Narrowed:
    """What `narrowed` holds, said so that SQLite walks it in the order of the list where that is sooner."""
    if not reads.is_sqlite or wanted.words:
        return narrowed
    if wanted.late or wanted.state == "ouvertes":
        chosen = wanted.holder or wanted.building or wanted.kind
        if chosen or viewer.role is not StaffRole.ADMINISTRATOR:
            return narrowed
        by_number = wanted.order in ("recentes", "anciennes") and not wanted.late
        return replace(narrowed, index="request_newest_in_hand" if by_number else "request_in_hand")
    if wanted.state not in ("toutes", "closes") or not _are_many(session, narrowed):
        return narrowed
    typed = {id(each) for each in narrowed.of_type}
    fine = tuple(each for each in narrowed.fine if id(each) not in typed)
    return replace(narrowed, rough=unseen(narrowed.rough), fine=fine + unseen(narrowed.of_type))


def _are_many(session: Session, narrowed: Narrowed) -> bool:
    """Whether there are MANY by what an index has of them."""
    where = [each for each in (*narrowed.rough, *narrowed.of_type) if not isinstance(each, True_)]
    if not where:
        return True  # nothing narrows it
    some = sa.select(sa.literal(1)).select_from(requests).where(*where).limit(MANY).subquery()
    return session.connection().execute(sa.select(sa.func.count()).select_from(some)).scalar_one() == MANY
