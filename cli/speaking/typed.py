"""What stands for a value in the help of a command, in French: « <texte> », « DOSSIER », « au moins 1 »."""

from __future__ import annotations

import re

from cli.speaking.chosen import chosen

#: Kinds of values as Typer names them.
_KINDS = {
    "str": "texte",
    "path": "chemin",
    "int": "nombre",
    "int range": "nombre",
    "float range": "nombre",
    "list[int]": "nombre",
    "list[str]": "texte",
    "list[Path]": "chemin",
}
#: Words of our own that stand for values, whole or between `|`, `{` and `[`.
_NAMES = {
    "ADDRESS": "ADRESSE",
    "COMMAND": "COMMANDE",
    "BUILDING": "BÂTIMENT",
    "DAY": "JOUR",
    "DIRECTORY": "DOSSIER",
    "FILE": "FICHIER",
    "FOLDER": "DOSSIER",
    "HOURS": "HEURES",
    "KEY": "CLÉ",
    "NAME": "NOM",
    "NOTICE": "AVIS",
    "NUMBER": "NUMÉRO",
    "PATH": "CHEMIN",
    "REFERENCE": "RÉFÉRENCE",
    "SPAN": "DURÉE",
    "SUBJECT": "OBJET",
    "TAG": "ÉTIQUETTE",
    "TEXT": "TEXTE",
    "TYPE": "MODÈLE",
    "WHO": "QUI",
    "WHY": "RAISON",
    "WORDS": "MOTS",
    "batch": "reçu",
    "chain": "chaîne",
    "channel": "voie",
    "digest": "empreinte",
    "directory": "dossier",
    "file": "fichier",
    "folder": "dossier",
    "key": "clé",
    "name": "nom",
    "names": "noms",
    "notice": "avis",
    "notices": "avis",
    "number": "numéro",
    "numbers": "numéros",
    "partner": "partenaire",
    "set_id": "copie",
    "target": "cible",
    "text": "texte",
    "url": "adresse",
    "values": "valeurs",
    "verb": "verbe",
    "words": "mots",
}
_KIND = re.compile(r"<([^<>]{1,300})>")
_NAME = re.compile(r"(?<![\w.-])[A-Za-z_]+(?![\w-])")
_LIST = re.compile(r"list\[(.+)\]")
_RANGE = re.compile(r"(?:(?P<least>[\d.]+)<=)?x(?:<=(?P<most>[\d.]+)|>=(?P<from>[\d.]+))?")
#: The largest number of a row says nothing to anybody.
_NO_BOUND = str(2**63 - 1)


def stands_for(written: str) -> str:
    """What stands for the arguments of a usage, or for the value of an option."""
    return _KIND.sub(_kind, _NAME.sub(lambda found: _NAMES.get(found[0], found[0]), written))


def option_named(written: str) -> str:
    """An option or an argument with what stands for its value; the name of an option stays."""
    if not written.startswith("-"):
        return stands_for(written)
    names, space, value = written.rpartition(" ")
    if "<" in written:
        names, space, value = written.partition(" <")
        return f"{names}{space}{_after(value)}" if space else written
    return f"{names} {stands_for(value)}" if space and not value.startswith("-") else written


def bound(extra: str) -> str | None:
    """A range of numbers in words; '' for one that bounds nothing, None for what is no range."""
    found = _RANGE.fullmatch(extra)
    if found is None:
        return None
    least, most, lowest = found["least"], found["most"], found["from"]
    if most == _NO_BOUND:
        most = None
    if least and most:
        return f"de {least} à {most}"
    if lowest or least:
        return f"au moins {lowest or least}"
    return f"au plus {most}" if most else ""


def _after(value: str) -> str:
    return _kind_named(value.rstrip(">")) + ">" * value.endswith(">")


def _kind(found: re.Match[str]) -> str:
    return f"<{_kind_named(found[1])}>"


def _kind_named(kind: str) -> str:
    if "|" in kind:
        return "|".join(map(chosen, kind.split("|")))
    inner = _LIST.fullmatch(kind)
    return _KINDS.get(kind) or (inner[1] if inner is not None else kind)
