"""A request is passed on to a partner outside: what of it they see, until when they answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_partner, tell_requester
from dispatch.people.contacts import Contact
from dispatch.people.merging import is_staff
from dispatch.people.senders import know_contact
from dispatch.requests.outside.shown import files_for, letter_to
from dispatch.requests.state import change_state
from dispatch.requests.workflow import Advance, advance
from intake.message import ParsedAttachment
from models.organisation import Partner
from models.organisation.working_time import add_working_days, end_of_day
from models.store.audit import record_access
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.requests import EntryKind
from models.vocabulary import CLOSED_KINDS, ActorRole

_forwardings = table_of(Forwarding)
Why = Literal["closed_already", "partner_unreachable", "partner_is_staff"]


def why_not(change: Change, partner: Partner) -> Why | None:
    """Why the request of `change` cannot be passed on to `partner`; None when it can."""
    if change.request.kind in CLOSED_KINDS:
        return "closed_already"
    contact = _contact(change, partner)
    if is_staff(change.session, contact.person_id):
        return "partner_is_staff"
    return None if contact.reachable else "partner_unreachable"


def forward(
    change: Change,
    partner: Partner,
    text: str = "",
    *,
    attachments: Iterable[ParsedAttachment] = (),
    channel: str = "",
    not_before: datetime | None = None,
) -> datetime:
    """Pass the request on, with `text` and `attachments` of whoever does it; until when the partner answers.

    The partner's own term takes the place of the due date for as long as the request is theirs. The requester
    hears of it in the town's words. `why_not` has been asked before; letters leave at `not_before`.
    """
    town = change.organisation.town
    contact = _contact(change, partner)
    last_day = add_working_days(town, town.local_day(change.now), partner.delay_working_days)
    due_at = end_of_day(town, last_day)
    said = {"forwarded_to": partner.key, "until": last_day.isoformat()}
    entry_id = change.write(EntryKind.NOTE, channel=channel, text=text, data=said)
    chosen = change.attach(entry_id, attachments)
    row = (
        change.session.connection()
        .execute(
            sa.insert(_forwardings)
            .values(
                request_id=change.request.id,
                partner=partner.key,
                person_id=contact.person_id,
                by_id=change.actor.person_id,
                at=change.now,
                due_at=due_at,
                their_number=_known_number(change, partner),
            )
            .returning(_forwardings)
        )
        .one()
    )
    record_access(
        change.session, change.now, _who(change), "forward", f"request:{change.request.id}",
        partner=partner.key, sees=list(partner.sees),
    )  # fmt: skip
    _enter(change, partner, entry_id, not_before)
    change.update(due_at=due_at)
    news = News(
        "partner_request",
        entry_id,
        letter_to(change, partner, row, text).model_dump(mode="json"),
        [*files_for(change, partner), *chosen],
    )
    tell_partner(change, news, contact, partner.locale, not_before=not_before)
    return due_at


def _enter(change: Change, partner: Partner, entry_id: int, not_before: datetime | None) -> None:
    """Bring the request into the state in which a partner has it, where its workflow has one, and have the
    requester told with whom it is.
    """
    told = {"partner": partner.name}
    transition = change.workflow.passes_on_from(change.request.state)
    if transition is not None:
        step = advance(
            change.workflow, change.request.state, transition.verb, actor="manager", partner=partner.key
        )
        if isinstance(step, Advance):
            change_state(change, step, not_before=not_before, beside=told)
            return
    tell_requester(change, News("passed_on", entry_id, told), not_before=not_before)


def _who(change: Change) -> str:
    """Whoever passes it on, as the access log names them."""
    person_id = change.actor.person_id
    if change.actor.role is ActorRole.RULE:
        return "rule"
    key = change.in_force.agent_of(person_id)
    return f"agent:{key}" if key is not None else f"person:{person_id}"


def _contact(change: Change, partner: Partner) -> Contact:
    return know_contact(change.session, partner.email, partner.name, change.now)


def _known_number(change: Change, partner: Partner) -> str:
    """The number that the partner gave this request when it was passed on to them before."""
    query = (
        sa.select(_forwardings.c.their_number)
        .where(
            _forwardings.c.request_id == change.request.id,
            _forwardings.c.partner == partner.key,
            _forwardings.c.their_number != "",
        )
        .order_by(_forwardings.c.id.desc())
        .limit(1)
    )
    return change.session.connection().execute(query).scalar() or ""
