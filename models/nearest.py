"""The known word that a mistyped one was meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from models.folding import fold

#: How much two words must have in common, from 0 to 1.
_ALIKE = 0.6
#: The same of one word of a name: words are short, and many are a little alike.
_NEARER = 0.75
_MOST = 3


def nearest(given: str, known: Iterable[str], names: Mapping[str, str] | None = None) -> str:
    """` Did you mean 'voirie'?`, or '' when nothing is near. `names` are what some of `known` are called.

    Linear in `given`.
    """
    names = names or {}
    by_word = {plain_word(word): key for key in known for word in (names.get(key, ""), key) if word}
    wanted = plain_word(given)
    # « karim » for « Karim Benali »: a name of several words is often given by one.
    parts = [word for word in by_word if wanted and wanted in word.split()][:_MOST]
    close = parts or difflib.get_close_matches(wanted, list(by_word), n=_MOST, cutoff=_ALIKE)
    if not close and " " not in wanted:
        # « medi » for « Mehdi Kaci ».
        words = {part: word for word in by_word for part in word.split()}
        close = [
            words[each] for each in difflib.get_close_matches(wanted, list(words), n=_MOST, cutoff=_NEARER)
        ]
    keys = list(dict.fromkeys(by_word[each] for each in close))
    return f" Did you mean {' or '.join(repr(key) for key in keys)}?" if keys else ""


def plain_word(text: str) -> str:
    """A key or name as it is compared: folded, hyphens and underscores as spaces. Linear in `text`."""
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split())
