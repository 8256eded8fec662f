"""How much the clauses of a message count for what it is about.

What is asked or complained of counts in full, and a little more in a sentence that asks. What only sets the
scene (« J'attends mes petits-enfants devant la maternelle »), praises, or tells of another year counts less;
so does what stands before a turn (« En revanche… »), what comes second (« Par ailleurs… »), and who signs.
One pass over the words of a passage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dispatch.rules.passage import Passage
from dispatch.rules.themes.clause_words import (
    ABBREVIATIONS,
    AND_ALSO,
    ARTICLES,
    ASKS,
    CLOSINGS,
    INSTITUTIONS,
    OPENS_A_CLAUSE,
    PEOPLE,
    PRAISE,
    PRAISES,
    REQUIRES,
    ROLES,
    SCENES,
    STILL,
    STORIES,
    STORY,
    TO_THE_WRITER,
    TURNS,
    has_any,
)
from models.folding import word_spans

#: Words of one place that are looked at.
LOOKED_AT_WORDS = 400
ASKED, PLAIN, SECOND, BEFORE_A_TURN, TOLD, SIGNED = 1.25, 1.0, 0.5, 0.6, 0.4, 0.3
#: A marker of a second matter among the first words opens the first one: « Sinon bonjour », « Suite à… ».
_FIRST_WORDS = 5
_SIGNATURE_WORDS = 9
_NAME_WORDS = 7
#: « L'école de musique », and no longer.
_INSTITUTION_WORDS = 4
_CLAUSE_MARKS = re.compile(r"[,:()]| - ")
#: Characters between two words that are looked at: a row of dots is one mark.
_LOOKED_AT_MARKS = 40
#: Words that may end a clause, or make their sentence ask.
_BEGINS_SOMETHING = OPENS_A_CLAUSE | PEOPLE | REQUIRES | ASKS


@dataclass(slots=True)
class Clause:
    """A run of words between marks, and how much it counts."""

    sentence: int
    words: list[tuple[str, int, int]] = field(default_factory=list)
    weight: float = PLAIN
    #: Whether it only names who wants something of the writer: « L’école me réclame … ».
    names_who_asks: bool = False


def clauses(passage: Passage) -> list[Clause]:
    """The clauses of a passage in order, each with its weight; the words are all of them, small ones too."""
    found, asking = _cut(passage)
    second = False
    seen = 0
    for at, clause in enumerate(found):
        written = [word for word, _, _ in clause.words]
        if not second and seen > _FIRST_WORDS - 1:
            second = not AND_ALSO.isdisjoint(written)
        seen += len(written)
        weight = ASKED if clause.sentence in asking else PLAIN
        if _is_signature(passage, found, at, clause.sentence in asking):
            weight = SIGNED
        elif (
            clause.names_who_asks
            or _sets_the_scene(written)
            or (clause.sentence not in asking and STILL.isdisjoint(written) and has_any(written, STORIES))
            or not PRAISE.isdisjoint(written)
            or has_any(written, PRAISES)
        ):
            weight = TOLD
        clause.weight = weight * (SECOND if second else 1)
        if has_any(written, TURNS) and at:
            for before in found[:at]:
                before.weight = min(before.weight, BEFORE_A_TURN)
        elif written[:1] == ["mais"] and at:
            before = found[at - 1]
            if before.sentence == clause.sentence:
                before.weight = min(before.weight, BEFORE_A_TURN)
    return found


def _cut(passage: Passage) -> tuple[list[Clause], set[int]]:
    found: list[Clause] = []
    asking: set[int] = set()
    sentence = 0
    clause = Clause(0)
    end_before = 0
    before = ""
    folded = passage.folded
    for count, (word, start, end) in enumerate(word_spans(folded)):
        if count >= LOOKED_AT_WORDS:
            break
        gap = folded[end_before : min(start, end_before + _LOOKED_AT_MARKS)]
        # Most words have one blank between them, and begin nothing.
        if gap == " " and word not in _BEGINS_SOMETHING:
            clause.words.append((word, start, end))
            before, end_before = word, end
            continue
        if before and (gap != " " or word in OPENS_A_CLAUSE):
            new_sentence = _ends_a_sentence(gap, before)
            if "?" in gap:
                asking.add(sentence)
            if new_sentence or word in OPENS_A_CLAUSE or _CLAUSE_MARKS.search(gap):
                found.append(clause)
                sentence += new_sentence
                clause = Clause(sentence)
        if word in PEOPLE and _is_a_gerund(clause.words):
            # « En rentrant du stade j'ai trouvé… »: the scene ends where somebody does something.
            found.append(clause)
            clause = Clause(sentence)
        if word in REQUIRES and _is_asked_of_the_writer(clause.words):
            clause.names_who_asks = True
            found.append(clause)
            clause = Clause(sentence)
        if word in ASKS:
            asking.add(sentence)
        clause.words.append((word, start, end))
        before, end_before = word, end
    if clause.words:
        found.append(clause)
        if "?" in folded[end_before : end_before + 40]:
            asking.add(sentence)
    return found, asking


def _is_asked_of_the_writer(before: list[tuple[str, int, int]]) -> bool:
    """Whether what stands before « demande » makes it another's wish: « me », or an institution alone."""
    written = [word for word, _, _ in before if word not in ARTICLES]
    if written and written[-1] in TO_THE_WRITER:
        return True
    return 1 <= len(written) <= _INSTITUTION_WORDS and written[0] in INSTITUTIONS


def _is_a_gerund(words: list[tuple[str, int, int]]) -> bool:
    return len(words) > 2 and words[0][0] == "en" and words[1][0].endswith("ant")


def _ends_a_sentence(gap: str, before: str) -> bool:
    mark = gap.strip(" \"'»)")
    if not mark and "\n" not in gap:
        return False
    if "\n\n" in gap or any(each in mark for each in "!?;"):
        return True
    return ("." in mark and (before not in ABBREVIATIONS or "\n" in gap) and gap != ".") or "\n" in gap


def _sets_the_scene(written: list[str]) -> bool:
    if not STORY.isdisjoint(written):
        return True
    for at, word in enumerate(written[:6]):
        after = written[at + 1] if at + 1 < len(written) else ""
        if word == "en" and after.endswith("ant") and len(after) >= 4:
            return True
        if word in PEOPLE and after in SCENES:
            return True
        if word in PEOPLE and after in ("suis", "sommes"):
            return any(each in ROLES for each in written[at + 2 : at + 4])
    return written[0] in ROLES and written[0] not in ("aide", "conseil", "cadre")


def _is_signature(passage: Passage, found: list[Clause], at: int, is_asking: bool) -> bool:
    clause = found[at]
    if not at or is_asking or len(clause.words) > _SIGNATURE_WORDS or at < len(found) - 2:
        return False
    before = found[at - 1]
    if _closes(before) or before.weight == SIGNED:
        return True
    if before.sentence == clause.sentence:
        return False
    words = [word for word, _, _ in clause.words]
    while words and words[0] in ARTICLES:
        words = words[1:]
    if words and words[0] in ROLES:
        return True
    # « Josette, amicale laïque »: a name begins it, and nothing ends it.
    length = sum(len(each.words) for each in found[at:])
    told = sum(len(each.words) for each in found[:at])
    start, end = clause.words[0][1], found[-1].words[-1][2]
    return (
        length <= _NAME_WORDS
        and told > _NAME_WORDS
        and passage.original(start, start + 1).isupper()
        and not passage.folded[end:].strip()
    )


def _closes(clause: Clause) -> bool:
    return any(word in CLOSINGS for word, _, _ in clause.words) and len(clause.words) <= 6
