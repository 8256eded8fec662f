"""What an agent wrote, apart from the notice quoted below it: that notice must never reach the requester."""

from __future__ import annotations

import re
from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.letters.manners import without_name
from intake.mail.reply.attributions import is_attribution
from intake.message import HIDDEN, ParsedMessage
from intake.words.address_of_words import Address, address_of
from intake.words.orders import Unsure
from intake.words.staff.words import StaffWords, read_staff_words
from models.folding import fold
from models.folding import words as words_in
from models.signing.tokens import Signer
from models.tables.columns import table_of
from models.tables.people import Person

_people = table_of(Person)
_NAME_OF = sa.select(_people.c.name).where(_people.c.id == sa.bindparam("person"))
#: First words of buttons after which all that is written is theirs.
_WHOLE = frozenset({"corriger", "correct"})
#: A signature: so many lines of so many characters.
_SIGNATURE_LINES, _SIGNATURE_CHARACTERS = 8, 90


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
    words = read_staff_words(
        text, change.workflow, organisation=case.organisation, today=today, asker=_name_of_asker(change)
    )
    if case.sender.agent is None or isinstance(words.said, Unsure):
        return words
    return replace(words, kept=without_name(words.kept, case.sender.agent.name))


def _name_of_asker(change: Change) -> str:
    """The name of whoever asked, '' when they gave none."""
    found = change.session.connection().execute(_NAME_OF, {"person": change.request.requester_id}).scalar()
    return found or ""


def holds_unseen(parsed: ParsedMessage, written: str) -> bool:
    """Whether some of what was written is not seen in the window that it was written in: hidden by its HTML,
    or white on white. Linear in `written`.
    """
    unseen = parsed.extra.get(HIDDEN, "")
    if not unseen or not written.strip():
        return False
    said = f" {' '.join(words_in(fold(written)))} "
    runs = (" ".join(words_in(fold(run))) for run in unseen.splitlines())
    return any(run and f" {run} " in said for run in runs)


def tapped_word(parsed: ParsedMessage) -> str:
    """The subject of a mail without words: « envoyer [2026-00042] », as the links in our notices write it; ''
    when none.
    """
    return tapped_subject(parsed) if not parsed.attachments else ""


def tapped_subject(parsed: ParsedMessage) -> str:
    """A subject without the reference in it."""
    return re.sub(r"\[[^\]]{0,40}\]", "", parsed.bare_subject[:120]).strip()


def apart_from_signature(text: str, name: str) -> str:
    """`text` without the last block of short lines that begins with its writer's whole name: a signature that
    nothing announces. Linear in `text`.
    """
    lines = text.rstrip().splitlines()
    at = next((at for at in range(len(lines) - 1, 0, -1) if not lines[at].strip()), 0)
    block = lines[at + 1 :]
    own = set(words_in(fold(name)))
    if not at or not block or len(own) < 2 or len(block) > _SIGNATURE_LINES:
        return text
    is_theirs = set(words_in(fold(block[0]))) == own
    short = all(len(line) <= _SIGNATURE_CHARACTERS and "?" not in line for line in block)
    return "\n".join(lines[:at]).rstrip() if is_theirs and short else text


def tapped(parsed: ParsedMessage, written: str) -> tuple[str, str] | None:
    """The paragraph that one of our buttons began, and what stands below it; None for any other mail.

    A button writes its word into subject and text alike. What corrects a letter is a letter, all of it. Words
    below that speak to the requester are the
    agent's letter, and read with the order; other words are no part of it.
    """
    first, _, below = written.strip().partition("\n\n")
    subject, said = words_in(fold(tapped_subject(parsed))), words_in(fold(first))
    if not subject or said[: len(subject)] != subject or not below.strip():
        return None
    if subject[0] in _WHOLE:
        return None
    if address_of(below) is Address.REQUESTER:
        return None
    return first, below.strip()


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
