"""A citizen's mail that is one word, done as by text; what nothing proves is asked at the address on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import sqlalchemy as sa

from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.answers import (
    Wish,
    answer,
    answer_about,
    answered_enough,
    ask_whether,
    is_proved,
)
from dispatch.inbound.citizen.following import stop_following
from dispatch.inbound.citizen.taking_back import take_back
from dispatch.inbound.citizen.wanted import set_language, start_news, stop_news
from dispatch.inbound.message_entry import answer_writer, change_of
from dispatch.inbound.refusals import spam
from dispatch.inbound.sms.which_request import find_own, list_open
from dispatch.notices.done import WordAnswered
from dispatch.notices.lists.listed import ListedRequest, ListingDetails
from dispatch.notices.tell import News, tell_staff
from dispatch.people.contacts import Contact
from dispatch.requests.withdrawal import closes_itself
from intake.ledger.outcome import Outcome
from intake.mail.proof.verdict import KEPT
from intake.words.citizens.asked import CitizenText, Intent
from intake.words.citizens.mail import read_citizen_mail
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_outbox = table_of(OutboundMessage)
#: Requests listed in one answer to SUIVI.
LISTED = 20
#: How long SUIVI goes on showing a request that is closed.
CLOSED_LATELY = timedelta(days=30)
#: Letters in which somebody asks the requester something: « arrêtez » may be the answer to that.
_QUESTIONS = ("answer", "waiting")
#: What staff may ask of their own requests as everybody; what they are written stands in the organisation.
_FOR_STAFF = frozenset({"track", "cancel"})


@dataclass(frozen=True, slots=True)
class Word:
    """A mail that says one word, and where its writer is reached."""

    case: Case
    contact: Contact
    read: CitizenText


def word(case: Case) -> Outcome | None:
    """Does a citizen's mail say one word and no more: SUIVI, ANNULER, ARRÊT, REPRENDRE, LANGUE EN? It is
    done, and answered at the address on file alone; where nothing proves who wrote, that address is asked
    first.
    """
    found = _find(case)
    if found is None:
        return None
    read = found.read
    if read.intent == "stop" and _answers_a_question(case):
        found = Word(case, found.contact, CitizenText("message", perhaps="stop"))
    if found.read.intent == "message":
        _ask_back(found)
        return None
    if answered_enough(case, found.contact):
        return _over_the_limit(found)
    return _DONE[read.intent](found)


def _find(case: Case) -> Word | None:
    """The word that a mail says; None when it is for the questions that follow."""
    parsed, contact = case.parsed, case.sender.contact
    if parsed.channel != "email" or contact is None or case.automatic or parsed.is_forward:
        return None
    if case.writer is not None and case.writer.stands_in:
        return None
    if case.message.door_facts.get(KEPT):
        # A wish of another year: somebody reads it, and nobody is written to.
        return None
    if parsed.media or any(not one.decorative for one in parsed.attachments):
        return None
    if not (case.sender.known or case.mail_proof.proved):
        return None
    name = f"{contact.name} {parsed.sender.name if parsed.sender else ''}"
    # The subject of an answer is ours; that of a new mail, or of a tap, is its writer's.
    subject = "" if parsed.in_reply_to else parsed.bare_subject
    read = read_citizen_mail(subject, parsed.words, name)
    asked = read.perhaps if read.intent == "message" else read.intent
    if asked not in _DONE or spam(case) is not None:
        return None
    as_requester = case.thread.purpose is Purpose.REQUESTER and asked in _FOR_STAFF
    return Word(case, contact, read) if not case.sender.is_staff or as_requester else None


def _track(said: Word) -> Outcome | None:
    case, read = said.case, said.read
    named = find_own(case, read)
    if read.names_a_request and named is None and not _is_slip(read):
        return None
    items = list_open(case, named, closed_since=case.now - CLOSED_LATELY)
    if not items:
        # Nothing can be told: somebody reads it.
        return None
    _list(case, items)
    return Outcome(InboundState.COMMAND, "SUIVI was answered at the address on file", named)


def _list(case: Case, items: Sequence[ListedRequest], *, which: bool = False) -> None:
    shown, plain = tuple(items[:LISTED]), not is_proved(case)
    listed = ListingDetails(items=shown, total=len(items), which=which, plain=plain)
    answer_writer(case, "status", listed)


def _cancel(said: Word) -> Outcome | None:
    case, read, contact = said.case, said.read, said.contact
    mine = list_open(case)
    found = find_own(case, read)
    if found is None and read.names_a_request and not _is_slip(read):
        return None
    if found is None and read.names_a_request:
        return _which(case, mine)
    if found is None and case.thread.request_id is not None:
        found = case.thread.joined_from or case.thread.request_id
    if found is None and len(mine) == 1:
        found = find_own(case, CitizenText("cancel", reference=Reference.parse(mine[0].reference)))
    if found is None:
        return _which(case, mine)
    request = lock_request(case.session, case.in_force, found)
    if request.requester_id != contact.person_id:
        # Somebody in copy does not take back what another asked.
        return None
    change = change_of(case, request)
    if request.kind not in OPEN_KINDS:
        answer_about(change, contact, WordAnswered(what="closed_already"))
        return Outcome(InboundState.COMMAND, "ANNULER: the request is closed already", request.id)
    if not is_proved(case, request.id):
        ask_whether(case, contact, "cancel", change=change)
        wish = {"wish": "unproved", "closes_itself": closes_itself(change)}
        tell_staff(
            change, News("requester_reply", data={**wish, "hours": case.settings.agents.confirm_hours})
        )
        return Outcome(InboundState.COMMAND, _asked("ANNULER"), request.id)
    step = take_back(case, change, case.parsed.words, contact)
    why = f"now {step.to_state.key}" if step is not None else "passed on to staff"
    return Outcome(InboundState.COMMAND, f"ANNULER: {why}", request.id)


def _is_slip(read: CitizenText) -> bool:
    """Whether a bare number that is none of theirs was meant for one that is: they are shown theirs. A whole
    reference of somebody else is read by a person, linked to that request.
    """
    return read.number is not None


def _which(case: Case, mine: Sequence[ListedRequest]) -> Outcome | None:
    """Ask which of theirs they mean, be it because they named one that is not; somebody reads it when there
    is none.
    """
    if not mine:
        return None
    _list(case, mine, which=True)
    return Outcome(InboundState.COMMAND, "ANNULER names none of their requests: they were asked which")


def _stop(said: Word) -> Outcome | None:
    if (ended := stop_following(said.case, said.contact)) is not None:
        return ended
    if not is_proved(said.case):
        return _ask(said, "stop", "ARRÊT")
    changed = stop_news(said.case, said.contact)
    answer(said.case, said.contact, WordAnswered(what="stopped" if changed else "stopped_already"))
    return Outcome(InboundState.COMMAND, "ARRÊT: no more news to this address")


def _start(said: Word) -> Outcome | None:
    if not said.contact.quiet:
        return None
    if not is_proved(said.case):
        return _ask(said, "start", "REPRENDRE")
    start_news(said.case, said.contact)
    answer(said.case, said.contact, WordAnswered(what="started"))
    return Outcome(InboundState.COMMAND, "REPRENDRE: news to this address again")


def _language(said: Word) -> Outcome | None:
    language = said.read.language
    if not language:
        answer(said.case, said.contact, WordAnswered(what="language_unknown"))
        return Outcome(InboundState.COMMAND, "LANGUE: a language we do not write")
    if not is_proved(said.case):
        return _ask(said, "language", "LANGUE", language)
    set_language(said.case, said.contact, language)
    answer(said.case, said.contact, WordAnswered(what="language"), locale=language)
    return Outcome(InboundState.COMMAND, f"LANGUE: {language} from now on")


def _ask(said: Word, wish: Wish, written: str, language: str = "") -> Outcome:
    ask_whether(said.case, said.contact, wish, language=language)
    return Outcome(InboundState.COMMAND, _asked(written))


def _asked(written: str) -> str:
    return f"{written}: nothing proves who wrote, the address on file was asked"


#: What is done for each word; every other intent is for the questions that follow.
_DONE: Mapping[Intent | None, Callable[[Word], Outcome | None]] = MappingProxyType(
    {"track": _track, "cancel": _cancel, "stop": _stop, "start": _start, "language": _language}
)


def _over_the_limit(said: Word) -> Outcome | None:
    """What is proved is done all the same; of what only asks for a letter of ours no more is sent today."""
    if said.read.intent != "track" and is_proved(said.case):
        return _DONE[said.read.intent](said)
    if said.case.thread.request_id is not None:
        # Of a request that is known: somebody reads it there.
        return None
    return Outcome(InboundState.COMMAND, "the address had its answers to such words for today: none was sent")


def _ask_back(said: Word) -> None:
    """Somebody may have meant a word: their message goes its way, and they are told the word."""
    case, perhaps = said.case, said.read.perhaps
    if case.thread.request_id is None or perhaps is None or answered_enough(case, said.contact):
        # A new request's acknowledgement names the words.
        return
    answer(case, said.contact, WordAnswered(what="perhaps", perhaps=perhaps))


def _answers_a_question(case: Case) -> bool:
    """Whether it answers a letter in which somebody asked the requester something."""
    ids = [case.signer.owns_message_id(each) for each in case.parsed.in_reply_to]
    known = [each for each in ids if each is not None]
    query = sa.select(_outbox.c.id).where(_outbox.c.id.in_(known), _outbox.c.notice.in_(_QUESTIONS))
    return bool(known) and case.session.connection().execute(query.limit(1)).first() is not None
