"""How absence messages are called, and what they say of themselves, in the languages of the mail that comes
in.
"""

from __future__ import annotations

import re

# subject = *2 ( "[" tag "]" ), formula, and then an end, a mark, or the subject that is answered
_SUBJECT = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*){0,2}(?:auto\s?:\s?)?(?:"
    r"r[ée]ponse automatique|(?:message|r[ée]ponse) d['’ ]?(?:absence|automatique)|"
    r"absent?(?:ce|e)?(?:\(e\))? (?:du|de mon|au) bureau|(?:je suis )?absente?(?:\(e\))?(?: (?:jusqu|du "
    r"\d).{0,40}?)?|"
    r"je suis (?:en cong[ée]s?|absente?)|r[ée]pondeur (?:de messagerie|automatique).{0,40}?|"
    r"accus[ée] de r[ée]ception(?: automatique)?|automatic (?:reply|answer|response)|auto[- "
    r"]?(?:reply|response|respond(?:er)?)|"
    r"out of (?:the )?office(?: (?:auto)?reply)?|away from (?:my )?(?:office|mail|e-?mail|desk)|on vacation|"
    r"vacation (?:reply|notice|response|message)|automatische antwort|abwesenheits(?:notiz|nachricht)"
    r"|abwesenheit|"
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|risposta automatica|fuori ufficio|resposta "
    r"autom[áa]tica|"
    r"automatisch antwoord|afwezig(?:heid)?|autosvar|automatiskt svar|frånvaro|automaattinen "
    r"vastaus|odpowiedź automatyczna|"
    r"автоответ|自动回复|自動回覆|自動返信|i am (?:currently )?(?:out|away).{0,40}?"
    r")\s{0,3}(?:$|[:：(–—-]|re\s?:|aw\s?:)",
    re.IGNORECASE,
)
# itself  = the text says that a program wrote it
_ITSELF = re.compile(
    r"\b(?:ceci est|il s['’]agit d['’]|c['’]est) ?une? (?:message|r[ée]ponse|courriel|e-?mail)[\w "
    r"]{0,20} automatique|"
    r"(?:message|courriel|r[ée]ponse|e-?mail)[\w ]{0,20} (?:g[ée]n[ée]r[ée]e?|envoy[ée]e?) automatiquement|"
    r"this is an auto(?:matic|mated|-?generated)|automatically generated|(?:diese|dies ist eine) automatisch",
    re.IGNORECASE,
)
# absent  = somebody thanks for the message and is away, or does not read mail meanwhile
_ABSENT = re.compile(
    r"(?:merci (?:pour|de) votre (?:message|courriel|mail|e-?mail)|thank you for your (?:message|e-?mail))|"
    r"\bne (?:consulter?ai|consulte|lirai|lis) pas (?:mes|ma)|(?:pas|sans|limit[ée]) acc[èe]s à "
    r"(?:ma|mes) (?:messagerie|mails)|"
    r"(?:no|limited) access to (?:my )?e-?mails?|currently out of (?:the )?office|"
    r"(?:r[ée]pondrai|reviendrai vers vous|lirai votre message)[\w ]{0,20} (?:à|dès) mon retour",
    re.IGNORECASE,
)
_FIRST_WORDS = 300
_READ = 2_000


def is_absence_subject(subject: str) -> bool:
    """Whether a subject is nothing but the formula of an absence message, and perhaps the subject it
    answers. Linear in `subject`.
    """
    return bool(_SUBJECT.match(subject[:200]))


def says_absence(text: str, *, by_itself: bool = False) -> bool:
    """Whether a text speaks as an absence message; `by_itself`: it says in its first words that a program
    wrote it.

    People ask; programs do not: with a question in it, only what a text says of itself counts.
    Linear in `text`.
    """
    if by_itself:
        return bool(_ITSELF.search(text[:_FIRST_WORDS])) and "?" not in text[:_FIRST_WORDS]
    head = text[:_READ]
    return bool(_ITSELF.search(head)) or ("?" not in head and bool(_ABSENT.search(head)))
