"""Which service of a town looks after what, guessed from the names of its services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.folding import fold, words
from models.organisation.themes import THEMES

#: How services of an English-speaking town hall are called, in the words of the library.
_IN_FRENCH = {
    "reception": "accueil", "front desk": "accueil", "general enquiries": "accueil",
    "roads": "voirie", "streets": "voirie", "highways": "voirie",
    "lighting": "éclairage", "street lighting": "éclairage",
    "parks": "espaces verts", "gardens": "espaces verts", "green spaces": "espaces verts",
    "cleaning": "propreté", "cleanliness": "propreté", "waste": "déchets", "refuse": "déchets",
    "recycling": "déchets", "buildings": "bâtiments", "facilities": "bâtiments",
    "registry": "état civil", "civil registry": "état civil", "civil status": "état civil",
    "registrar": "état civil", "cemeteries": "cimetière", "cemetery": "cimetière",
    "planning": "urbanisme", "building control": "urbanisme",
    "schools": "écoles", "education": "écoles", "children": "enfance", "nursery": "crèche",
    "youth": "jeunesse",
    "social services": "social", "welfare": "social", "social care": "social", "housing": "logement",
    "elderly": "seniors", "disability": "handicap",
    "clubs": "associations", "community": "associations", "halls": "salles", "library": "bibliothèque",
    "libraries": "bibliothèque", "leisure": "sports", "tourism": "tourisme", "economy": "économie",
    "water": "eau", "sewerage": "assainissement", "mayor": "maire", "mayor office": "maire",
    "human resources": "ressources humaines", "lost property": "objets trouvés", "technical": "technique",
}  # fmt: skip


#: « Marchés publics » are bought, not sold at.
_PROCUREMENT = "marche public"


def share_out(services: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """The themes of each service, by its key, from its names; a theme that no name speaks of goes to nobody.

    Each theme goes to the service named by the likeliest of its words; of two, to the first.
    """
    named: Mapping[str, str] = {
        key: _with_french(_spoken(" ".join(names))).replace(f" {_PROCUREMENT} ", " ")
        for key, names in services
    }
    shared: dict[str, list[str]] = {key: [] for key in named}
    for theme in THEMES.values():
        owner = next(
            (key for word in theme.services for key, spoken in named.items() if _spoken(word) in spoken), None
        )
        if owner is not None:
            shared[owner].append(theme.key)
    return {key: tuple(themes) for key, themes in shared.items()}


def _with_french(spoken: str) -> str:
    said = [french for english, french in _IN_FRENCH.items() if _spoken(english) in spoken]
    return spoken + "".join(_spoken(each) for each in said)


def _spoken(text: str) -> str:
    """Its words without accents, in the singular: « Marchés et foires » speaks of the market."""
    return f" {' '.join(map(_of_one, words(fold(text))))} "


def _of_one(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word
