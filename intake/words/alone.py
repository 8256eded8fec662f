"""Whether a message says one of a few phrases and nothing else, besides politeness and its writer's name."""

from __future__ import annotations

from models.folding import fold, words

#: What people put around a phrase without asking for anything else.
_POLITE = frozenset(
    [
        *(
            "bonjour",
            "bonsoir",
            "salut",
            "madame",
            "monsieur",
            "merci",
            "svp",
            "stp",
            "s",
            "il",
            "vous",
            "te",
        ),
        *("plait", "d", "avance", "cordialement", "bien", "a", "respectueusement"),
        *("hello", "hi", "dear", "please", "thanks", "thank", "you", "regards", "kind", "best"),
    ]
)
#: Nothing longer says one phrase only.
LONGEST = 300


def phrases(*written: str) -> frozenset[tuple[str, ...]]:
    """Phrases as they are compared. Linear in `written`."""
    return frozenset(bare_words(each, frozenset()) for each in written)


def says_only(wanted: frozenset[tuple[str, ...]], subject: str, text: str, name: str = "") -> bool:
    """Whether subject and text together say one of `wanted` and no more; a text that says something decides.

    `name` is the writer's: it may stand below. Nothing longer than 300 characters says only that.
    Linear in `subject`.
    """
    if len(text) > LONGEST or len(subject) > LONGEST:
        return False
    said = bare_words(text, frozenset(words(fold(name)))) or bare_words(subject, frozenset())
    return said in wanted


def bare_words(text: str, name: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The folded words of `text` without politeness and without those of `name`. Linear in `text`."""
    return tuple(word for word in words(fold(text)) if word not in _POLITE and word not in name)
