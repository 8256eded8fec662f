"""Whether a text asks for no more texts: STOP and the ways people say it, alone, whatever its politeness."""

from __future__ import annotations

import re

from models.folding import fold, words

#: More than this is a message, whatever it begins with.
CHARACTERS = 120
_POLITE = frozenset(
    [
        "svp",
        "stp",
        "merci",
        "please",
        "thanks",
        "thank",
        "you",
        "bonjour",
        "bonsoir",
        "mairie",
        "cordialement",
        "s",
        "il",
        "vous",
        "plait",
        "te",
        "madame",
        "monsieur",
        "maintenant",
    ]
)
#: The English ones are those at which Twilio itself stops sending: ours must agree with it.
_ALONE = (
    r"stop+|stopper|stoppez|arret|arreter|arretez|desabonner|desabonne|desabonnez|desabonnement|desinscrire|desinscription"
    r"|desinscrit|stopall|unsubscribe|cancel|end|quit|optout|revoke"
)
_TEXTS = (
    r"(?:(?:les|vos|des|de|d|ces|tous vos|tous les|your|the) )*(?:sms|textos?|messages?|envois"
    r"|texts?|pubs?|notifications?)"
)
_WANT = r"(?:je (?:veux|voudrais|souhaite|desire) |merci de |veuillez |pouvez vous )?"
#: Each alternative is a row of words, every repetition bounded.
_STOP = (
    rf"(?:{_ALONE})(?: (?:au )?[0-9]{{5}})?"
    rf"|(?:stop+|arret|stopper|arreter|arretez|stoppez|no more|plus) {_TEXTS}(?: [0-9]{{5}})?"
    rf"|{_WANT}(?:me |moi )?(?:desabonner|desabonnez|desinscrire|desinscrivez)(?: moi| me)?(?: de "
    rf"(?:vos|ces|la|votre|cette) (?:sms|messages|liste|envois))?"
    rf"|je ne (?:veux|souhaite|desire) plus (?:recevoir |etre (?:contacte|contactee) par "
    rf")?(?:rien|{_TEXTS})(?: de votre part| de vous)?"
    rf"|(?:arretez|arreter|cessez|stop+) (?:de m |d )(?:envoyer|ecrire)(?: {_TEXTS})?"
    rf"|ne m (?:envoyez|ecrivez|envoyer|ecrire) plus(?: {_TEXTS}| rien)?|n (?:envoyez|envoyer) plus (?:rien|{_TEXTS})"
    rf"|{_WANT}(?:enlevez|enlever|retirez|retirer|supprimez|supprimer|effacez|effacer) (?:moi|mon "
    rf"numero)(?: de (?:votre|la|vos) (?:listes?|fichiers?|envois|base))?"
    rf"|(?:stop|please stop) (?:sending|texting)(?: me)?(?: {_TEXTS})?|remove me(?: from your "
    rf"list)?|take me off your list"
)
#: Said twice (« stop, ne m'envoyez plus de sms »), or with thanks for what was done. One pass over at most
#: CHARACTERS.
_STOPS = re.compile(rf"(?:{_STOP})(?: (?:{_STOP})){{0,2}}(?: (?:de|pour) votre (?:aide|reponse|travail))?")


def asks_to_stop(text: str) -> bool:
    """True for « STOP 36111 », « me désabonner », « stop, n'envoyez plus rien »; « stop aux dépôts sauvages » is
    a message. Linear in `text`.
    """
    if len(text) > CHARACTERS or "?" in text:
        return False
    said = words(fold(text))
    bare = [word for word in said if word not in _POLITE]
    return any(bool(each) and _STOPS.fullmatch(" ".join(each)) is not None for each in (bare, said))
