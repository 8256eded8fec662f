"""Words already found to be for the requester: sent after a moment in which it can be withdrawn, or kept
until they say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dispatch.history.change import Change
from dispatch.history.entries import files_of_entry
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import (
    answered_notice,
    in_our_words,
    is_about_own_words,
    last_waiting,
    waiting_answer,
)
from dispatch.inbound.staff.about_to_leave import others_joined, tell_it_waits
from dispatch.inbound.staff.notes import keep_note, tell_help
from dispatch.inbound.staff.others_words import repeats_another
from dispatch.inbound.staff.several.looked_up import nobody_known, staff_meant
from dispatch.letters.orders_shown import forward_words
from dispatch.requests import staff_words
from dispatch.requests.staff_words import said_already, say_to_requester
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.needed import needs_visa
from intake.ledger.outcome import Outcome
from intake.words.orders import Order
from intake.words.staff.partners import named_as_theirs
from intake.words.staff.to_our_question import answer_to_our_question
from intake.words.staff.words import StaffWords
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Entry

_entries = table_of(Entry)
#: Lines of the history looked at.
_LATEST = 50
#: Kept words can be sent by one word this long.
KEPT_DAYS = 30


def leaves_at(case: Case) -> datetime:
    """When words published now leave the town hall."""
    return case.now + timedelta(seconds=case.settings.agents.publish_delay_seconds)


def publish(
    case: Case,
    change: Change,
    text: str,
    *,
    of_note: int | None = None,
    files: Sequence[int] = (),
) -> Outcome:
    """Send `text` to the requester, with the files of this message (or `files`), and tell the agent how to
    stop it. Where a manager releases words first they wait.
    """
    return _publish(case, change, text, of_note, files)[0]


def publish_line(
    case: Case,
    change: Change,
    text: str,
    *,
    of_note: int | None = None,
    files: Sequence[int] = (),
    to_all: bool = False,
    approved: bool = False,
) -> bool:
    """`publish`, as one line of several orders; False unless the words leave: the agent has been told why.

    `to_all`: to all whose requests were joined to this one, too. `approved`: the town wrote them, no visa is
    asked.
    """
    return _publish(case, change, text, of_note, files, to_all=to_all, approved=approved)[1]


def _publish(
    case: Case,
    change: Change,
    text: str,
    of_note: int | None,
    files: Sequence[int],
    *,
    to_all: bool = False,
    approved: bool = False,
) -> tuple[Outcome, bool]:
    """What became of the message, and whether its words leave."""
    request_id = change.request.id
    if not approved and repeats_another(change, text, case.settings.mail.reply_days):
        if of_note is None:
            keep_note(case, change, text)
        tell_help(case, change, "words_of_other", kept=text)
        why = "words of another request, sent to nobody"
        return Outcome(InboundState.COMMAND, why, request_id), False
    if of_note is None and not _sends_files(case) and said_already(change, text):
        keep_note(case, change, text, asked=True)
        tell_help(case, change, "said_already", kept=text, asks=True)
        return Outcome(InboundState.COMMAND, "the same words again: asked", request_id), False
    if not approved and needs_visa(change):
        order = {"of_note": of_note, "files": list(files), "to_all": to_all}
        adopt(case, change)
        ask_visa(
            change,
            text,
            channel=case.parsed.channel,
            attachments=case.parsed.attachments if of_note is None else (),
            order={name: value for name, value in order.items() if value},
        )
        return Outcome(InboundState.COMMAND, "an answer that waits for a visa", request_id), False
    _, reached = say_to_requester(
        change,
        text,
        agent=case.sender.agent.key if case.sender.agent is not None else None,
        channel=case.parsed.channel,
        attachments=case.parsed.attachments if of_note is None else (),
        files=files,
        data={"of_note": of_note} if of_note else None,
        not_before=leaves_at(case),
        to_all=to_all,
    )
    if not reached:
        tell_help(case, change, "requester_unreachable")
        why = "answer kept, but the requester cannot be reached"
        return Outcome(InboundState.FOLLOW_UP, why, request_id), False
    going = list(files) if of_note is not None or files else None
    tell_it_waits(case, change, text, others=0 if to_all else others_joined(change), files=going)
    return Outcome(InboundState.FOLLOW_UP, "answer to the requester", request_id), True


def _sends_files(case: Case) -> bool:
    return any(not each.decorative for each in case.parsed.attachments)


def keep_and_ask(
    case: Case, change: Change, text: str, why: str, possible: Sequence[str] = (), *, written: str = ""
) -> Outcome:
    """Keep words as a note and ask their writer, once, whether they are for the requester or what they
    order.
    """
    if text or case.parsed.attachments:
        keep_note(case, change, text, asked=True)
    tell_help(case, change, why, possible, written=written, kept=text, asks=True)
    return Outcome(
        InboundState.COMMAND,
        f"kept as a note, its writer was asked: {why.replace('_', ' ')}",
        change.request.id,
    )


def ask_about(
    case: Case, change: Change, text: str, why: str, likely: Sequence[str] = (), *, written: str = ""
) -> Outcome:
    """Keep words and ask about them; whoever writes of a partner is told how to pass a request on."""
    partner = named_as_theirs(text, case.organisation)
    if partner is not None:
        why, likely = "doubt_partner", (forward_words(case.locale, partner.key),)
    elif meant := staff_meant(case, change, text):
        likely = meant
    return keep_and_ask(case, change, text, why, likely, written=written)


def ask_whom(case: Case, change: Change, words: StaffWords, name: str) -> Outcome:
    """« affecter à » a name that nobody bears: nothing is done, the names that come near are shown."""
    wrong = nobody_known(case, name, words.kept.strip().split("\n", 1)[0])
    if len(words.kept.strip().splitlines()) > 1:
        return keep_and_ask(case, change, words.kept, wrong.reason, wrong.nearest, written=wrong.written)
    tell_help(case, change, wrong.reason, wrong.nearest, written=wrong.written)
    return Outcome(InboundState.COMMAND, "handed to nobody who is known", change.request.id)


def in_answer(case: Case, words: StaffWords, written: str | None) -> StaffWords:
    """The words of an agent who answers our question about their own words: « ok pour l’envoi » sends them,
    « non, en note » keeps them; as they were read for anything else.
    """
    if isinstance(words.said, Order) or not written or not is_about_own_words(answered_notice(case)):
        return words
    meant = answer_to_our_question(written)
    return StaffWords(Order(meant), words.address) if meant is not None else words


def send_kept(case: Case, change: Change) -> Outcome:
    """« envoyer »: the last words that this agent was asked about, or a partner's answer, go to the
    requester, with their files. Of both, only what is surely meant.
    """
    own, theirs = last_kept(case, change), waiting_answer(case, change)
    if own is not None and theirs is not None and (answered := answered_notice(case)) is not None:
        if answered.notice == "partner_replied" and answered.entry_id == theirs.id:
            own = None
        elif is_about_own_words(answered):
            theirs = None
    if own is not None and theirs is not None:
        word = "send" if case.locale == "en" else "envoyer"
        tell_help(case, change, "two_kept", (f"{word} {own.id}", f"{word} {theirs.id}"))
        return Outcome(
            InboundState.COMMAND, "two things were kept to be sent: asked which", change.request.id
        )
    note = own or theirs
    if note is None:
        tell_help(case, change, "nothing_kept")
        return Outcome(InboundState.COMMAND, "nothing was kept to be sent", change.request.id)
    text = note.text if own is not None else in_our_words(change, note)
    return publish(case, change, text, of_note=note.id, files=files_of_entry(case.session, note.id))


def adopt(case: Case, change: Change) -> None:
    """Whoever acts on a request that nobody has, has it from now on."""
    agent = case.sender.agent
    staff_words.adopt(change, agent.key if agent is not None else None)


def last_kept(case: Case, change: Change) -> Any:
    """The last words of this agent that they were asked about, when nobody has sent them or said that they
    stay a note; else None.
    """
    mine = _entries.c.person_id == case.sender.person_id
    return last_waiting(change, "asked", case.now - timedelta(days=KEPT_DAYS), mine, latest=_LATEST)
