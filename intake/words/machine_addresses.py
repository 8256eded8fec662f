"""Addresses that nobody reads: a mail from one names its person somewhere else (pure)."""

from __future__ import annotations

import re

# local = [word sep] machine [sep word]; a machine's name stands between separators or alone.
_MACHINE = re.compile(
    r"(?:^|[._+=-])"
    r"(?:no-?reply|noreply\d{0,4}|no_reply|ne-?pas-?repondre|nepasrepondre|ne_pas_repondre|do-?not-?reply|donotreply"
    r"|not?-?responder|wordpress|www-?data|apache|nginx|httpd|nobody|root|cron|daemon|mailer|mailer-daemon|robot"
    r"|automate|automatique|formulaires?|web-?forms?|contact-?form|form-?mailer|forms?|notifications?|alertes?"
    r"|bounces?|postmaster|scan(?:ner)?|copieur|imprimante|printer|mfp|multifonctions?)"
    r"(?:$|[._+=-])",
    re.IGNORECASE,
)
_LONGEST = 320


def is_machine_address(address: str) -> bool:
    """Whether `address` is one that a program writes from and nobody reads, by its local part alone.

    True of `noreply@…`, `wordpress@…`, `formulaire-contact@…`; False of `contact@…`, `mairie@…`, which people read.
    Linear in `address`.
    """
    local = address[:_LONGEST].rpartition("@")[0]
    return _MACHINE.search(local) is not None
