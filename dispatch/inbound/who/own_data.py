"""A citizen asks what is kept about them: nothing is sent by itself, an administrator answers in time."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.refusals import spam
from dispatch.inbound.who.few_answers import too_many_answers
from dispatch.notices.alerts import alert_of
from dispatch.notices.details import DataRequested
from dispatch.notices.outside_requests import Occasion, tell_administrators, tell_contact
from dispatch.people.contacts import Contact, find_contact
from dispatch.people.data_requests import ask
from intake.ledger.outcome import Outcome
from intake.words.own_data import asks_for_own_data
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.people import ContactPoint
from models.values import ContactKind

_contacts = table_of(ContactPoint)


def own_data(case: Case) -> Outcome | None:
    """Does a citizen ask for « MES DONNÉES », and nothing else? Their demand is listed with its term of one
    month, administrators are told, and a letter to an address on file, or to a proved one that is new, says
    so; no data are sent.
    """
    parsed, contact = case.parsed, case.sender.contact
    if contact is None or case.sender.is_staff or parsed.attachments or parsed.media or case.automatic:
        return None
    name = f"{contact.name} {parsed.sender.name if parsed.sender else ''}"
    if not asks_for_own_data(parsed.bare_subject, parsed.words, name) or spam(case) is not None:
        return None
    town, received_at = case.organisation.town, case.message.received_at
    demand, due_at, is_new = ask(
        case.session,
        town,
        contact.person_id,
        case.message.id,
        contact.channel,
        received_at,
    )
    if not is_new:
        return Outcome(InboundState.COMMAND, f"asks for their data again: demand {demand} is open")
    # An hour's demands are one mail: whoever sends a thousand must not bury what else administrators read.
    data = alert_of(
        "data_requested", command="guichet people asked", day=f"{town.local_day(due_at):%d/%m/%Y}"
    )
    cause = f"data-requested:{case.now:%Y-%m-%dT%H}"
    tell_administrators(case.session, case.in_force, "alert", cause, case.now, data=data)
    told = (_on_file(case, contact) if case.sender.known else None) or _proved(case, contact)
    if told is None:
        why = "nobody was known by that address and nothing proves it, nothing is sent there"
        return Outcome(InboundState.COMMAND, f"asks for their data: demand {demand}; {why}")
    occasion = Occasion(case.session, f"data-request:{demand}", case.now, case.message.id, case.locale)
    tell_contact(occasion, "data_request", told, DataRequested(received_at=received_at, due_at=due_at))
    return Outcome(InboundState.COMMAND, f"asks for their data: demand {demand}")


def _proved(case: Case, wrote_from: Contact) -> Contact | None:
    """An address that nobody was known by, when the mail proves that it is its writer's: the same letter as
    to anybody goes there, so that nobody learns by it who is known; not where answers are held already.
    """
    if case.parsed.channel != "email" or not case.mail_proof.proved or too_many_answers(case):
        return None
    # It may have become known meanwhile, by another mail of the same minute.
    since = case.session.connection().scalar(
        sa.select(_contacts.c.created_at).where(_contacts.c.id == wrote_from.contact_id)
    )
    return wrote_from if since is None or since >= case.message.received_at else None


def _on_file(case: Case, wrote_from: Contact) -> Contact | None:
    """Where the letter goes: to an address or number that was proved to be theirs, else where they were known
    before; neither an objection to other letters nor an ARRÊT by mail stops this one.
    """
    rows = case.session.connection().execute(
        sa.select(_contacts)
        .where(
            _contacts.c.person_id == wrote_from.person_id,
            sa.or_(_contacts.c.kind == ContactKind.EMAIL, _contacts.c.opted_out_at.is_(None)),
            _contacts.c.unreachable_since.is_(None),
            _contacts.c.created_at < case.message.received_at,
        )
        .order_by(_contacts.c.id)
    )
    ways = {"sms": ContactKind.PHONE, "email": ContactKind.EMAIL}
    usable = [row for row in rows if row.kind in {ways[each] for each in case.settings.channels}]
    preferred = ways.get(wrote_from.preferred or "")
    usable.sort(
        key=lambda row: (
            row.verified_at is None,
            row.kind != preferred,
            row.id != wrote_from.contact_id,
        )
    )
    return find_contact(case.session, ContactKind(usable[0].kind), usable[0].value) if usable else None
