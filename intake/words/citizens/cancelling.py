"""Whether a requester says, in words of their own, that they wish to cancel: told to the agent, never done by it.

`ANNULER` alone is a command (`intake.words.citizens.asked`); « laissez tomber, c'est arrangé » is a letter.
"""

from __future__ import annotations

import re

from models.folding import fold

_CHARACTERS = 4_000
_MINE = r"(?:(?:de )?(?:ma|notre|cette|la) )"
#: « Ne passez plus avant 10 h » says when to come.
_WHENEVER = (
    r"(?! (?:le|ce|cet|cette|avant|apres|entre|demain|aujourd|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|par|on|before"
    r"|after|today|tomorrow|this|monday|tuesday|wednesday|thursday|friday)(?!\w))"
)
_WISH = re.compile(
    r"(?<!\w)(?:"
    r"laiss(?:ez|er|ons|e) tomber"
    rf"|(?:annul(?:er|ez|ation)|retir(?:er|ez)|abandonn(?:er|ez)) {_MINE}demande"
    r"|n['’]?(?: )?(?:ai|avons) (?:donc |finalement )?plus besoin"
    r"|plus (?:la peine|necessaire) (?:de|que) (?:vous )?(?:passer|venir|deranger|intervenir)"
    rf"|vous pouvez (?:donc |tout )?(?:annuler|classer|clore|fermer|archiver|oublier|abandonner|laisser)(?! (?:un|une|le|la|les) (?:mot|message|cle|colis))"
    rf"|(?:je|nous) (?:retire|retirons|renonce|renoncons)(?:[^.!?\n]{{0,12}}) ?{_MINE}?(?:demande|reservation|inscription|signalement|dossier)|je me desiste|nous nous desistons"
    rf"|ne ten(?:ez|ir) (?:plus |pas )?compte de {_MINE}|ne ten(?:ez|ir) (?:plus|pas) compte|oubliez {_MINE}|sans objet(?= |[,.!]|$)"
    r"|s['’]est (?:resolu|resolue|arrange|arrangee|regle|reglee|debouche|repare|reparee|rallume|rallumee|remis)(?: [^ .!?]{1,12})? (?:tout seul|toute seule|tous seuls|de lui[ -]meme|d['’]elle[ -]meme|entre nous)"
    r"|(?:on|nous) (?:s['’]est|nous sommes|sommes|s['’]en est) (?:finalement )?(?:debrouille|debrouilles|arrange|arranges|sorti|sortis)"
    r"|(?:ai|a|avons|ont) (?:finalement |deja |enfin )?trouve une (?:autre )?solution|(?:on|nous) arret(?:e|ons) la"
    r"|(?:c['’]est|tout est) (?:deja |enfin )?(?:regle|arrange|bon|resolu)[^?\n]{0,4}(?:plus besoin|inutile|laissez|vous pouvez)"
    r"|laissez[,.!]? c['’]est (?:bon|regle|arrange)|(?:n['’]ai|j['’]ai|ai|avons) (?:donc |finalement )?plus besoin|plus besoin (?:de|que|d['’])(?: vous)? ?(?:passer|venir|intervenir|vous|passiez|veniez|deplacer|votre)"
    r"|(?:disregard|ignore|forget) (?:my|our|this|the) (?:request|message|report)|(?:sorted|fixed|solved) it (?:ourselves|myself)|it (?:sorted|fixed|solved) itself|please cancel"
    rf"|(?:ce n['’]?est|c['’]?(?:est)?|n['’]est) (?:donc |finalement )?plus (?:la peine|necessaire|utile|d['’]actualite)"
    rf"|ne vous (?:deplacez|derangez) (?:donc )?(?:plus|pas){_WHENEVER}|ne (?:venez|passez) (?:donc )?plus{_WHENEVER}"
    rf"|(?:plus|pas) la peine (?:de|que) (?:vous )?(?:passer|venir|deplacer|deranger|passiez|veniez){_WHENEVER}"
    rf"|inutile de (?:passer|venir|vous deplacer|vous deranger|intervenir){_WHENEVER}"
    rf"|j['’ ]annule (?:donc |finalement )?{_MINE}(?:demande|signalement)"
    rf"|no need to (?:come|send|bother){_WHENEVER}|(?:don['’ ]?t|do not) (?:come|bother) (?:any ?more|coming)"
    r"|(?:cancel|withdraw|drop) (?:my|our|this|the) request|no longer need|forget (?:about )?it"
    r")(?!\w)"
)
_NOT = re.compile(r"(?<!\w)(?:pas|jamais|not|surtout pas|don ?['’]?t|never)(?!\w)[^.!?\n]{0,30}$")


def wishes_to_cancel(text: str) -> bool:
    """Whether a sentence of `text` says so and does not deny it. One pass over the first characters."""
    said = fold(text[:_CHARACTERS])
    return any(_NOT.search(said[max(0, at.start() - 60) : at.start()]) is None for at in _WISH.finditer(said))
