"""What an agent wrote, apart from the notice quoted below it: that notice must never reach the requester."""

from __future__ import annotations

import re

from dispatch.letters.manners import without_name as without_name
from intake.mail.reply.attributions import is_attribution
from intake.message import ParsedMessage
from models.signing.tokens import Signer


def words_of(parsed: ParsedMessage, signer: Signer) -> str | None:
    """The agent's own words, '' when there are none; None when our notice could not be told apart from them.

    A mail that only quotes has no words, whatever the reader of replies kept of it.
    """
    text = parsed.words
    if _only_quotes(text):
        return ""
    return None if signer.find_marker(text) is not None else text


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
