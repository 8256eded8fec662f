"""Notices that belong to no request: to the administrators, or to somebody whose message was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.alerts import alert_of
from dispatch.notices.details import Details
from dispatch.notices.new_notice import NewNotice, Recipient
from dispatch.notices.queue import enqueue
from dispatch.notices.staff import administrators_now
from dispatch.people.contacts import Contact, contact_of
from dispatch.people.languages import known_language
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.vocabulary import Audience, Channel

_inbound = table_of(InboundMessage)
#: Messages set aside in an hour that the administrators are told of one by one.
SET_ASIDE_PER_HOUR = 20


@dataclass(frozen=True, slots=True)
class Occasion:
    """What gives rise to notices about no request; `cause` makes each of them unique (`inbound:42`).

    `locale` is for requesters of whom no language is known.
    """

    session: Session
    cause: str
    now: datetime
    inbound_id: int | None = None
    locale: str = ""


def tell_set_aside(session: Session, in_force: InForce, inbound_id: int, reason: str, now: datetime) -> None:
    """Tell the administrators of one message set aside; when there are many in an hour, once that there are
    many.

    Whoever sends a thousand broken messages must not bury what else they are told.
    """
    query = (
        sa.select(sa.func.count())
        .select_from(_inbound)
        .where(
            _inbound.c.state.in_((InboundState.FAILED, InboundState.HELD)),
            _inbound.c.received_at > now - timedelta(hours=1),
        )
    )
    if session.connection().execute(query).scalar_one() <= SET_ASIDE_PER_HOUR:
        data: dict[str, Any] = {"inbound": inbound_id, "reason": reason}
        tell_administrators(
            session, in_force, "set_aside", f"inbound:{inbound_id}", now, data=data, inbound_id=inbound_id
        )
        return
    tell_administrators(
        session,
        in_force,
        "alert",
        f"set-aside-many:{now:%Y-%m-%dT%H}",
        now,
        data=alert_of(
            "many_set_aside", command="guichet inbox list --state failed", count=SET_ASIDE_PER_HOUR
        ),
    )


def tell_administrators(
    session: Session,
    in_force: InForce,
    notice: str,
    cause: str,
    now: datetime,
    *,
    data: Mapping[str, Any],
    inbound_id: int | None = None,
    by_text: bool = False,
) -> int:
    """Tell every administrator, or the addresses that the settings name in their place, once per cause; how
    many were told. While no administrator is there, who stands in for them is told besides.

    `by_text`: mail is what failed, or may be. A text goes to each number that the settings name, else to the
    mobile of each administrator; the mail that says more is written all the same, and leaves when it can.
    """
    occasion = Occasion(session, cause, now, inbound_id)
    given = in_force.alert_addresses
    told = _tell_named(occasion, in_force, notice, data, [each for each in given if not _is_number(each)])
    if not told:
        told = _tell_each(occasion, in_force, notice, data, prefer="email")
    if by_text:
        numbers = [each for each in given if _is_number(each)]
        told += _tell_named(occasion, in_force, notice, data, numbers) or _tell_each(
            occasion, in_force, notice, data, channels=("sms",)
        )
    return told


def _is_number(named: str) -> bool:
    return named.startswith("+")


def _tell_named(
    occasion: Occasion, in_force: InForce, notice: str, data: Mapping[str, Any], named: Sequence[str]
) -> int:
    """Tell the addresses or numbers that the settings name; how many."""
    for each in named:
        to = Recipient(Channel.SMS if _is_number(each) else Channel.EMAIL, each)
        apart = replace(occasion, cause=f"{occasion.cause}:{each}")
        locale = in_force.organisation.town.locale
        tell_address(apart, notice, to, data, locale, audience=Audience.ADMINISTRATOR)
    return len(named)


def _tell_each(
    occasion: Occasion, in_force: InForce, notice: str, data: Mapping[str, Any], **way: Any
) -> int:
    """Tell each administrator who can be reached in that way (as `contact_of` takes it); how many."""
    told, session = 0, occasion.session
    for person_id in administrators_now(in_force, in_force.organisation.town.local_day(occasion.now)):
        contact = contact_of(session, person_id, **way)
        if contact is not None:
            tell_contact(occasion, notice, contact, data, audience=Audience.ADMINISTRATOR)
            told += 1
    return told


def tell_contact(
    occasion: Occasion,
    notice: str,
    contact: Contact,
    data: Details | Mapping[str, Any],
    *,
    audience: Audience = Audience.REQUESTER,
    locale: str = "",
    held: str = "",
) -> None:
    """Write one notice to `contact`, once per cause; in their language unless another is given. `held`: why
    it waits for a person to let it go.
    """
    if not locale and audience is Audience.REQUESTER:
        locale = known_language(occasion.session, contact) or occasion.locale
    _enqueue(
        occasion,
        NewNotice(
            notice,
            audience,
            locale or contact.locale,
            Recipient.of(contact),
            f"{notice}:{occasion.cause}:{contact.contact_id}",
            inbound_id=occasion.inbound_id,
            data=data,
            held=held,
        ),
    )


def tell_address(
    occasion: Occasion,
    notice: str,
    to: Recipient,
    data: Details | Mapping[str, Any],
    locale: str,
    *,
    audience: Audience = Audience.REQUESTER,
) -> None:
    """Write one notice to an address or number that is nobody's yet, once per cause."""
    _enqueue(
        occasion,
        NewNotice(
            notice,
            audience,
            locale,
            to,
            f"{notice}:{occasion.cause}"[:255],
            inbound_id=occasion.inbound_id,
            data=data,
        ),
    )


def _enqueue(occasion: Occasion, new: NewNotice) -> None:
    enqueue(occasion.session, new, occasion.now)
