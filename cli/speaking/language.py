"""Which language commands speak: GUICHET_LANG, else that of the terminal; English where none is French."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.organisation.values import Locale

#: The first that says something decides, as for every program (POSIX); ours comes before.
_VARIABLES = ("GUICHET_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language() -> Locale:
    """fr or en, for whoever types the command."""
    said = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "fr" if said[:2].lower() == "fr" else "en"
