"""Whether a member of staff asks which requests are theirs: « mes demandes », and nothing else."""

from __future__ import annotations

from models.folding import fold, words

_PHRASES = frozenset(
    tuple(phrase.split())
    for phrase in (
        "mes demandes",
        "mes demandes en cours",
        "mes demandes ouvertes",
        "mes demandes en retard",
        "mes dossiers",
        "mes dossiers en cours",
        "liste de mes demandes",
        "la liste de mes demandes",
        "ma liste",
        "my requests",
        "my open requests",
        "list of my requests",
        "my list",
    )
)
#: What people put around it without asking for anything else.
_POLITE = frozenset(
    [
        "bonjour",
        "bonsoir",
        "salut",
        "merci",
        "svp",
        "stp",
        "s",
        "il",
        "vous",
        "te",
        "plait",
        "d",
        "avance",
        "cordialement",
        "bien",
        "a",
        "hello",
        "hi",
        "please",
        "thanks",
        "thank",
        "you",
    ]
)
_LONGEST = 200


def asks_for_own_list(subject: str, text: str, name: str = "") -> bool:
    """Whether subject and text together say that and no more, besides politeness and the writer's `name`."""
    if len(text) > _LONGEST or len(subject) > _LONGEST:
        return False
    around = _POLITE | frozenset(words(fold(name)))
    said = _bare(text, around)
    if said:
        return said in _PHRASES
    return _bare(subject, around) in _PHRASES


def _bare(text: str, around: frozenset[str]) -> tuple[str, ...]:
    return tuple(word for word in words(fold(text)) if word not in around)
