"""A person asks to be forgotten: what may go goes, and what the law keeps is named with the law."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.retention.erase import erase_messages, erase_request
from dispatch.upkeep.retention.forget import Erased, erase_notices, forget_if_alone
from dispatch.upkeep.retention.held import request_held
from models.errors import UserError
from models.tables.columns import table_of
from models.tables.erasures import Erasure
from models.tables.ledger import InboundMessage, InboundState
from models.tables.organisation import AgentRow, OfficialRow, ServiceRow
from models.tables.outbox import OutboundMessage
from models.tables.people import Person
from models.tables.requests import RequestRow
from models.tables.rights import DataRequest
from models.vocabulary import CLOSED_KINDS

_people, _requests, _erasures = table_of(Person), table_of(RequestRow), table_of(Erasure)
_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_agents, _services, _asked = table_of(AgentRow), table_of(ServiceRow), table_of(DataRequest)
_officials = table_of(OfficialRow)

#: Why something stays, in words of law.
REASONS = {
    "open": {
        "fr": "Demandes en cours : leur traitement relève de la mission de service public "
        "(RGPD, art. 17, § 3, b).",
        "en": "Requests under way: treating them is a task in the public interest (GDPR art. 17(3)(b)).",
    },
    "archives": {
        "fr": "Demandes closes : ce sont des archives publiques, qui ne peuvent être détruites sans le "
        "visa des Archives départementales (RGPD, art. 17, § 3, b et d ; Code du patrimoine, art. L. 211-4, "
        "L. 212-1 à L. 212-3 et R. 212-14).",
        "en": "Closed requests: they are public archives, which may not be destroyed without the visa of the "
        "departmental archives (GDPR art. 17(3)(b) and (d); French Code du patrimoine, art. L211-4, "
        "L212-1 to L212-3 and R212-14).",
    },
    "held": {
        "fr": "Demandes conservées pour une procédure en cours (RGPD, art. 17, § 3, e).",
        "en": "Requests kept for legal claims under way (GDPR art. 17(3)(e)).",
    },
    "asked": {
        "fr": "Demande d’accès à ses données, à laquelle la mairie doit encore répondre "
        "(RGPD, art. 12, § 3).",
        "en": "A demand for their data that the town hall still has to answer (GDPR art. 12(3)).",
    },
    "contact": {
        "fr": "Nom et coordonnées : nécessaires tant que sont conservées les demandes, les siennes ou celles "
        "d’autrui, où cette personne a écrit (RGPD, art. 17, § 3, b).",
        "en": "Name and contacts: needed as long as requests are kept, their own or others', in which this "
        "person wrote (GDPR art. 17(3)(b)).",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What went, and what stays because of which reason of REASONS, with how many requests."""

    batch: str
    erased: Erased
    requests: int
    messages: int
    forgotten: bool
    kept: dict[str, int] = field(default_factory=dict)
    #: Messages as they came, of closed requests that stay, and notices whose words went.
    copies: int = 0


def erase_person(
    session: Session,
    person_id: int,
    batch: str,
    done_by: str,
    approved_by: str,
    now: datetime,
    handed_over: Collection[int] = (),
) -> Outcome:
    """Erase what may go: messages that became no request, the raw mail and notices of closed requests, and
    with `approved_by` (the visa of the archives) the closed requests themselves, but for those of the types
    that the archives get or choose from (`handed_over`, row ids); the person when nothing is left. Raises
    UserError for staff and for somebody who is held.
    """
    run = session.connection().execute
    person = run(sa.select(_people).where(_people.c.id == person_id)).one()
    if person.held_since is not None:
        raise UserError(
            f"This person is held ({person.held_because}). First: guichet people hold … --release"
        )
    for table in (_agents, _services, _officials):
        if run(sa.select(table.c.id).where(table.c.person_id == person_id)).first() is not None:
            raise UserError(
                "This is a member of staff or a service: guichet agents remove, or services remove."
            )
    mine = run(
        sa.select(
            _requests.c.id,
            _requests.c.state_kind,
            _requests.c.request_type_id,
            request_held(_requests.c.id).label("held"),
        ).where(_requests.c.requester_id == person_id, _requests.c.erased_at.is_(None))
    ).all()
    free = [row for row in mine if row.state_kind in CLOSED_KINDS and not row.held]
    going = [row.id for row in free if approved_by and row.request_type_id not in handed_over]
    closed = [row.id for row in free if row.id not in going]
    asked = sa.select(sa.func.count()).where(_asked.c.person_id == person_id, _asked.c.answered_at.is_(None))
    kept = {
        "open": sum(row.state_kind not in CLOSED_KINDS and not row.held for row in mine),
        "archives": len(closed),
        "held": sum(row.held for row in mine),
        "asked": run(asked).scalar_one(),
    }
    erased = Erased()
    for request_id in going:
        erased |= erase_request(session, request_id, now)
    # The files of the others are archives as well, and go with their own years; what the history says too
    # goes now.
    sent = sa.and_(_outbox.c.request_id.in_(closed), _outbox.c.person_id == person_id)
    erased |= erase_notices(session, sent)
    theirs = sa.and_(_inbound.c.request_id.in_(closed), _inbound.c.erased_at.is_(None))
    erased |= Erased(frozenset(run(sa.select(_inbound.c.raw_sha256).where(theirs)).scalars()))
    copies = run(sa.update(_inbound).where(theirs).values(raw=None, erased_at=now)).rowcount
    loose = sa.and_(
        _inbound.c.person_id == person_id,
        _inbound.c.request_id.is_(None),
        _inbound.c.state != InboundState.WAITING,
    )
    messages = len(run(sa.select(_inbound.c.id).where(loose)).all())
    erased |= erase_messages(session, loose, now)
    others = sa.and_(_outbox.c.person_id == person_id, _outbox.c.request_id.is_(None))
    erased |= erase_notices(session, others)
    forgotten = run(sa.select(_people.c.erased_at).where(_people.c.id == person_id)).scalar() is not None
    if not forgotten:
        forgotten, gone_too = forget_if_alone(session, person_id, now)
        erased |= gone_too
    if not forgotten:
        kept["contact"] = 1
    run(
        sa.insert(_erasures).values(
            batch=batch, at=now, subject=f"person:{person_id}", rule="right", request_type="", service="",
            files=erased.files, files_bytes=erased.files_bytes, done_by=done_by, approved_by=approved_by,
        )
    )  # fmt: skip
    left = {name: n for name, n in kept.items() if n}
    copies += len(erased.outbox_ids)
    return Outcome(batch, erased, len(going), messages, forgotten, left, copies)
