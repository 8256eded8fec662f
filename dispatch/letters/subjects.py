"""The subject of a request as letters show it: without what our own letters put before it."""

from __future__ import annotations

import re

from intake.mail.wire.subjects import bare_subject

#: `[2026-00042]`, as each subject of ours begins.
_REFERENCE = re.compile(r"\[(?:19|20)\d\d-\d{5}\]", re.ASCII)
#: What our acknowledgements and notices say before the subject (templates/*/email/*/subject.txt).
_OURS = re.compile(
    r"(?:nous avons bien reçu votre demande|we have received your request|à traiter|to do|copie|copy|"
    r"demande rouverte|request open again|réponse du demandeur|answer from the requester|"
    r"échéance (?:proche|dépassée)|overdue|due soon|note interne|internal note)\s*:\s*",
    re.IGNORECASE,
)
#: Letters quoted in letters: each round takes one set of prefixes off.
_ROUNDS = 5


def own_words_off(subject: str) -> str:
    """`subject` without « Re: », our reference and the words of our own subjects; '' when nothing else stood
    there.
    """
    rest = subject
    for _ in range(_ROUNDS):
        before = rest
        rest = " ".join(_REFERENCE.sub(" ", rest).split())
        if rest:
            rest = bare_subject(rest)
        found = _OURS.match(rest)
        if found:
            rest = rest[found.end() :]
        if rest == before:
            break
    return rest.strip()


def shown_subject(subject: str, locale: str) -> str:
    """`subject` as people are shown it, never empty: « (sans objet) »."""
    return own_words_off(subject) or ("(no subject)" if locale == "en" else "(sans objet)")
