"""Whether a member of staff asks which requests are theirs: « mes demandes », and nothing else."""

from __future__ import annotations

from intake.words.alone import phrases, says_only

_PHRASES = phrases(
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


def asks_for_own_list(subject: str, text: str, name: str = "") -> bool:
    """Whether subject and text together say that and no more, besides politeness and the writer's `name`.

    Linear in `subject`.
    """
    return says_only(_PHRASES, subject, text, name)
