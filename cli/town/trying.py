"""The message that rules are tried on: a file, bare text, an SMS, or the first message of a request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import sqlalchemy as sa

from cli.office import Office, now
from cli.present import LONGEST_WORD
from dispatch.rules.decision import Decision
from intake.ledger.arrival import Arrival
from intake.message import ParsedMessage
from models.errors import InvalidValue, UserError
from models.organisation import Organisation

#: Who writes when nobody is said to: nobody's address and number.
_STRANGER, _STRANGERS_NUMBER = "citoyen@example.org", "+33639980000"


@dataclass(frozen=True, slots=True)
class Tried:
    """A message as a door would hand it over, read; `instead_of` is its row when it came before."""

    arrival: Arrival
    parsed: ParsedMessage
    instead_of: int | None = None


def message_to_try(
    office: Office,
    given: str | None,
    sms: str | None,
    request: str | None,
    to: str | None,
    sender: str | None,
) -> Tried:
    """The message of those options. Raises UserError."""
    if request is not None:
        return _of_request(office, request)
    if sms is not None:
        return _text(office, sms, to or "", sender or _STRANGERS_NUMBER)
    given = given or "-"
    is_file = given == "-" or _is_there(given) or _is_called_as_a_file(given)
    if not is_file and len(given.split()) < 2:
        raise UserError(f"{given} cannot be read: there is no such file, and one word is no message.")
    if is_file:
        from cli.records.submit import read_input

        raw = read_input(given)
        if b":" not in raw.split(b"\n", 1)[0]:
            raw = _letter(raw.decode("utf-8", "replace"), to or _mailbox(office), sender or _STRANGER)
    else:
        raw = _letter(given, to or _mailbox(office), sender or _STRANGER)
    return _mail(raw, given, to, sender)


def _is_there(given: str) -> bool:
    try:
        return Path(given).exists()
    except OSError:  # longer than any name: these are words
        return False


def _is_called_as_a_file(given: str) -> bool:
    is_a_name = len(given) <= LONGEST_WORD and "\n" not in given
    return is_a_name and given.lower().endswith((".eml", ".msg", ".txt"))


def _mailbox(office: Office) -> str:
    return next(iter(office.settings.mail.addresses), office.settings.mail.reply_address)


def _letter(text: str, to: str, sender: str) -> bytes:
    """Bare words as a letter."""
    letter = EmailMessage()
    try:
        letter["From"], letter["To"] = Address(addr_spec=sender), Address(addr_spec=to)
    except (ValueError, IndexError) as wrong:
        raise UserError("--from and --to are addresses such as jeanne@example.org.") from wrong
    letter["Message-ID"] = f"<{secrets.token_hex(12)}@rules.test>"
    letter.set_content(text)
    return letter.as_bytes(policy=SMTP)


def _mail(raw: bytes, name: str, to: str | None, sender: str | None) -> Tried:
    from intake.mail.parse import Unreadable, parse_mail
    from models.tables.ledger import Door

    try:
        parsed = parse_mail(raw)
    except Unreadable as wrong:
        raise UserError(f"{name} cannot be read: {wrong}") from wrong
    recipients = (to,) if to else tuple(box.address for box in parsed.to)
    envelope = sender or (parsed.sender.address if parsed.sender else _STRANGER)
    arrival = Arrival(
        door=Door.SMTP,
        raw=raw,
        received_at=now(),
        envelope_from=envelope,
        recipients=recipients,
        door_name="cli",
    )
    return Tried(arrival, parsed)


def _text(office: Office, words: str, to: str, sender: str) -> Tried:
    from intake.sms.form import parse_sms, written_form
    from models.tables.ledger import Door
    from models.values import PhoneNumber

    number = to or office.settings.sms.number
    try:
        caller = PhoneNumber.parse(sender, office.region).e164
    except InvalidValue as wrong:
        raise UserError(f"'{sender[:40]}' is not a telephone number.") from wrong
    raw = written_form(caller, number, words, f"TRY{secrets.token_hex(16)}")
    arrival = Arrival(
        door=Door.SMS,
        raw=raw,
        received_at=now(),
        envelope_from=caller,
        recipients=(number,) if number else (),
        door_name="cli",
    )
    return Tried(arrival, parse_sms(raw))


def _of_request(office: Office, reference: str) -> Tried:
    from dispatch.queries.requests import request_id_of
    from dispatch.trials.past_messages import read_again
    from intake.ledger.reception import raw_bytes
    from intake.mail.parse import Unreadable
    from models.errors import PermanentFailure
    from models.tables.columns import table_of
    from models.tables.ledger import InboundMessage, InboundState

    ledger = table_of(InboundMessage)
    with office.database.reading() as session:
        wanted = request_id_of(session, reference, office.this_year)
        query = (
            sa.select(ledger)
            .where(
                ledger.c.request_id == wanted,
                ledger.c.state == InboundState.NEW_REQUEST,
                ledger.c.erased_at.is_(None),
            )
            .order_by(ledger.c.id)
            .limit(1)
        )
        row = session.connection().execute(query).first()
    if row is None:
        raise UserError(f"There is no message kept that made the request {reference}.")
    try:
        raw = raw_bytes(row.raw, row.raw_sha256, office.files)
        parsed = read_again(row.door, raw)
    except (PermanentFailure, Unreadable) as wrong:
        raise UserError(f"The message of {reference} cannot be read any more.") from wrong
    arrival = Arrival(
        door=row.door,
        raw=raw,
        received_at=row.received_at,
        envelope_from=row.envelope_from,
        recipients=tuple(row.recipients),
        door_name=row.door_name,
        door_facts=row.door_facts,
    )
    return Tried(arrival, parsed, row.id)


def rules_on(office: Office, tried: Tried, organisation: Organisation) -> Decision:
    """What the rules alone would say of it, were it a new message."""
    from dispatch.rules.in_force import Organisations
    from dispatch.rules.route import compile_rules, route
    from dispatch.trials.past_messages import facts_of_message

    arrival = tried.arrival
    with office.database.reading() as session:
        current = Organisations().current(session)
        facts = facts_of_message(
            session, tried.parsed, arrival.recipients, arrival.door, arrival.received_at, current
        )
    return route(facts, compile_rules(organisation))
