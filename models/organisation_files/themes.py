"""Which service of a town looks after what, guessed from the names of its services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.folding import fold, words
from models.organisation.themes import THEMES


def share_out(services: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """The themes of each service, by its key, from its names; a theme that no name speaks of goes to nobody.

    Each theme goes to the service named by the likeliest of its words; of two, to the first.
    """
    named: Mapping[str, str] = {key: _spoken(" ".join(names)) for key, names in services}
    shared: dict[str, list[str]] = {key: [] for key in named}
    for theme in THEMES.values():
        owner = next(
            (key for word in theme.services for key, spoken in named.items() if _spoken(word) in spoken), None
        )
        if owner is not None:
            shared[owner].append(theme.key)
    return {key: tuple(themes) for key, themes in shared.items()}


def _spoken(text: str) -> str:
    return f" {' '.join(words(fold(text)))} "
