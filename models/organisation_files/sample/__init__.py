"""An invented French town to begin with: six services, eight buildings, eight agents."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from models.organisation.organisation import Organisation
from models.organisation.values import Locale

#: Its remarks, for whoever reads French.
_IN_FRENCH = {
    "# The organisation of the town hall: who works where, which buildings there are, where messages go.":
    "# L’organisation de la mairie : qui travaille où, quels bâtiments il y a, où vont les messages.",
    "# `guichet org check` tells what is wrong, `guichet org diff` what would change, `guichet org apply` "
    "changes it.":
    "# « guichet org check » dit ce qui ne va pas, « guichet org diff » ce qui changerait, "
    "« guichet org apply » l’applique.",
    "# docs/organisation.md explains every line, docs/rules.md the rules.":
    "# docs/organisation.md explique chaque ligne, docs/rules.md les règles.",
    "# --- Services ": "# --- Services ",
    "# --- Buildings ": "# --- Bâtiments ",
    "# --- Agents ": "# --- Agents ",
    "# --- Request types ": "# --- Modèles de demande ",
    "# --- Rules: looked at in this order ": "# --- Règles : regardées dans cet ordre ",
    "# --- Ready answers: « réponse 1 » sends the first ":
    "# --- Réponses types : « réponse 1 » envoie la première ",
    "# --- Partners outside: « transmettre à agglo : … » passes a request on ":
    "# --- Partenaires du dehors : « transmettre à agglo : … » leur transmet une demande ",
    "# --- Elected officials: what is delegated to each, and whether names are shown ":
    "# --- Élus : ce qui est délégué à chacun, et si les noms lui sont montrés ",
}  # fmt: skip


def sample_text(locale: Locale = "en") -> str:
    """The text of the sample's organisation.toml, its comments in `locale`."""
    text = files(__package__).joinpath("organisation.toml").read_text(encoding="utf-8")
    return text if locale == "en" else "".join(_in_french(line) for line in text.splitlines(keepends=True))


def _in_french(line: str) -> str:
    remark = line.rstrip("\n")
    begins = remark.rstrip("-")
    if not line.startswith("#") or begins not in _IN_FRENCH:
        return line
    said = _IN_FRENCH[begins]
    return f"{said.ljust(len(remark), '-') if begins != remark else said}\n"


def load_sample() -> Organisation:
    """The sample town as a value."""
    return Organisation.model_validate(tomllib.loads(sample_text()))
