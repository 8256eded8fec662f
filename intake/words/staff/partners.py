"""Partners outside, as agents name them: « transmettre à la CUCM : … » is an order, « transmis à … » is none."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from intake.words.lexicon.listed import word_set
from intake.words.staff.names import find_agent
from models.folding import SMALL_WORDS, FoldedText, fold, words
from models.organisation import Organisation, Partner

#: An order line that passes a request on, folded. Whoever « transmet », « a transmis » or has something « à
#: transmettre » may do so themselves: those are asked about.
_FORM = re.compile(
    r"(?:merci de |veuillez |please )?(?:(?:transmettre|transmettez|forward|pass on)"
    r"(?: (?:la|cette) demande| (?:this|the) request| it)? (?:a|au|aux|to)"
    # « Prévenir partenaire agglo », « prévenir l'agglo ».
    r"|(?:prevenir|prevenez|notify)(?: (?:(?:le|the) )?(?:partenaire|partner))?) (?:(?:la|le|les|the) |l')?"
    r"(?P<name>[^:?]{1,80}?)(?:,? (?:merci|svp|stp|please))?[ .!]{0,3}(?:[:][ ]?(?P<text>.*))?"
)
#: Words with which a message that names a partner may mean that the request is, or should be, theirs.
_ABOUT = word_set(
    """transmis transmise transmises transmets transmet transmettons transmettre transfere transferee
    transferer envoye envoyee envoyer signale signalee signaler suivre saisi saisie relance relancer pour
    releve competence concerne ressort voir forward forwarded passed sent reported"""
)
#: How like a partner's name a name must be to be asked about, of 100.
_LIKE = 75


def find_partner(organisation: Organisation, written: str) -> Partner | None:
    """The one open partner of that key, name or other name, articles apart; None when nobody's or two
    partners'. Linear in `written`.
    """
    wanted = _words(written)
    found = [
        each
        for each in organisation.partners
        if not each.closed and wanted and wanted in {_words(name) for name in _names(each)}
    ]
    return found[0] if len(found) == 1 else None


def names_like(organisation: Organisation, written: str) -> tuple[str, ...]:
    """Keys of open partners that a mistyped name comes near, the nearest first. Linear in `written`."""
    wanted = " ".join(_words(written))
    scored = [
        (max(fuzz.ratio(wanted, " ".join(_words(name))) for name in _names(each)), each.key)
        for each in organisation.partners
        if not each.closed and wanted
    ]
    return tuple(key for score, key in sorted(scored, reverse=True) if score >= _LIKE)


def read_forward(line: str, organisation: Organisation) -> tuple[str, str] | None:
    """The name and the words of an order line that passes a request on to a partner; None when it does not.

    A name that nobody of staff has and that comes near a partner's is given too: it is asked about.
    Linear in `line`.
    """
    source = FoldedText(line)
    found = _FORM.fullmatch(source.folded)
    if found is None or not organisation.partners:
        return None
    name = source.original(found.start("name"), found.end("name")).strip(" .!,")
    if find_partner(organisation, name) is None and (
        _is_staff(organisation, name) or not names_like(organisation, name)
    ):
        return None
    text = source.original(found.start("text"), found.end("text")).strip() if found["text"] else ""
    return name, text


def passes_on(line: str) -> bool:
    """Whether an order line says « transmettre à », as one does to partners outside, whoever it names.

    Linear in `line`.
    """
    return _FORM.fullmatch(FoldedText(line.strip()[:200]).folded) is not None


def named_as_theirs(text: str, organisation: Organisation) -> Partner | None:
    """The partner of whom a message says, in some way, that the request is or was to be theirs.

    Linear in `text`.
    """
    said = words(fold(text[:4000]))
    if not _ABOUT.intersection(said):
        return None
    joined = f" {' '.join(said)} "
    for each in organisation.partners:
        names = (" ".join(words(fold(name))) for name in _names(each))
        if not each.closed and any(name and f" {name} " in joined for name in names):
            return each
    return None


def _names(partner: Partner) -> tuple[str, ...]:
    return (partner.key, partner.name, *partner.aliases)


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(fold(name)) if word not in SMALL_WORDS)


def _is_staff(organisation: Organisation, name: str) -> bool:
    wanted = _words(name)
    services = (each for each in organisation.services if not each.closed)
    return find_agent(organisation, name) is not None or any(
        wanted == _words(said) for each in services for said in (each.key, each.name, *each.aliases)
    )
