"""Words that, anywhere in a message, keep an order from being done."""

from __future__ import annotations

from intake.words.lexicon.listed import word_set

#: What, in a letter below an order, takes the order back: a part, a stopgap, a return, a mistake.
TAKES_BACK = word_set(
    """provisoire provisoires provisoirement temporaire temporaires temporairement partiel partielle partiellement partie moitie
    presque quasi quasiment reste restent manque manquent attendant encore repasser repasserai repasserons repassera reviendrons
    reviendra sauf hormis pourtant cependant toutefois neanmoins annule annulee annulation erreur impossible abandonne
    but except partly temporarily almost still however unless"""
)
#: A condition, a limit, a doubt, hearsay.
BLOCKERS = word_set(
    """suppose supposee supposes supposees cense censee censes censees presume presumee pretendu pretendue
    sommaire sommaires precaire precaires minimal minimale superficiel superficielle fragile bancal bancale palliatif transitoire
    approximatif approximative incomplet incomplete sommairement grossierement si sinon mais sauf hormis excepte moitie partie partiel partielle partiellement provisoire
    provisoires provisoirement temporaire temporaires temporairement presque quasi quasiment bientot
    manque manquent manquait reste restent restera resterait peut normalement principe
    probablement doute theoriquement theorie crois pense semble semblent parait devrait
    devraient pourrait pourraient faudrait serait seraient aurait confirmer verifier verifierai revenir
    reviens revient reviendra reviendrai reviendrons repasse repasser repasserai repasserons repassera
    encore pas jamais rien aucun aucune non ne n ni annule annulee annuler annulation erreur dit disent
    dire dites assure assurent selon apparemment disant pretend pret prete quand lorsque
    tant avant demain prochain prochaine prochainement ulterieurement tard suite suivra suivront
    sera seront ferai ferons fera feront finira finirons finirai essai essaye essayer tente tenter
    pourquoi comment quoi combien lequel laquelle autre autres seulement uniquement juste initialement
    puis ensuite finalement cependant toutefois pourtant neanmoins malheureusement ironie hein lol mdr
    only but not if maybe perhaps except partly partially temporarily almost half until unless should
    would could will tomorrow later soon again still however said says think seems never nobody nothing
    no isn wasn hasn haven don didn doesn aren weren couldn shouldn cannot revoir refaire finitions faudra faut prevoir complement complements
    definitive definitif continue continuer clignote recommence abandon abandonne possible impossible
    impossibles question veut voudrait souhaite attendre attends attend attendons attente suspendu
    pause scotch bricole rafistole reserve commander"""
)
