"""Which words of a message will be looked at when it starts a request, before anything is decided (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.inbound.apart.parts import words_of_parts
from dispatch.rules.decision import Words
from dispatch.rules.facts import words_of
from intake.mail.reply_tokens import envelope_tokens
from intake.message import ParsedMessage


def words_to_look_at(
    message: ParsedMessage, recipients: Sequence[str], reply_address: str
) -> Iterator[Words]:
    """Those by which it is routed and told apart. What it reports is only looked for where another request
    tells of the same place, which few do.

    None of one that answers us at a signed address: what is asked of it is another question.
    """
    if message.bounce is not None or envelope_tokens(recipients, reply_address):
        return
    yield words_of(message)
    yield from words_of_parts(message.opening)
