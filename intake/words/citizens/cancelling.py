"""Whether a requester says, in words of their own, that they wish to cancel: told to the agent, never done by it.

`ANNULER` alone is a command (`intake.words.citizens.asked`); « laissez tomber, c'est arrangé » is a letter.
"""

from __future__ import annotations

import re

from models.folding import fold

_CHARACTERS = 4_000
_MINE = r"(?:(?:de )?(?:ma|notre|cette|la) )"
_WISH = re.compile(
    r"(?<!\w)(?:"
    r"laiss(?:ez|er|ons|e) tomber"
    rf"|(?:annul(?:er|ez|ation)|retir(?:er|ez)|abandonn(?:er|ez)) {_MINE}demande"
    r"|n['’]?(?: )?(?:ai|avons) (?:donc |finalement )?plus besoin"
    r"|plus (?:la peine|necessaire) (?:de|que) (?:vous )?(?:passer|venir|deranger|intervenir)"
    r"|(?:cancel|withdraw|drop) (?:my|our|this|the) request|no longer need|forget (?:about )?it"
    r")(?!\w)"
)
_NOT = re.compile(r"(?<!\w)(?:pas|jamais|not|surtout pas|don ?['’]?t|never)(?!\w)[^.!?\n]{0,30}$")


def wishes_to_cancel(text: str) -> bool:
    """Whether a sentence of `text` says so and does not deny it. One pass over the first characters."""
    said = fold(text[:_CHARACTERS])
    return any(_NOT.search(said[max(0, at.start() - 60) : at.start()]) is None for at in _WISH.finditer(said))
