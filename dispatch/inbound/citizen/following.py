"""People in copy of a requester's mail: each is asked once whether they follow the request, and is told of
its course only when they say so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.answers import answer_about, is_proved
from dispatch.inbound.citizen.asked import asked_by, end_question
from dispatch.inbound.message_entry import change_of, participants
from dispatch.inbound.staff.own_words import first_paragraph, tapped_word
from dispatch.notices.done import FollowInvitation, WordAnswered
from dispatch.notices.followers import MOST_FOLLOWERS, follows_as_official, unfollow_as_official
from dispatch.notices.joined import follow_own
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact
from dispatch.people.senders import know_contact
from dispatch.requests.participants import follow, role_of
from intake.ledger.outcome import Outcome
from intake.words.citizens.mail import answers_whether
from intake.words.machine_addresses import is_machine_address
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.requests import EntryKind
from models.vocabulary import Audience, Channel, ParticipantRole

_outbox = table_of(OutboundMessage)
#: Invitations in a day that the mails of one person bring about, and that one address is sent.
BY_ONE_PER_DAY, TO_ONE_PER_DAY = 5, 2
#: How long an invitation can be answered.
INVITED_DAYS = 30
_FOLLOWS = {"fr": "{who} suit la demande.", "en": "{who} follows the request."}
_FOLLOWS_NO_MORE = {"fr": "{who} ne suit plus la demande.", "en": "{who} follows the request no more."}


def invite_copies(case: Case, change: Change) -> None:
    """Ask those in copy of a requester's proved mail, each once a request, whether they want news of it.

    Nobody who is ours, staff, a partner or a machine, nor who said ARRÊT.
    """
    contact, request = case.sender.contact, change.request
    if change.organisation.town.followers == "off" or change.quiet or case.automatic or case.sender.is_staff:
        return
    if contact is None or contact.person_id != request.requester_id or case.parsed.channel != Channel.EMAIL:
        return
    if (case.writer is not None and case.writer.stands_in) or Channel.EMAIL not in change.channels:
        return
    for address in dict.fromkeys(participants(case)):
        if address == contact.value or _is_no_citizen(case, address):
            continue
        if _invited(case, _outbox.c.data["by"].as_integer() == contact.person_id) >= BY_ONE_PER_DAY:
            return
        asked = know_contact(case.session, address, "", case.now)
        if asked.reachable and not asked.quiet and asked.person_id != contact.person_id:
            _invite(case, change, asked, by=contact.person_id)


def invitation(case: Case) -> Outcome | None:
    """Does somebody in copy say whether they follow a request? CONFIRMER has them told of it, NON leaves all
    as it is.

    Only who was asked can say so, through the address of that letter, once and in time; other words go their
    way.
    """
    row, contact = asked_by(case, "follow_invitation"), case.sender.contact
    if row is None or contact is None or case.mail_proof.failed:
        return None
    yes = answers_whether(first_paragraph(case.parsed) or tapped_word(case.parsed))
    if yes is None:
        return None
    details = FollowInvitation.model_validate(row.data)
    if details.answered:
        return Outcome(InboundState.COMMAND, f"invitation {row.id} was answered already", row.request_id)
    end_question(case, row)
    if not yes:
        return Outcome(InboundState.COMMAND, f"invitation {row.id}: they do not follow", row.request_id)
    request_id = follow_own(case.session, row.request_id, None)
    change = change_of(case, lock_request(case.session, case.in_force, request_id))
    in_time = case.now <= details.asked_at + timedelta(days=details.days)
    if not in_time or change.organisation.town.followers == "off":
        answer_about(change, contact, WordAnswered(what="too_late"))
        return Outcome(InboundState.COMMAND, f"invitation {row.id} was answered too late", request_id)
    follow(case.session, request_id, contact.value, ParticipantRole.FOLLOWER)
    change.write(EntryKind.NOTE, text=_said(case, _FOLLOWS, contact), data={"follows": True})
    answer_about(change, contact, WordAnswered(what="follows"))
    return Outcome(InboundState.COMMAND, f"invitation {row.id}: they follow the request", request_id)


def stop_following(case: Case, contact: Contact) -> Outcome | None:
    """ARRÊT in answer to news of a request that its sender only follows: no more news of that one; None when
    it is something else.
    """
    request_id = case.thread.request_id
    if request_id is None or not is_proved(case, request_id):
        return None
    official = case.in_force.official_ids.get(case.in_force.official_of(contact.person_id) or "", 0)
    in_copy = role_of(case.session, request_id, contact.value) is ParticipantRole.FOLLOWER
    if not in_copy and not follows_as_official(case.session, request_id, official):
        return None
    change = change_of(case, lock_request(case.session, case.in_force, request_id))
    if change.request.requester_id == contact.person_id:
        return None
    unfollow_as_official(case.session, request_id, official)
    if in_copy:
        follow(case.session, request_id, contact.value, ParticipantRole.COPY)
    change.write(EntryKind.NOTE, text=_said(case, _FOLLOWS_NO_MORE, contact), data={"follows": False})
    answer_about(change, contact, WordAnswered(what="follows_no_more"))
    return Outcome(InboundState.COMMAND, "ARRÊT: they follow the request no more", request_id)


def _invite(case: Case, change: Change, asked: Contact, *, by: int) -> None:
    to = _outbox.c.recipient == asked.written
    of_request = sa.select(_outbox.c.id).where(
        to, _outbox.c.notice == "follow_invitation", _outbox.c.request_id == change.request.id
    )
    run = case.session.connection().execute
    everybody = sa.select(sa.func.count()).select_from(_outbox)
    sent = everybody.where(_outbox.c.notice == "follow_invitation", _outbox.c.request_id == change.request.id)
    if run(of_request.limit(1)).first() is not None or run(sent).scalar_one() >= MOST_FOLLOWERS:
        return
    if _invited(case, to) >= TO_ONE_PER_DAY:
        return
    details = FollowInvitation(
        received_at=case.message.received_at, asked_at=case.now, days=INVITED_DAYS, by=by
    )
    news = News("follow_invitation", data=details.model_dump(mode="json"))
    tell_person(change, news, asked, Audience.REQUESTER)


def _invited(case: Case, whose: sa.ColumnElement[bool]) -> int:
    """How many invitations of these there were in a day."""
    query = (
        sa.select(sa.func.count())
        .select_from(_outbox)
        .where(
            _outbox.c.notice == "follow_invitation",
            _outbox.c.created_at > case.now - timedelta(days=1),
            whose,
        )
    )
    written: int = case.session.connection().execute(query).scalar_one()
    return written


def _is_no_citizen(case: Case, address: str) -> bool:
    organisation = case.organisation
    if is_machine_address(address) or organisation.agent_with(address) is not None:
        return True
    written: list[Any] = [
        *(each.email for each in organisation.services),
        *(mailbox for each in organisation.services for mailbox in each.mailboxes),
        *(each.email for each in organisation.partners),
        *(email for each in organisation.officials for email in each.emails),
        organisation.town.email,
    ]
    return address.casefold() in {str(each).casefold() for each in written if each}


def _said(case: Case, words: dict[str, str], contact: Contact) -> str:
    return words[case.organisation.town.locale].format(who=contact.name or contact.written)
