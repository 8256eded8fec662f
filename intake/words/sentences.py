"""A message in its parts: greeting, sentences, farewell, signature.

A sentence is never cut in two: a line that runs on into the next one stays one sentence. One pass over at
most LINES lines of LINE characters, of which at most PIECES sentences are cut; what is longer is no order and
is read by people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.words.cutting import Sentence, as_text, cut_sentences
from intake.words.phrases import is_known
from models.folding import FoldedText, fold, words

LINES = 400
LINE = 2000
SENTENCES = 80
#: Lines of an order above a letter, at most.
HEAD = 3
#: Colons of one of these lines that are looked behind: « planifié à 9:30 : Bonjour Madame ».
COLONS = 4
#: Sentences that are cut, of which the last may turn out to be names below the farewell.
PIECES = 2 * SENTENCES

_HELLO = re.compile(
    r"(?:re[ -]?)?(?:(?:bonjour|bonsoir|salut|hello|hi|coucou|bjr|bsr|re|dear|good (?:morning|afternoon|evening))\b"
    # A civility alone greets only with at most two names up to the comma: « Madame Petit a rappelé, … » tells.
    r"|(?:chere?s? )?(?:mesdames|messieurs|madame|monsieur|mme|mlle)(?:[ ,]+(?:mesdames|messieurs|madame|monsieur))?"
    r"(?: (?:l'|la |le )?[\w'-]{1,30}){0,2} ?(?:[,:!]|$)|chere?s? \w)"
)
#: What the head of a greeting may hold up to its comma.
_HELLO_LINE = re.compile(r"(?:[^,.!?;:\n]|(?<![a-z])m(?:r|me|lle)?\.){0,60}(?:[,.!;:]+|$)")
_HELLO_PEOPLE = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|hello|hi|coucou|bjr|bsr)(?: (?:madame|monsieur|mesdames|messieurs|a tous|a toutes|tout le monde|all))*)[ ,]*"
)
_CLOSING = re.compile(
    r"(?:merci(?: d'avance| beaucoup| bien| bcp| a (?:vous|toi|tous))?[ ,.!]*$|(?:bien |tres |je vous prie |veuillez |avec )?(?:cordialement|sincerement|respectueusement|agreer|amicalement)|bien a (?:vous|toi)"
    r"|cdlt|cdt|cord(?=$|[ .,])|bonne? (?:journee|soiree|reception|semaine|fin de|week|apres-midi|continuation|nuit)|salutations"
    r"|(?:mes |nos )?sinceres salutations|(?:kind |best |warm )?regards|sincerely|yours|a bientot|bon (?:week|courage)|a votre disposition"
    r"|(?:dans l'attente|en vous remerciant|en vous souhaitant)|avec (?:toutes )?(?:nos|mes) excuses|prudence,)"
)
_FOOT = re.compile(
    r"(?:--|__|envoye (?:de|depuis) |sent from |obtenir outlook|get outlook|telecharger outlook)"
)
_CONTACT = re.compile(
    r"(?:t[eé]l\.? ?:? ?)?\+?[\d .()-]{8,24}|[^\s@]{1,64}@[^\s@]{1,190}|(?:www\.|https?:)\S{1,200}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in its parts, each as written."""

    greeting: str
    sentences: tuple[Sentence, ...]
    closing: str
    signature: str
    #: Whether it was too long to be looked at whole.
    cut: bool = False

    @property
    def body(self) -> str:
        """The sentences, without greeting, farewell and signature."""
        return as_text(self.sentences)


def read_letter(text: str) -> Letter:
    """`text` in its parts; everything is in exactly one of them, unless it was `cut`. Linear in `text`."""
    all_lines = text.splitlines()
    lines = [
        line[:LINE].replace("\xa0", " ").replace("\u202f", " ").strip(" \t>*_") for line in all_lines[:LINES]
    ]
    cut = len(all_lines) > LINES or any(len(line) > LINE for line in all_lines[:LINES])
    lines, foot = _without_foot(lines)
    greeting, lines = _greeting(lines)
    lines, closing, signed = _closing(lines)
    if not closing:
        lines, signed = _signature(lines)
    pieces = cut_sentences(lines, PIECES + 1)
    sentences, closing, signed = _inline_farewell(pieces, closing, signed)
    signature = "\n".join(part for part in (*signed, *foot) if part)
    cut = cut or len(pieces) > PIECES or len(sentences) > SENTENCES
    return Letter(greeting, tuple(sentences[:SENTENCES]), closing, signature, cut)


def head_and_letter(text: str) -> tuple[str, str] | None:
    """What stands above a greeting, and the letter that begins with it; None when no greeting follows other words.

    « Planifié 12/12 : Bonjour Madame, … » stands above one on its own line. Looks at the first HEAD lines that say
    something, and COLONS of each; one pass.
    """
    all_lines = text.splitlines()
    said = 0
    for at, line in enumerate(all_lines[:LINES]):
        folded = fold(line[:LINE].replace("\xa0", " ").strip(" \t>*_"))
        if not words(folded):
            continue
        if said and _HELLO.match(folded):
            return "\n".join(all_lines[:at]).strip(), "\n".join(all_lines[at:]).strip()
        if (colon := _before_a_greeting(line)) is not None:
            head, letter = line[:colon], line[colon + 1 :]
            return "\n".join((*all_lines[:at], head)).strip(), "\n".join(
                (letter, *all_lines[at + 1 :])
            ).strip()
        said += 1
        if said > HEAD:
            return None
    return None


def _before_a_greeting(line: str) -> int | None:
    """Where the colon stands that a greeting follows in `line`, at most LINE characters of it; None without one."""
    at = -1
    for _ in range(COLONS):
        at = line.find(":", at + 1, LINE)
        if at < 0:
            return None
        if words(fold(line[:at][:LINE])) and _HELLO.match(
            fold(line[at + 1 : at + 200].replace("\xa0", " ").strip(" \t*_"))
        ):
            return at
    return None


def _without_foot(lines: list[str]) -> tuple[list[str], list[str]]:
    for at, line in enumerate(lines):
        if _FOOT.match(fold(line[:60])):
            return lines[:at], lines[at:]
    return lines, []


def _greeting(lines: list[str]) -> tuple[str, list[str]]:
    """The greeting at the head, with who is greeted: « Bonjour Madame Petit, »."""
    for at, line in enumerate(lines):
        if not words(fold(line)):
            continue
        source = FoldedText(line)
        folded = source.folded
        if not _HELLO.match(folded):
            return "", lines[at:]
        head = _HELLO_LINE.match(folded)
        whole = head is not None and len(words(head[0])) <= 6
        people = _HELLO_PEOPLE.match(folded)
        if (
            head is not None
            and whole
            and not (
                head.end() == len(folded) and people and people.end() < head.end() and len(words(folded)) > 4
            )
        ):
            end = head.end()
        elif people:
            end = people.end()
        else:
            return "", lines[at:]
        said = source.original(0, end) if end else ""
        rest = source.original(end, len(folded)).strip() if end < len(folded) else ""
        return said.strip(), [rest, *lines[at + 1 :]] if rest else lines[at + 1 :]
    return "", lines


def _closing(lines: list[str]) -> tuple[list[str], str, list[str]]:
    """The lines above the farewell, the farewell, and those below it."""
    for at, line in enumerate(lines):
        folded = fold(line)
        if _CLOSING.match(folded) and (at > 0 or len(words(folded)) <= 8):
            return lines[:at], line, [each for each in lines[at + 1 :] if each]
    return lines, "", []


def _signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Names alone at the end, in a block of their own or on the last line."""
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    start = len(kept)
    while start > 0 and kept[start - 1] and len(kept) - start < 4:
        start -= 1
    block = kept[start:]
    if start > 0 and block and not kept[start - 1] and all(map(_is_name, block)):
        return kept[:start], block
    dialled = len(kept)
    while dialled > 1 and (
        _CONTACT.fullmatch(kept[dialled - 1]) or (dialled < len(kept) and _is_name(kept[dialled - 1]))
    ):
        dialled -= 1
    if dialled < len(kept):
        return kept[:dialled], kept[dialled:]
    if len(kept) > 1 and _is_name(kept[-1]) and all(word[:1].isupper() for word in kept[-1].split()):
        return kept[:-1], [kept[-1]]
    return kept, []


def _is_name(line: str) -> bool:
    found = line.split()
    if not 0 < len(found) <= 6 or line[-1:] in "?!:;,":
        return False
    said = words(fold(line))
    return bool(said) and not any(is_known(word) for word in said if len(word) > 2)


def _inline_farewell(
    sentences: list[Sentence], closing: str, signed: list[str]
) -> tuple[list[Sentence], str, list[str]]:
    """« Vu et fait. Salutations, R. Petit »: a farewell or a name after the last sentence of a line."""
    for at, sentence in enumerate(sentences):
        if at > 0 and _CLOSING.match(sentence.folded):
            return (
                sentences[:at],
                closing or sentence.text,
                [*(each.text for each in sentences[at:]), *signed],
            )
    end = len(sentences)
    while end > 1 and _signs(sentences[end - 1]):
        end -= 1
    return sentences[:end], closing, [*(each.text for each in sentences[end:]), *signed]


def _signs(sentence: Sentence) -> bool:
    alone = sentence.text.split()
    names = len(alone) <= 3 and all(word[:1].isupper() for word in alone)
    return names and _is_name(sentence.text) and not sentence.asks
