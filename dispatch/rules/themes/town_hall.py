"""« Mairie » is a building, and whoever reads the message: « prévenez la mairie » names nobody's place.

In a town whose buildings have one called so, the name counts as the building's only where something of a
building is told: its heating, its door, or what stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch.rules.passage import Passage
from dispatch.rules.place_names import Mention, read_name
from dispatch.rules.themes.clause_words import word_set
from dispatch.rules.themes.score import Score
from models.organisation.themes import THEMES

_NAMES = (frozenset(["mairie"]), frozenset(["hotel", "ville"]), frozenset(["maison", "commune"]),
          frozenset(["town", "hall"]), frozenset(["townhall"]))  # fmt: skip
_MORE = word_set("mairie principale centrale nouvelle batiment hotel ville commune")
#: Before the name: who is spoken to or of, and what an office has that a house has not.
_OF_AN_OFFICE = word_set(
    "bonjour bonsoir madame monsieur messieurs mesdames cher chere chers attention prevenir previens "
    "prevenez prevenu prevenue averti avertir avertissez alerte alerter appele appelee appeler "
    "appelez telephone telephoner contacte contacter contactez joindre joint ecrit ecrire informe "
    "informer informez signale signaler demande demander demandes dit dire vu passe reponse reponses "
    "courrier courriers lettre lettres mail mails message messages site facebook page appli "
    "application numero secretariat employe employes employee agent agents elu elus conseil services "
    "service bulletin journal adresse aide subvention decision autorisation arrete accord travaille "
    "travailler travaillait stage emploi poste embauche inscription inscrire demarche demarches "
    "rendez rdv rencontre fait fais compte attend attends prie remercie merci responsabilite faute "
    "devoir role impots prefecture avec"
)
#: After it: what an office does.
_DOES = word_set(
    "dit doit devrait peut pourrait fait fera va veut refuse repond repondu promis decide decidee accepte "
    "prevenue informee courant responsable ouvre ferme agisse reagit intervienne intervenir facture envoie "
    "propose organise"
)
_LEAST = 1.0


def is_town_hall(name: str, town: str) -> bool:
    """Whether a building of that name is the town hall of `town` itself, no annex of it. Linear in `name`."""
    said = frozenset(read_name(name)) - (frozenset(read_name(town)) - _MORE)
    return said in _NAMES or said - {"principale", "centrale", "nouvelle", "batiment"} in _NAMES


def is_spoken_of(mention: Mention, passage: Passage) -> bool:
    """Whether the words around a name of the town hall mean the people in it."""
    before = passage.words[mention.first - 1] if mention.first else ""
    after = passage.words[mention.last + 1] if mention.last + 1 < len(passage.words) else ""
    return before in _OF_AN_OFFICE or after in _DOES


def tells_of_a_building(themes: Mapping[str, Score]) -> bool:
    """Whether anything that goes wrong in buildings is told."""
    return any(score.own_points >= _LEAST for key, score in themes.items() if key in _IN_BUILDINGS)


_IN_BUILDINGS = frozenset(key for key, theme in THEMES.items() if theme.in_buildings)
