"""« oui » to « Vouliez-vous écrire : affecter à Odile Chambon ? » orders what was proposed."""

from __future__ import annotations

import re

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.outside.partner_words import answered_notice
from intake.words.orders import Order, read_order
from intake.words.staff.lines import read_lines
from models.folding import fold, words

#: « OK » is left out: it may as well say that the letter was read.
_YES = re.compile(
    r"(?:oui|yes|c est (?:bien )?ca|exactement|tout a fait|that s it)"
    r"(?: (?:c est (?:bien )?ca|exactement|tout a fait|merci|svp|stp|please|s il (?:te|vous) plait)){0,3}"
)
_CHARACTERS = 60


def said_yes_to(case: Case, change: Change, written: str | None) -> str | None:
    """The order that a notice of ours proposed, alone, when the agent's whole answer is « oui »; else what
    they wrote. A proposal that is no order by itself (a name, a building) is none to say yes to.
    """
    if not written or len(written) > _CHARACTERS or "?" in written:
        return written
    if not _YES.fullmatch(" ".join(words(fold(written)))):
        return written
    answered = answered_notice(case)
    if answered is None or answered.notice != "command_help":
        return written
    proposed = list(answered.data.get("nearest") or [])
    if len(proposed) != 1:
        return written
    meant, workflow, organisation = str(proposed[0]), change.workflow, case.organisation
    today = organisation.town.local_day(case.now)
    lines = read_lines(meant, workflow, organisation=organisation, today=today)
    whole = read_order(meant, workflow, organisation=organisation, today=today)
    understood = isinstance(whole, Order) or (lines is not None and not lines.wrong)
    return meant if understood else written
