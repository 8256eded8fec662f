"""The subject of a request as letters show it: without what our own letters put before it."""

from __future__ import annotations

import re

from intake.mail.wire.subjects import bare_subject

#: `[2026-00042]`, as each subject of ours begins.
_REFERENCE = re.compile(r"\[(?:19|20)\d\d-\d{5}\]", re.ASCII)
#: What our acknowledgements and notices say before the subject (templates/*/email/*/subject.txt).
_OURS = re.compile(
    r"(?:qui est le demandeur\s*\?|who is the requester\s*\?|"
    r"(?:nous avons bien reçu votre demande|we have received your request|à traiter|to do|copie|copy|"
    r"demande rouverte|request open again|réponse du demandeur|answer from the requester|"
    r"échéance (?:proche|dépassée)|overdue|due soon|note interne|internal note)\s*:)\s*",
    re.IGNORECASE,
)
#: Whole subjects of ours to requesters, which name no subject of theirs.
_WHOLLY_OURS = re.compile(
    r"(?:nous avons bien reçu votre demande|"
    r"votre demande est (?:terminée|prise en charge|en attente|rouverte|planifiée(?: pour le .*)?)|"
    r"votre demande a été transmise|"
    r"votre annulation est transmise au service|your cancellation was passed on|"
    r"your request has been passed on|"
    r"votre demande\s*:.*|intervention prévue(?: le .*)?|réponse à votre demande|"
    r"votre message rejoint une demande déjà en cours|votre demande rejoint une autre, sur le même sujet|"
    r"notre message précédent était une erreur|que pensez-vous de notre réponse\s*\??|"
    r"nous avons besoin d[’']une réponse de votre part|"
    r"voulez-vous des nouvelles de cette demande\s*\? répondez confirmer|la demande que vous suivez\s*:.*|"
    r"do you want news of this request\? answer confirm|the request you follow:.*|"
    r"we have received your request|"
    r"your request is (?:done|being dealt with|on hold|open again|planned(?: for .*)?)|"
    r"your request\s*:.*|work planned(?: for .*)?|answer to your request|"
    r"your message joins a request already under way|your request joins another about the same matter|"
    r"our last message was a mistake|what do you think of our answer\s*\??|we need an answer from you)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 2
#: What mail programs and scanners write where nobody wrote a subject.
_BY_A_PROGRAM = re.compile(
    r"^\W*(?:(?:aucun|sans|pas d[’'e]) ?(?:objet|sujet)|no subject|envoi d[’']un message|sent from|"
    r"message from|numérisation|scanned? )|\.(?:jpe?g|png|heic|pdf|docx?)\b",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"(?:aucun|sans|pas d[’'e]) ?(?:objet|sujet)|no (?:subject|title)|ohne betreff", re.IGNORECASE
)
#: What may stand around it.
_MARKS = " \u00a0()[]<>{}-–—_.…*:\"'«»“”"
#: Letters quoted in letters: each round takes one set of prefixes off.
_ROUNDS = 5


def own_words_off(subject: str, *, of_an_answer: bool = False) -> str:
    """`subject` without « Re: », our reference and the words of our own subjects; '' when nothing else stood
    there.

    A whole subject of ours counts as one beside our reference, or in what is known to answer one of our
    letters. Linear in `subject`.
    """
    rest, answers_ours = subject, of_an_answer or _REFERENCE.search(subject) is not None
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
    rest = rest.strip()
    return "" if answers_ours and _WHOLLY_OURS.fullmatch(rest) else rest


def says_something(subject: str) -> bool:
    """Whether somebody wrote what they want into the subject (« Lampadaire en panne »): two words at least,
    and not those of a mail program. Linear in `subject`.
    """
    own = own_words_off(subject)
    return len(_WORD.findall(own[:500])) >= _FEWEST_WORDS and not _BY_A_PROGRAM.search(own[:500])


def shown_subject(subject: str, locale: str) -> str:
    """`subject` as people are shown it, never empty: « (sans objet) », as well where a program wrote so.

    Linear in `subject`.
    """
    own = own_words_off(subject)
    return own if says_a_subject(own) else "(no subject)" if locale == "en" else "(sans objet)"


def says_a_subject(shown: str) -> bool:
    """Whether there is one to name in a sentence; what mail programs write for none is none.

    Linear in `shown`.
    """
    said = shown.strip(_MARKS)
    return bool(said) and not _NO_SUBJECT.fullmatch(said)
