"""What an agent wrote, apart from the notice quoted below it: that notice must never reach the requester."""

from __future__ import annotations

import re
from dataclasses import replace

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.letters.manners import without_name
from intake.mail.reply.attributions import is_attribution
from intake.message import ParsedMessage
from intake.words.orders import Unsure
from intake.words.staff.words import StaffWords, read_staff_words
from models.signing.tokens import Signer


def words_of(parsed: ParsedMessage, signer: Signer) -> str | None:
    """The agent's own words, '' when there are none; None when our notice could not be told apart from them.

    A mail that only quotes has no words, whatever the reader of replies kept of it.
    """
    text = parsed.words
    if _only_quotes(text):
        return ""
    return None if signer.find_marker(text) is not None else text


def read_words(case: Case, change: Change, written: str | None) -> StaffWords:
    """What an agent's words say about the request of `change`; `written` is what `words_of` found."""
    today = case.organisation.town.local_day(case.now)
    text = first_paragraph(case.parsed) if written is None else written
    if not text.strip():
        text = tapped_word(case.parsed)
    words = read_staff_words(text, change.workflow, organisation=case.organisation, today=today)
    if case.sender.agent is None or isinstance(words.said, Unsure):
        return words
    return replace(words, kept=without_name(words.kept, case.sender.agent.name))


def tapped_word(parsed: ParsedMessage) -> str:
    """The subject of a mail without words: « envoyer [2026-00042] », as the links in our notices write it; ''
    when none.
    """
    return re.sub(r"\[[^\]]{0,40}\]", "", parsed.bare_subject[:120]).strip() if not parsed.attachments else ""


def first_paragraph(parsed: ParsedMessage) -> str:
    """The lines above the first blank one: an order there is the agent's even when a quote below was not
    seen.
    """
    paragraph: list[str] = []
    for line in (parsed.words).strip().splitlines():
        if not line.strip() or line.lstrip().startswith(">"):
            break
        paragraph.append(line)
    return "\n".join(paragraph)


def _only_quotes(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    above: list[str] = []
    for line in lines:
        if line.lstrip().startswith(">"):
            break
        above.append(line.strip())
    quoted = lines[len(above) :]
    if not quoted:
        return not lines
    return all(line.lstrip().startswith(">") for line in quoted) and (
        not above or (len(above) <= 4 and is_attribution(" ".join(above)))
    )
