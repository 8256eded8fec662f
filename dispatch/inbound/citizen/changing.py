"""A citizen's change of address or number: asked about at the old one and at the new one, done once both said
yes; else nothing changes, and both are told.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.citizen.asked import asked_by
from dispatch.inbound.message_entry import occasion_of
from dispatch.inbound.refusals import spam
from dispatch.inbound.staff.own_words import first_paragraph, tapped_word
from dispatch.notices.details import ContactChanged
from dispatch.notices.done import ContactChange
from dispatch.notices.outside_requests import tell_contact
from dispatch.notices.secret.words import sealed
from dispatch.people import changes
from dispatch.people.contacts import Contact
from dispatch.people.merging import is_staff
from dispatch.people.senders import know_contact
from dispatch.people.unnamed.masked import masked
from intake.ledger.outcome import Outcome
from intake.words.citizens.mail import answers_whether
from intake.words.contacts import ChangeWords, read_change_words, read_contact_words
from intake.words.machine_addresses import is_machine_address
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.values import ContactKind, PhoneNumber

_outbox = table_of(OutboundMessage)
#: How long both can answer; changes one person asks for in a day, and letters to one address or number; wrong
#: answers to one code.
HOURS, BY_ONE_PER_DAY, TO_ONE_PER_DAY, MOST_ATTEMPTS = 48, 2, 2, 4


def changed_contact(case: Case) -> Outcome | None:
    """Does a citizen say that their address or number changes, or answer whether it does? Both are asked;
    once both said yes, news go to the new one.
    """
    if case.sender.contact is None or case.sender.is_staff or case.automatic:
        return None
    return _answered(case) or _asked(case, case.sender.contact)


def _asked(case: Case, writer: Contact) -> Outcome | None:
    """Ask at both; None, so that somebody reads it, whenever that cannot be."""
    parsed = case.parsed
    said = read_change_words(parsed.words, case.organisation.town.region)
    if said is None or parsed.is_forward or any(not each.decorative for each in parsed.attachments):
        return None
    if not (case.sender.known or case.mail_proof.proved) or case.mail_proof.failed or spam(case) is not None:
        return None
    if (said.kind, said.value) == (writer.kind, writer.value) or not _can_be_asked(case, said):
        return None
    named = know_contact(case.session, said.written, "", case.now)
    # The contacts of staff and of elected officials stand in the organisation: a person sees to those.
    if any(is_staff(case.session, each.person_id) for each in (named, writer)):
        return None
    if named.channel not in case.settings.channels:
        return None
    old, new = (named, writer) if _is_old(case, said, writer, named) else (writer, named)
    if not (old.reachable and new.reachable) or not changes.has_requests(case.session, old.person_id):
        return None
    if _lately(case, _outbox.c.data["by"].as_integer() == writer.person_id) >= 2 * BY_ONE_PER_DAY:
        return None
    if any(_lately(case, _outbox.c.recipient == each.written) >= TO_ONE_PER_DAY for each in (old, new)):
        return None
    change, shown = secrets.token_hex(8), masked(new.written, case.settings.limits.mail_providers)
    for side, contact in (("old", old), ("new", new)):
        code = f"{secrets.randbelow(1_000_000):06d}" if contact.channel == "sms" else ""
        details = ContactChange.model_validate({
            "code": code, "minutes": HOURS * 60, "other": shown if side == "old" else "",
            "side": side, "change": change, "asked_at": case.now,
            "by": writer.person_id, "code_hash": _hash(case, change, code) if code else "",
        })  # fmt: skip
        tell_contact(occasion_of(case), "contact_change", contact, sealed(details, case.signer))
    return Outcome(InboundState.COMMAND, "a change of address: both were asked, nothing is changed yet")


def _answered(case: Case) -> Outcome | None:
    contact = case.sender.contact
    if contact is None:
        return None
    by_text = case.parsed.channel == "sms"
    if by_text:
        asked = changes.waiting_for(case.session, contact.written, case.now)
    else:
        asked = asked_by(case, "contact_change", lock=False)
    if asked is None or case.mail_proof.failed:
        return None
    # Both letters are locked in one order, whichever is answered: of two answers at once, one waits.
    pair = changes.letters_of(case.session, asked.data["change"], asked.created_at - timedelta(days=1))
    row = next(each for each in pair if each.id == asked.id)
    yes = _by_code(case, row) if by_text else _by_mail(case)
    if yes is None:
        return None
    if changes.is_over(row, case.now) and not row.data["confirmed"]:
        _tell(case, [row], "expired")
        return Outcome(InboundState.COMMAND, f"the change of notice {row.id} was answered too late")
    if row.data["ended"] or row.data["confirmed"]:
        return Outcome(InboundState.COMMAND, f"the change of notice {row.id} was answered already")
    if not yes:
        changes.note(case.session, pair, ended=True)
        _tell(case, pair, "refused")
        return Outcome(InboundState.COMMAND, f"the change of notice {row.id} is refused: nothing was changed")
    changes.note(case.session, [row], confirmed=True)
    if any(not each.data["confirmed"] for each in pair if each.id != row.id):
        return Outcome(InboundState.COMMAND, f"the change of notice {row.id} is confirmed by one of two")
    return _carry_out(case, pair)


def _carry_out(case: Case, pair: list[Any]) -> Outcome:
    old, new = (_contact(case, row) for row in pair)
    changes.note(case.session, pair, confirmed=True, ended=True)
    if any(is_staff(case.session, each.person_id) for each in (old, new)):
        _tell(case, pair, "refused")
        return Outcome(InboundState.COMMAND, "a change of address: one of them is no citizen's any more")
    changes.carry_out(case.session, old, new, case.now)
    record_access(case.session, case.now, f"door:{case.message.door}", "link", f"contact:{old.contact_id}")
    _tell(case, pair, "changed")
    return Outcome(InboundState.COMMAND, "both confirmed: news go to the new address or number")


def _by_mail(case: Case) -> bool | None:
    return answers_whether(first_paragraph(case.parsed) or tapped_word(case.parsed))


def _by_code(case: Case, row: Any) -> bool | None:
    """Whether a text gives back the code of the letter; a wrong code is counted, and is no answer."""
    said = read_contact_words(case.parsed.words, case.organisation.town.region)
    if said is None or not said.code or not changes.waits(row, case.now):
        return None
    if row.data["attempts"] >= MOST_ATTEMPTS:
        return None
    if hmac.compare_digest(row.data["code_hash"], _hash(case, row.data["change"], said.code)):
        return True
    changes.note(case.session, [row], attempts=row.data["attempts"] + 1)
    return None


def _tell(case: Case, pair: list[Any], what: str) -> None:
    for row in pair:
        details = ContactChanged.model_validate({"what": what})
        tell_contact(occasion_of(case), "contact_changed", _contact(case, row), details, locale=row.locale)


def _contact(case: Case, row: Any) -> Contact:
    return know_contact(case.session, row.recipient, "", case.now)


def _is_old(case: Case, said: ChangeWords, writer: Contact, named: Contact) -> bool:
    """Whether the contact named is the old one: as they say, else by who asked for something."""
    if said.which:
        return said.which == "old"
    asked = changes.has_requests(case.session, writer.person_id)
    return not asked and changes.has_requests(case.session, named.person_id)


def _can_be_asked(case: Case, said: ChangeWords) -> bool:
    if said.kind is ContactKind.PHONE:
        return PhoneNumber(said.value).can_receive_text
    domain = said.value.rpartition("@")[2]
    ours = {each.lower() for each in case.settings.mail.domains}
    return domain not in ours and not is_machine_address(said.value)


def _lately(case: Case, whose: sa.ColumnElement[bool]) -> int:
    query = (
        sa.select(sa.func.count())
        .select_from(_outbox)
        .where(
            _outbox.c.notice == "contact_change", _outbox.c.created_at > case.now - timedelta(days=1), whose
        )
    )
    sent: int = case.session.connection().execute(query).scalar_one()
    return sent


def _hash(case: Case, change: str, code: str) -> str:
    key = case.signer.derived_keys(b"contact change")[0]
    return hmac.new(key, f"{change}\0{code}".encode(), hashlib.sha256).hexdigest()
