"""What is written on a page becomes a row of the ledger, as if it came by mail: durable, then thanked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from dispatch.people.contacts import Contact, contact_of
from dispatch.web.acting.placing import NOWHERE, TypedPlace
from dispatch.web.entering.attempts import Attempts, attempts
from intake.ledger.antivirus import inspector_from
from intake.ledger.arrival import Arrival
from intake.mail.dictated import DictatedFile, dictated_mail
from models.errors import TemporaryFailure
from models.tables.ledger import Door
from models.values import ContactKind

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

#: Messages that one person may write on pages within an hour; as often an official begins or ends to follow.
MOST_PER_HOUR = 20


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed, for whom, and what came with it."""

    text: str
    subject: str = ""
    files: Sequence[DictatedFile] = ()
    place: TypedPlace = NOWHERE


def may_write(visit: Visit, person_id: int, what: Literal["write", "follow"] = "write") -> bool:
    """Whether somebody does no more of `what` by the pages in an hour than anybody needs; counted when it is
    asked, so that those who write faster than they are read are counted too.
    """
    tries = Attempts(visit.board.signer)
    about = tries.hash(what, str(person_id))
    since = visit.now - timedelta(hours=1)
    with visit.board.database.transaction() as session:
        if tries.count(session, since, attempts.c.contact_hash == about) >= MOST_PER_HOUR:
            return False
        # No sign-in: it counts for nobody's browser or address.
        visitor = replace(visit.visitor, browser="", peer="")
        tries.write(session, None, about, "", visitor, visit.now, minutes=0)
    return True


def write_about(
    visit: Visit,
    request_id: int,
    person_id: int,
    text: str,
    *,
    cancel: bool = False,
    place: TypedPlace = NOWHERE,
) -> int:
    """A requester's words about their request; the number of the ledger row. Raises TemporaryFailure."""
    facts: dict[str, Any] = {
        "request": request_id,
        "person": person_id,
        **({"cancel": True} if cancel else {}),
    }
    return _store(visit, Door.WEB, "", Written(text, place=place), _of_person(visit, person_id), facts)


def ask_for_oneself(visit: Visit, written: Written, recipient: str = "") -> int:
    """A new request of whoever is signed in; the number of the ledger row. Raises TemporaryFailure."""
    person_id = visit.viewer.person_id or 0
    facts = {"person": person_id}
    return _store(visit, Door.WEB, "", written, _of_person(visit, person_id), facts, recipient)


def ask_for_somebody(
    visit: Visit, written: Written, origin: str, who: dict[str, str], recipient: str = ""
) -> int:
    """A new request of somebody who called, came or wrote on paper (`who` as `dictated_mail` takes it); the
    number of the ledger row. Raises TemporaryFailure.
    """
    return _store(visit, Door.DESK, origin, written, who, {"by": visit.viewer.trace}, recipient)


def _store(
    visit: Visit,
    door: Door,
    name: str,
    written: Written,
    who: dict[str, str],
    facts: dict[str, Any],
    recipient: str = "",
) -> int:
    mail = visit.board.settings.mail
    to = recipient or next(iter(mail.addresses), mail.reply_address)
    now = visit.board.clock()
    raw = dictated_mail(
        written.text, at=now, recipient=to, subject=written.subject, files=written.files, **who
    )
    facts = {**facts, **written.place.as_facts}
    if written.files:
        verdict = inspector_from(visit.board.settings.antivirus).inspect(raw)
        if verdict.outcome == "temporary":
            raise TemporaryFailure("The files cannot be looked at just now.", "antivirus away")
        facts = {**facts, **verdict.facts}
    return visit.board.reception.accept(
        Arrival(
            door=door,
            door_name=name,
            raw=raw,
            received_at=now,
            envelope_from=who["address"],
            recipients=(to,),
            peer=visit.visitor.peer,
            door_facts=facts,
        )
    )


def _of_person(visit: Visit, person_id: int) -> dict[str, str]:
    """A person as the sender of a mail of our own making, by the contact that they are reached at."""
    with visit.board.reads.looking() as session:
        contact: Contact | None = contact_of(session, person_id)
    if contact is None:
        return {"name": visit.viewer.name, "address": "", "number": ""}
    is_phone = contact.kind == ContactKind.PHONE
    return {
        "name": contact.name,
        "address": "" if is_phone else contact.written,
        "number": contact.value if is_phone else "",
    }
