"""What is marked as an order or as words for somebody, whatever it says: « note : … », « réponse : … », « #terminé »."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.words.cutting import NOTE, as_text
from intake.words.orders.values import Order, Unsure
from intake.words.sentences import Letter
from models.folding import FoldedText, fold

_ANSWER = re.compile(
    r"(?:(?:reponse|repondre|message)(?: (?:au|pour le|a la|pour la) (?:demandeur|demandeuse|usager|citoyen))?|answer|reply|pour le demandeur|[#/](?:reponse|answer))[ ]?:[ ]?"
)
_MARK = re.compile(r"(?:[#/](?=[a-z])|(?:etat|statut|state|status|commande|command|action)[ ]?:[ ]?)")
_HELP = re.compile(r"[#/]?(?:aide|help|\?)[ ]?[!.?]*")
_WORDS = {
    "send": ("envoyer", "envoie", "envoyez", "publier", "send", "envoyer au demandeur", "oui envoyer"),
    "keep": ("note", "garder", "note interne", "garder en note", "keep", "interne", "ne pas envoyer"),
    "withdraw": ("annuler", "annule", "annulez", "annuler l'envoi", "j'annule", "annuler ca", "annule ca", "a annuler", "retenir", "withdraw", "cancel", "undo", "stop"),
    "opt_out": (
        "desabonner", "desabonner le demandeur", "desabonner ce numero", "desinscrire", "desinscrire le demandeur", "plus de sms",
        "ne plus lui envoyer de sms", "stop sms", "arreter les sms", "opt out", "no more texts", "desabonner cette personne",
    ),
}  # fmt: skip
#: « annuler, merci » is « annuler ».
_POLITE_END = re.compile(
    r"[ ,]+(?:merci(?: d'avance)?|svp|stp|s'il (?:vous|te) plait|please|thanks|thank you)$"
)
_SPLIT = re.compile(
    r"(?:(?:c'est |faire |ouvrir )?une )?nouvelle demande|(?:message |demande )?(?:a )?separer|scinder|(?:a )?new request|split(?: off)?"
)
_ALONE = {word: kind for kind, listed in _WORDS.items() for word in listed}
_TASK = re.compile(
    r"[#/]?(?:la )?(?:tache|task)[ ]?(?:n[o°]? ?)?(?P<number>\d{1,6})?[ ]?:?[ ]?(?P<verb>[a-z]+?)s?(?=$|[ ,.;:!-])(?P<rest>.*)"
)
_TASK_VERBS = {
    **dict.fromkeys(("fait", "faite", "termine", "terminee", "done", "finie", "finished", "ok"), "done"),
    **dict.fromkeys(("refuse", "refusee", "refused", "impossible", "annulee", "cancelled"), "refused"),
    **dict.fromkeys(("pour", "for", "transferee", "transferer", "reattribuee"), "reassigned"),
}
_MINE = re.compile(r"[#/]?(?:pour moi|a moi|c'est pour moi|assign to me|mine)[ ]?[.!]*")
_REFERENCE = re.compile(r"(?:n[o°]?\.? ?|ref\.? ?:? ?|#)?(20\d\d-\d{1,7}|\d{1,7})(?:[ ]?[:,.-])?[ ]+(?=\S)")


def read_marked(letter: Letter, text: str) -> Order | Unsure | Letter | None:
    """The marked order; the message without its mark (« #terminé »); None when nothing is marked."""
    first = letter.sentences[0]
    folded = first.folded.strip()
    if note := NOTE.match(folded):
        return Order("note", comment=_rest(letter, note.end()))
    if _ANSWER.match(folded):
        return Order("answer", comment=_after_mark(text))
    if (split := _split(letter, folded)) is not None:
        return split
    only = len(letter.sentences) == 1
    if _HELP.fullmatch(folded) and only:
        return Order("help")
    bare = _POLITE_END.sub("", folded.strip(" .!#/")[-80:])
    if only and bare in _ALONE:
        return Order(_ALONE[bare])  # type: ignore[arg-type]
    if only and not first.asks and _MINE.fullmatch(folded):
        return Order("take", mine=True)
    if (task := _TASK.match(folded)) and (verb := _TASK_VERBS.get(task["verb"])):
        return _task(letter, task, verb)
    if mark := _MARK.match(folded):
        return _without(letter, mark.end())
    return None


def _split(letter: Letter, folded: str) -> Order | None:
    """« nouvelle demande » alone on its line, or before a colon: what else is written goes with it as a note."""
    found = _SPLIT.match(folded)
    if found is None or letter.sentences[0].asks:
        return None
    after = folded[found.end() :].strip(" .!")
    if after and not folded[found.end() :].lstrip().startswith(":"):
        return None
    return Order("split", comment=_rest(letter, found.end()))


def split_reference(letter: Letter) -> tuple[str | None, Letter]:
    """« 42 terminé »: the number that stands first, and the message without it."""
    found = _REFERENCE.match(letter.sentences[0].folded)
    return (found[1], _without(letter, found.end())) if found else (None, letter)


def _task(letter: Letter, task: re.Match[str], verb: str) -> Order | Unsure:
    rest = task["rest"].strip()
    if (
        "?" in rest
        or letter.sentences[0].asks
        or (rest and rest[0] not in ",.;:!-(" and verb != "reassigned")
    ):
        return Unsure("words", letter.sentences[0].text[:60])
    number = int(task["number"]) if task["number"] else None
    return Order("task", verb, _rest(letter, task.start("rest")), task=number)


def _without(letter: Letter, at: int) -> Letter:
    first = letter.sentences[0]
    source = FoldedText(first.text)
    shorter = source.original(at, len(source.folded)).strip() if at < len(source.folded) else ""
    return replace(letter, sentences=(replace(first, text=shorter), *letter.sentences[1:]))


def _rest(letter: Letter, at: int) -> str:
    source = FoldedText(letter.sentences[0].text)
    head = source.original(at, len(source.folded)) if at < len(source.folded) else ""
    first = replace(letter.sentences[0], text=head.lstrip(" ,.;:!-–—)"))
    return as_text((first, *letter.sentences[1:]) if first.text else letter.sentences[1:]).strip()


def _after_mark(text: str) -> str:
    """Everything after the first colon: an answer keeps its greeting, its lines and its farewell."""
    for at, line in enumerate(lines := text.splitlines()):
        if _ANSWER.match(fold(line.strip(" \t>*_")[:200])):
            return "\n".join((line.partition(":")[2].lstrip("\xa0 "), *lines[at + 1 :])).strip()
    return text.strip()
