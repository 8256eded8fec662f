"""What the marks of machines are worth: which of them count, and is it proved that nobody asks for anything?

The reader gives marks (intake/mail/machines/automatic.py). They say that nobody must be answered
automatically. That a mail is no request is another question, and only a proof answers it: our own loop header
or Message-ID, or an answer to a letter of ours.
What merely looks automatic becomes a request without acknowledgement, or waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dispatch.delivery.bounces import find_letter
from dispatch.inbound.case import Case
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.message import Automatic, Mailbox, ParsedMessage
from models.tables.ledger import Door, InboundState
from models.tables.outbox import OutboundMessage

#: Message-IDs looked at for one of ours.
MOST_IDS = 100


def weigh(parsed: ParsedMessage, message: ClaimedMessage, domains: Iterable[str]) -> ParsedMessage:
    """The message with the marks that count here: the envelope's word, and none of our own list."""
    if parsed.automatic is None and not message.envelope_from and message.door in (Door.SMTP, Door.LMTP):
        # RFC 5321 §6.1: mail from the null sender is a machine's and never answered,
        # whatever its headers say.
        mark = Automatic("generated", "its envelope sender is empty", is_likely_request=True)
        return replace(parsed, automatic=mark)
    return _without_our_list(parsed, tuple(domain.lower() for domain in domains))


def answers_us(case: Case) -> bool:
    """Whether it is proved to answer a letter of ours: by its thread, by our Message-ID, by our return
    address.
    """
    if case.thread.request_id is not None or letter_of(case) is not None:
        return True
    parsed = case.parsed
    ids = (parsed.extra.get("original_message_id", ""), *parsed.in_reply_to, *reversed(parsed.references))
    return any(case.signer.owns_message_id(text) is not None for text in ids[:MOST_IDS] if text)


def letter_of(case: Case) -> OutboundMessage | None:
    """The letter to whose return address it was sent, None when it was sent to none."""
    return find_letter(case.session, case.message, case.settings.mail.reply_address, case.signer, case.now)


def hold(case: Case, reason: str) -> Outcome:
    """Keep a message for a person to decide on; whoever can is told the same hour (dispatch.notices.held)."""
    return Outcome(InboundState.HELD, reason)


def _without_our_list(parsed: ParsedMessage, domains: tuple[str, ...]) -> ParsedMessage:
    """A mail that came through the town's own list or group is from whoever wrote to it, as if written to
    us.
    """
    mark = parsed.automatic
    if mark is None or mark.kind != "list" or not _is_ours(parsed, domains):
        return parsed
    sender = _written_by(parsed, domains)
    # Whom a list names instead of itself was written by anybody.
    doubt = parsed.sender_doubt or ("" if sender == parsed.sender else "list")
    return replace(parsed, automatic=None, sender=sender, sender_doubt=doubt)


def _is_ours(parsed: ParsedMessage, domains: tuple[str, ...]) -> bool:
    """Whether the list's own name or address is at one of our domains."""
    named = " ".join(parsed.extra.get(name, "") for name in ("list_id", "list_post", "mailing_list")).lower()
    for mark in "<>;,@":
        named = named.replace(mark, " ")
    return any(word == domain or word.endswith(f".{domain}") for word in named.split() for domain in domains)


def _written_by(parsed: ParsedMessage, domains: tuple[str, ...]) -> Mailbox | None:
    """Who wrote to the list: From, unless the list put its own address there; then whoever it names
    instead.
    """
    if parsed.sender is not None and not _is_at(parsed.sender.address, domains):
        return parsed.sender
    if parsed.original_from is not None:
        return parsed.original_from
    outside = (box for box in parsed.reply_to if "@" in box.address and not _is_at(box.address, domains))
    return next(outside, parsed.sender)


def _is_at(address: str, domains: tuple[str, ...]) -> bool:
    return address.rpartition("@")[2].lower() in domains
