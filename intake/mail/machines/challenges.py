"""Challenges: a recipient's mail filter holds our letter until its sender proves to be a person.

Mailinblack, SpamArrest, BoxTrapper, TMDA and others have one shape: they say that a message waits, that
somebody must click, confirm or copy digits, and give an address to do so. All three must be said, in the
first 4,000 characters; each is looked for once.
"""

from __future__ import annotations

import re

# waits  = a message of the reader is kept back, or will be delivered after something
_WAITS = re.compile(
    r"(?:votre|vos) (?:message|courriel|e-?mail|mail)s?\b[^.!?]{0,120}(?:en attente|n['’]a pas "
    r"(?:encore )?[ée]t[ée] (?:remis|d[ée]livr)|"
    r"bloqu[ée]|retenu|quarantaine)|(?:pour (?:que|qu['’])[^.!?]{0,60}|sera "
    r")(?:remis|d[ée]livr[ée]|distribu[ée])|"
    r"your (?:message|e-?mail|mail)\b[^.!?]{0,120}(?:is (?:being )?held|waiting|pending|has not (?:yet "
    r")?been delivered|quarantine)|"
    r"(?:before|to) (?:your (?:message|e-?mail|mail) (?:can|will) be|have your "
    r"(?:message|e-?mail|mail)|deliver|release)",
    re.IGNORECASE,
)
# acts   = what must be done by a person
_ACTS = re.compile(
    r"cliqu(?:er|ez)|authentifi(?:er|ez)|confirm(?:er|ez)|recopi(?:er|ez)|v[ée]rifi(?:er|ez)|captcha|"
    r"\bclick\b|\bconfirm\b|\bverify\b|prove (?:that )?you(?:'re| are)|one[- ]time|not a robot|pas un robot",
    re.IGNORECASE,
)
# filter = names of filters that challenge, and of what they do
_FILTER = re.compile(
    r"mail ?in ?black|spam ?arrest|boxtrapper|\btmda\b|challenge[- ]response|sender "
    r"(?:verification|confirmation|address verification)|"
    r"anti-?spam|anti-?pourriel|liste (?:blanche|d['’]autoris)|white ?list|bo[îi]te (?:est "
    r")?prot[ée]g[ée]e|protected (?:by|mailbox)",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S{4}", re.IGNORECASE)
_READ = 4_000


def is_challenge(subject: str, text: str) -> bool:
    """Whether a mail asks its reader to act so that an earlier letter of theirs is delivered.

    Linear in `subject`.
    """
    said = f"{subject[:300]}\n{text[:_READ]}"
    return all(pattern.search(said) for pattern in (_WAITS, _ACTS, _FILTER, _LINK))
