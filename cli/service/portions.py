"""Which portion of the service a process runs, when several share one database (`serve --only`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import StrEnum

from models.errors import UserError


class Portion(StrEnum):
    """What one process may do alone; together they are the whole service."""

    #: SMTP, LMTP and IMAP in, the calls of the SMS provider, the pages where photos are handed in.
    DOORS = "doors"
    #: The counter in a browser: desk, board, requests, the citizens' pages.
    BOARD = "board"
    #: Messages are read and become requests.
    DECIDERS = "deciders"
    #: Notices are written and handed over.
    DELIVERERS = "deliverers"
    #: What happens by the clock: one process leads, another takes over when it is gone.
    SCHEDULE = "schedule"


WHOLE = frozenset(Portion)


def portions_of(written: Iterable[str]) -> frozenset[Portion]:
    """`doors,board` or several such, in French as well; the whole service for none. Raises UserError for an
    unknown name.
    """
    from cli.speaking.words import key_of, value

    found = set()
    for name in (part.strip().lower() for each in written for part in each.split(",")):
        if not name:
            continue
        if (key := key_of("portion", name)) not in set(Portion):
            called = [value("portion", each) for each in Portion]
            near = difflib.get_close_matches(name, called, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(called)}."
            raise UserError(f"The service has no portion '{name}'; {hint}")
        found.add(Portion(key))
    return frozenset(found) or WHOLE
