"""Which words of a message will be looked at when it starts a request, before anything is decided (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.inbound.apart.parts import words_of_parts
from dispatch.inbound.starting.first_row import subject_of
from dispatch.requests.incidents.found import words_of_report
from dispatch.rules.decision import Words
from dispatch.rules.facts import words_of
from intake.mail.reply_tokens import envelope_tokens
from intake.message import ParsedMessage


def words_to_look_at(
    message: ParsedMessage, recipients: Sequence[str], reply_address: str
) -> Iterator[Words]:
    """Those by which it is routed, compared with other reports, and told apart.

    None of one that answers us at a signed address: what is asked of it is another question.
    """
    if message.bounce is not None or envelope_tokens(recipients, reply_address):
        return
    yield words_of(message)
    yield words_of_report(subject_of(message), message.opening)
    yield from words_of_parts(message.opening)
