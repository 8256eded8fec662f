"""An old link shows nothing until its reader names what only its person knows: the address or number of the
request.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from fastapi import Response

from dispatch.people.contacts import read_contact
from dispatch.web.entering.attempts import Attempts, attempts
from dispatch.web.frame.visit import Visit
from models.errors import InvalidValue
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.people import ContactPoint

_contacts = table_of(ContactPoint)
#: A link older than this may have been forwarded, printed, kept in another's mailbox.
PROOF_AFTER = timedelta(days=30)
#: Tries for one request in an hour: four digits have ten thousand values.
MOST_TRIES = 5
#: And in a month.
MOST_IN_MONTH = 20
#: How long a proof holds in the browser that gave it.
_HOLDS = timedelta(minutes=30)
_COOKIE = "guichet-suivi"


def needs_proof(visit: Visit, person_id: int, made_at: datetime) -> bool:
    """Whether the reader of a link made at that time has still to say who they are."""
    if visit.now - made_at <= PROOF_AFTER or visit.viewer.person_id == person_id:
        return False
    until, _, mark = visit.cookies.get(_COOKIE, "")[:200].partition(".")
    fresh = until.isascii() and until.isdecimal() and int(until[:12]) > visit.now.timestamp()
    return not (fresh and hmac.compare_digest(mark.encode("utf-8", "replace"), _mark(visit, until).encode()))


def prove(
    visit: Visit, person_id: int, request_id: int, written: str
) -> Literal["proved", "wrong", "too_many"]:
    """Whether `written` is an address of the person, or the last four digits of a number of theirs."""
    board, tries = visit.board, Attempts(visit.board.signer)
    about = tries.hash("track", str(request_id))
    now = board.clock()
    with board.database.transaction() as session:
        mine = attempts.c.contact_hash == about
        if (
            tries.count(session, now - timedelta(hours=1), mine) >= MOST_TRIES
            or tries.count(session, now - timedelta(days=30), mine) >= MOST_IN_MONTH
        ):
            return "too_many"
        known = session.connection().execute(
            sa.select(_contacts.c.kind, _contacts.c.value).where(_contacts.c.person_id == person_id)
        )
        right = any(_is_it(row.kind, row.value, written, visit.organisation.town.region) for row in known)
        if not right:
            visitor = replace(visit.visitor, browser="", peer="")
            tries.write(session, None, about, "", visitor, now, minutes=0)
            record_access(session, now, "door:web", "refuse", f"request:{request_id}", why="tracking proof")
    return "proved" if right else "wrong"


def remember_proof(visit: Visit, answer: Response) -> None:
    """The browser that gave the proof needs not give it again for a while, for this link alone."""
    until = str(int((visit.now + _HOLDS).timestamp()))
    answer.set_cookie(
        _COOKIE,
        f"{until}.{_mark(visit, until)}",
        max_age=int(_HOLDS.total_seconds()),
        path=f"/suivi/{visit.parts['token']}",
        secure=visit.board.is_secure,
        httponly=True,
        samesite="lax",
    )


def _mark(visit: Visit, until: str) -> str:
    return Attempts(visit.board.signer).hash("track proof", f"{visit.parts['token']}\0{until}")


def _is_it(kind: str, value: str, written: str, region: str) -> bool:
    digits = "".join(filter(str.isdecimal, written))
    if kind == "phone" and "@" not in written:
        if len(digits) == 4:
            return value.endswith(digits)
        try:
            return read_contact("sms", written, region)[1] == value
        except InvalidValue:
            return False
    try:
        return kind == "email" and read_contact("email", written)[1] == value
    except InvalidValue:
        return False
