"""How people begin and end a letter, and whether it asks something: so that a template adds only what is
missing.
"""

from __future__ import annotations

import re

from models.folding import fold, words

#: Characters looked at from either end: a greeting stands in the first line, a closing in the last few.
_LOOKED_AT = 400
_GREETING = re.compile(
    r"(?:re)?(?:bonjour|bonsoir|madame|monsieur|mesdames|messieurs|mademoiselle|m\. |mme |chere? |cheres? |"
    r"coucou|salut|hello|hi\b|dear |good (?:morning|afternoon|evening)|to whom)"
)
_CLOSING = re.compile(
    r"(?:bien )?(?:cordialement|cdlt|sinceres salutations|salutations|respectueusement|sincerement|"
    r"a votre (?:disposition|service)|bonne (?:journee|soiree|reception|continuation)|"
    r"bon(?:ne)? (?:week-?end|apres-?midi)|"
    r"(?:veuillez|je vous prie).{0,60}(?:salutations|expression|agreer)|bien a vous|cordiales salutations|"
    r"yours (?:sincerely|faithfully|truly)|(?:best|kind|warm) regards|regards|sincerely)"
)
#: Words that speak to the reader, or ask for something.
_ASKING = re.compile(
    r"\?|\b(?:vous|votre|vos|veuillez|merci de|your?|yours|please)\b|"
    r"^(?:envoye[zr]|precise[zr]|indique[zr]|transmett(?:ez|re)|fourni(?:r|ssez)|send|tell us)\b"
)
#: What a town hall lacks of whoever wrote: « une photo du compteur », not « la pièce commandée ».
_WANTED = re.compile(
    r"^(?:(?:une?|la|les?|des|du|de la|deux|trois|quelques|autres?|son|sa|ses|an?|the|some|two)[ ]|l')*"
    r"(?:photos?|copies?|scans?|justificatifs?|attestations?|certificats?|quittances?|factures?|rib|formulaires?|"
    r"documents?|signatures?|numeros?|references?|plaque|adresse|etage|dates?|heures?|noms?|prenoms?|"
    r"coordonnees|telephone|courriel|pieces? d'identite|pieces? justificatives?|livret de famille|permis|"
    r"pictures?|cop(?:y|ies)|proof|form|address|number|plate|name|phone|receipt)\b"
    r"(?!.{0,80}\b(?:commandee?s?|fournisseur|livree?s?|livraison|recue?s?|prestataire|entreprise|ordered|supplier)\b)"
)


def greets(text: str) -> bool:
    """Whether the first line of `text` greets its reader: « Bonjour Madame, ». Linear in `text`."""
    first = text[:_LOOKED_AT].strip().split("\n", 1)[0]
    return _GREETING.match(fold(first).strip(" -–,.*>")) is not None


def closes(text: str) -> bool:
    """Whether one of the last four lines of `text` takes leave: « Cordialement, », « Bonne journée ».

    Linear in `text`.
    """
    lines = [line for line in text[-_LOOKED_AT:].split("\n") if line.strip()][-4:]
    return any(_CLOSING.match(fold(line).strip(" -–,.*>")) for line in lines)


def asks(text: str) -> bool:
    """Whether `text` wants something of its reader: a question, « merci de », « une photo de … ».

    Linear in `text`.
    """
    folded = fold(text[: 5 * _LOOKED_AT]).strip()
    return _ASKING.search(folded) is not None or _WANTED.match(folded) is not None


def without_name(comment: str, name: str, *beside: str) -> str:
    """`comment` without the lines at its end that are nothing but its writer's name, or a part of it; with
    the name also those of `beside` (their post, their service, the town hall): the signature says them again.
    """
    lines, own = comment.splitlines(), set(words(fold(name)))
    more = [set(words(fold(each))) for each in beside if each]
    posts = set[str]().union(*more) | _JOINING
    last = len(lines)
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _SIGNED_LINES), -1):
        said = set(words(fold(lines[at])))
        if not said:
            continue
        if own.issuperset(said):
            last = at
        elif not posts.issuperset(said):
            break
    return "\n".join(lines[:last]).rstrip()


#: Lines of a signature that are looked at.
_SIGNED_LINES = 6
#: What may join a post to a service.
_JOINING = frozenset({"de", "des", "du", "d", "la", "le", "les", "l", "service", "et", "au"})
