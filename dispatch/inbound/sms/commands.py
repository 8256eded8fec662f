"""What becomes of a citizen's text message: a command, an answer to a survey, words for a request old or
new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.changing import changed_contact
from dispatch.inbound.citizen.surveys import ask_mark, record_score
from dispatch.inbound.citizen.taking_back import take_back
from dispatch.inbound.citizen.wanted import set_language
from dispatch.inbound.contact_words import take_contact_words
from dispatch.inbound.follow_up import is_too_late, join
from dispatch.inbound.message_entry import answer_writer, change_of
from dispatch.inbound.sms import consent
from dispatch.inbound.sms.which_request import (
    find_latest,
    find_open,
    find_own,
    find_survey,
    list_open,
    was_acknowledged_today,
)
from dispatch.inbound.staff.sms import take_order
from dispatch.inbound.starting.new_request import open_new
from dispatch.inbound.thread import Thread
from dispatch.inbound.who.own_data import own_data
from dispatch.inbound.who.storm import storm
from dispatch.notices.done import WordAnswered
from dispatch.notices.joined import follow_own
from dispatch.notices.lists.listed import ListingDetails
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import Contact
from dispatch.requests.numbers_and_links import find_mentioned
from intake.ledger.outcome import Outcome
from intake.sms.commands import read_citizen_text
from intake.words.citizens.asked import CitizenText, Intent
from intake.words.gratitude import feeling_of, is_thanks
from intake.words.scores import is_unsure_score, read_score
from models.tables.ledger import InboundState
from models.vocabulary import OPEN_KINDS, Audience

#: Requests listed in one answer to SUIVI.
LISTED = 4
#: How long SUIVI goes on showing a request that is closed.
CLOSED_LATELY = timedelta(days=30)
#: What an opt-out service of the provider has already answered for us (Twilio's OptOutType).
_ANSWERED: dict[str, Intent] = {"STOP": "stop", "START": "start", "HELP": "help"}


@dataclass(frozen=True, slots=True)
class Sms:
    """A text message and how it was read. `silent`: the provider has answered it for us."""

    case: Case
    contact: Contact
    read: CitizenText
    #: The request whose survey its sender was asked and has not answered.
    survey_of: int | None = None
    silent: bool = False


def text_message(case: Case) -> Outcome | None:
    """Is it a text message? Then the questions about text messages are asked."""
    if case.parsed.channel != "sms":
        return None
    if _is_ours(case):
        return Outcome(InboundState.AUTOMATIC, "sent from a number of ours")
    if case.parsed.automatic is not None:
        return Outcome(InboundState.AUTOMATIC, case.parsed.automatic.reason)
    contact = case.sender.contact
    if contact is None:
        return open_new(case, Thread(why="no number to answer"))
    sms = _read(case, contact)
    return next(outcome for question in SMS_QUESTIONS if (outcome := question(sms)) is not None)


def many(sms: Sms) -> Outcome | None:
    """More than anybody can read? It is held with the others, and the administrators are told once."""
    return storm(sms.case)


def stop(sms: Sms) -> Outcome | None:
    """STOP? Nothing more is sent to this number."""
    return consent.stop(sms.case, sms.contact, silent=sms.silent) if sms.read.intent == "stop" else None


def start(sms: Sms) -> Outcome | None:
    """START? Texts again for a number that had said STOP; help for one that had not."""
    if sms.read.intent != "start":
        return None
    return consent.start(sms.case, sms.contact, silent=sms.silent) or _help(sms)


def order(sms: Sms) -> Outcome | None:
    """Does an agent order something? It is done as if written by mail."""
    return take_order(sms.case)


def link(sms: Sms) -> Outcome | None:
    """Does it name an address to link or to change to, or give a code back? A code is sent, or it is done."""
    return changed_contact(sms.case) or take_contact_words(sms.case)


def data(sms: Sms) -> Outcome | None:
    """MES DONNÉES? The demand is listed for an administrator, and confirmed at a contact on file."""
    return own_data(sms.case)


def explain(sms: Sms) -> Outcome | None:
    """AIDE? The commands are explained."""
    return _help(sms) if sms.read.intent == "help" else None


def track(sms: Sms) -> Outcome | None:
    """SUIVI? The sender's open requests are listed, or the one that is named."""
    if sms.read.intent != "track":
        return None
    named = find_own(sms.case, sms.read)
    asked = sms.read.names_a_request
    _tell_status(sms, only=named if asked else None, unknown=asked and not named)
    return Outcome(InboundState.COMMAND, "SUIVI was answered", named)


def cancel(sms: Sms) -> Outcome | None:
    """ANNULER? The request is withdrawn when its workflow lets its requester do so; else staff are told."""
    if sms.read.intent != "cancel":
        return None
    case = sms.case
    found = find_own(case, sms.read)
    if found is None and not sms.read.names_a_request:
        found = find_open(case) if len(list_open(case)) == 1 else None
    if found is None:
        _tell_status(sms, unknown=sms.read.names_a_request)
        return Outcome(InboundState.COMMAND, "ANNULER names no single request of the sender")
    request = lock_request(case.session, case.in_force, found)
    if request.kind not in OPEN_KINDS:
        _tell_status(sms, only=request.id)
        return Outcome(InboundState.COMMAND, "ANNULER: the request is closed already", request.id)
    step = take_back(case, change_of(case, request), sms.read.text or case.parsed.text, sms.contact)
    why = f"now {step.to_state.key}" if step is not None else "passed on to staff"
    return Outcome(InboundState.COMMAND, f"ANNULER: {why}", request.id)


def language(sms: Sms) -> Outcome | None:
    """LANGUE EN? They are written to in that language from then on, and told so in it."""
    if sms.read.intent != "language" or sms.case.sender.is_staff:
        return None
    asked = sms.read.language
    if asked:
        set_language(sms.case, sms.contact, asked)
    what = WordAnswered(what="language" if asked else "language_unknown")
    if not sms.case.automatic:
        answer_writer(sms.case, "word_answered", what, locale=asked)
    return Outcome(InboundState.COMMAND, f"LANGUE: {asked or 'a language we do not write'}")


def score(sms: Sms) -> Outcome | None:
    """A number for a survey that was asked? It is written down; staff hear of a bad one, and of words with
    it. A number that is no mark of it is asked about once.
    """
    case, read = sms.case, sms.read
    unsure = read.intent == "message" and is_unsure_score(case.parsed.text) and not case.parsed.media
    if sms.survey_of is None or not (unsure or read.intent == "score"):
        return None
    if unsure and find_own(case, read) is not None:
        return None  # « 6 » names request 6
    change = change_of(case, lock_request(case.session, case.in_force, sms.survey_of))
    if read.score is None:
        return ask_mark(case, change)
    return record_score(case, change, read.score, read.text)


def new(sms: Sms) -> Outcome | None:
    """NOUVEAU? What follows is a new request; help when nothing follows."""
    if sms.read.intent != "new":
        return None
    words = sms.read.text
    if not words and not sms.case.parsed.media:
        return _help(sms)
    said = replace(sms.case, parsed=replace(sms.case.parsed, text=words, reply=words))
    return open_new(said, Thread(why="NOUVEAU was asked for"))


def words(sms: Sms) -> Outcome:
    """All else is words: for the request named, the open one, the latest when they thank or complain, or a
    new one.
    """
    case = sms.case
    named = find_own(case, sms.read)
    found, why = named, "named by the sender"
    if found is None:
        found, why = find_open(case), "the sender's open request"
    if found is None and feeling_of(case.parsed.text) != "other":
        found, why = find_latest(case), "words about the latest request"
    if found is None:
        # Somebody else's reference: a new request, linked to that one, as by email.
        linked = find_mentioned(case.session, case.parsed.text)
        return open_new(case, Thread(linked_id=linked, why="mentioned by somebody else" if linked else ""))
    request = lock_request(
        case.session, case.in_force, follow_own(case.session, found, case.sender.person_id)
    )
    if is_too_late(case, request):
        return open_new(case, Thread(linked_id=request.id, why="names a request closed too long ago"))
    acknowledged = was_acknowledged_today(case, request.id) or is_thanks(case.parsed.text)
    change = change_of(case, request)
    outcome = join(case, change)
    if not acknowledged:
        tell_person(change, News("text_joined"), sms.contact, Audience.REQUESTER)
    return replace(outcome, reason=outcome.reason or why)


#: The first answer is what becomes of the text message; docs/deciding.md prints the first sentence of each.
SMS_QUESTIONS: tuple[Callable[[Sms], Outcome | None], ...] = (
    stop,
    start,
    order,
    link,
    data,
    explain,
    track,
    cancel,
    language,
    score,
    many,
    new,
    words,
)


def _read(case: Case, contact: Contact) -> Sms:
    mark = read_score(case.parsed.text)
    # A mark alone takes the place of the one they gave before.
    survey_of = find_survey(case, again=mark is not None and not mark.comment)
    answered = _ANSWERED.get(case.parsed.extra.get("opt_out_type", ""))
    if answered is not None:
        return Sms(case, contact, CitizenText(answered), survey_of, silent=True)
    read = read_citizen_text(case.parsed.text, survey_asked=survey_of is not None)
    return Sms(case, contact, read, survey_of)


def _help(sms: Sms) -> Outcome:
    if not sms.silent and not sms.case.automatic:
        answer_writer(sms.case, "text_help")
    return Outcome(InboundState.COMMAND, "AIDE was answered")


def _tell_status(sms: Sms, only: int | None = None, *, unknown: bool = False) -> None:
    if sms.case.automatic:
        return
    items = [] if unknown else list_open(sms.case, only, closed_since=sms.case.now - CLOSED_LATELY)
    listed = ListingDetails(items=tuple(items[:LISTED]), total=len(items))
    answer_writer(sms.case, "status", listed)


def _is_ours(case: Case) -> bool:
    """Whether the number it came from is one of ours: two machines must not answer one another."""
    sender = case.parsed.sender.address if case.parsed.sender else ""
    numbers = {number for service in case.organisation.services for number in service.numbers}
    return bool(sender) and (sender in numbers or sender == case.settings.sms.number)
