"""The beginnings of words as the words there are: SQLite puts all that begins so together before it gives the
first request, but walks whole words one request after the other.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.sought.asked import Phrase, Sought
from models.store.looking.reads import Reads

#: Words that may begin so; of more, SQLite puts them together after all.
MOST_FORMS = 40
#: The words of the index from one on; nothing is counted, so that the first is there at once.
_NEXT = sa.text("SELECT term FROM temp.request_terms WHERE term >= :begun LIMIT 1")


def spelled(session: Session, reads: Reads, sought: Sought) -> Sought:
    """`sought` with every beginning of at most MOST_FORMS words written out; on PostgreSQL as it is."""
    if not reads.is_sqlite:
        return sought
    return replace(
        sought,
        terms=tuple(tuple(way for phrase in term for way in _ways(session, phrase)) for term in sought.terms),
    )


def _ways(session: Session, phrase: Phrase) -> tuple[Phrase, ...]:
    *first, last = phrase.words
    # Letters beyond those of ASCII may be folded otherwise in the index.
    if not phrase.is_begun or not all(each.isascii() for each in phrase.words):
        return (phrase,)
    forms = _forms(session, last)
    if len(forms) > MOST_FORMS:
        return (phrase,)
    return tuple(Phrase(" ".join((*first, each)), (*first, each)) for each in (forms or [last]))


def _forms(session: Session, begun: str) -> list[str]:
    """The words of the index that begin so, one more than MOST_FORMS at most."""
    found: list[str] = []
    after, run = begun, session.connection().execute
    while len(found) <= MOST_FORMS:
        term = run(_NEXT, {"begun": after}).scalar()
        if term is None or not term.startswith(begun):
            break
        found.append(term)
        # A space comes after the word and before every longer one.
        after = f"{term} "
    return found
