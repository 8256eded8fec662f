"""An answer proves who knows whom, not what it is about: another topic is another request, linked to the
first.
"""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.request import Request
from dispatch.inbound.case import Case
from dispatch.inbound.follow_up import is_unsure_mark, mark_given
from dispatch.inbound.starting.new_request import open_new
from dispatch.inbound.thread import Proof, Thread
from dispatch.letters.subjects import own_words_off
from dispatch.notices.joined import incident_of
from intake.ledger.claims import ledger
from intake.ledger.outcome import Outcome
from intake.words.gratitude import feeling_of, is_thanks
from models.errors import InvalidValue
from models.folding import SMALL_WORDS, fold, words
from models.values import EmailAddress, Reference
from models.vocabulary import CLOSED_KINDS, Channel

#: Subjects of a request's messages that are looked at, and the letters that tell a word's meaning.
_MOST_SUBJECTS = 50
_STEM = 5
_SHORTEST = 4


def other_topic(case: Case) -> Outcome | None:
    """Does it answer a closed request under another subject, or hand one of our letters to another service?
    Then it is a new request, linked.
    """
    request = case.request
    if request is None or case.parsed.channel != Channel.EMAIL or case.parsed.automatic is not None:
        return None
    if _handed_to_another_service(case, request):
        case.hands_on_ours = True
        why = "hands one of our letters to another service"
    elif _is_about_something_else(case, request):
        why = "answers a closed request under another subject"
    else:
        return None
    return open_new(case, Thread(linked_id=request.id, why=why))


def _handed_to_another_service(case: Case, request: Request) -> bool:
    if not case.parsed.is_forward or case.thread.proof is Proof.TOKEN:
        return False
    services = {
        service.key
        for recipient in case.recipients
        if (service := case.organisation.service_with(_base(recipient))) is not None
        and service.key != case.organisation.town.default_service
    }
    return bool(services) and request.service not in services


def _is_about_something_else(case: Case, request: Request) -> bool:
    """Whether the subject has nothing in common with the request's; thanks, marks and bare files never
    are.
    """
    text = case.parsed.words
    if case.speaks_as_staff or request.kind not in CLOSED_KINDS or not text.strip():
        return False
    first = incident_of(case.session, case.in_force, request)
    if first is not None and first.kind not in CLOSED_KINDS:
        return False
    if is_thanks(text) or feeling_of(text) == "thanks" or is_unsure_mark(case, request):
        return False
    if mark_given(case, request) is not None:
        return False
    if Reference.find(case.parsed.subject) is not None:
        # « Re: [2026-00042] … »: they say themselves what it is about.
        return False
    # Some mail programs leave the reference out of the subject that they answer.
    subject = own_words_off(case.parsed.subject, of_an_answer=True)
    said = _meaning(subject)
    if not said or feeling_of(subject) in ("thanks", "not_solved"):
        return False
    return all(said.isdisjoint(_meaning(known)) for known in _subjects(case, request))


def _subjects(case: Case, request: Request) -> list[str]:
    """What the request and its messages were called."""
    query = (
        sa.select(ledger.c.subject)
        .where(ledger.c.request_id == request.id)
        .order_by(ledger.c.id)
        .limit(_MOST_SUBJECTS)
    )
    received = case.session.connection().execute(query).scalars()
    return [request.subject, *(own_words_off(each) for each in received)]


def _meaning(subject: str) -> set[str]:
    """The beginnings of the words that mean something: « lampadaires éteints » and « lampadaire » share
    one.
    """
    said = words(fold(subject))
    return {word[:_STEM] for word in said if len(word) >= _SHORTEST and word not in SMALL_WORDS}


def _base(address: str) -> str:
    try:
        return EmailAddress.parse(address).base.key
    except InvalidValue:
        return address
