"""What an agent's mail or text orders (p): a verb at its very beginning, or nothing but an answer.

The first meaningful line decides. Greetings before it are skipped (« Bonjour, », « Bien reçu, »). A verb
counts when its words stand first, whatever case, accents and final s, and are followed by the end of the
line, punctuation or a space; what follows is the comment.

Where an ordinary sentence begins like a verb, it stays an answer: « Terminé ? », and « En attente de
votre retour, je reste… », that is a verb running on through a linking word into a sentence that says je,
nous, vous or votre. Verbs of five letters and less need punctuation or the end of the line after them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from intake.words.dates import find_date
from intake.words.first_line import NOTE, FirstLine, find_first_line, without_closing
from intake.words.names_of_staff import find_agent, find_service
from intake.words.verbs import BEFORE_DATE, FoundVerb, find_verb, misspelt_verbs, nearest_verbs, needs_date
from models.folding import FoldedText, fold, words
from models.organisation import Organisation, Workflow

CommandKind = Literal["verb", "note", "assign", "service", "take", "task", "help"]

_MARKED = re.compile(r"(?:[#/](?=[a-z])|(?:etat|statut|state|status|commande|command|action)[ ]?:[ ]?)")
_REFERENCE = re.compile(r"(?:n[o°]?\.? ?|ref\.? ?:? ?|#)?(20\d\d-\d{1,7}|\d{1,7})(?:[ ]?[:,.-])?[ ]+")
_HELP = re.compile(r"[#/]?(?:aide|help|\?)[ ]?[!.?]*")
_TAKE = re.compile(r"[#/]?(?:pour moi|a moi|je prends|c'est pour moi|assign to me|mine)[ ]?(?=$|[,.;:!-])")
#: « ok je m'en occupe »: a word of assent without a comma.
_AGREED = re.compile(r"(?:ok|oui|d'accord|entendu|bien recu|recu|bien note|yes) ")
_BEFORE_GIVING = re.compile(r"(?:c'est |a (?=transmettre|transferer|confier|donner|passer))")
#: Politeness after a name: « pour la voirie svp ».
_PLEASE = re.compile(r"[ ,]*\b(?:svp|stp|s'il (?:te|vous) plait|merci(?: d'avance)?|please|thanks)[ .!]*")
#: « Pour la voirie, il faut appeler… » speaks to the requester; « pour la voirie, c'est la leur » to colleagues.
_TO_REQUESTER = re.compile(
    r"[ ]?(?:il (?:vous )?faut|il (?:vous )?suffit|il convient|veuillez|merci d|vous |votre |vos |nous vous |je vous"
    r"|adressez|appelez|contactez|remplissez|ecrivez|you |your |please )"
)
_RUNS_ON = re.compile(r" (?:d'|(?:de|du|des|par|aupres|of|by|for) )")
_GIVE = re.compile(
    r"[#/]?(?:(?P<order>transfer(?:er|e|ez|ee)?|(?:re)?attribu(?:er|e|ez|ee)|(?:re)?assign(?:er|e|ez|ee|ed)?|affect(?:er|e|ez|ee)"
    r"|reorient(?:er|e|ez|ee))|(?P<verb>envoyer|donner|transmettre|transmis|passer|confi(?:er|e|ee)|forward)|pour|for)"
    r"(?: ?: ?| )(?:(?:a la|au|aux|a|vers le|vers la|vers les|vers|to the|to|le|la|les) |(?:a )?l')?(?=\S)"
)
_TASK = re.compile(
    r"[#/]?(?:la )?(?:tache|task)[ ]?(?:n[o°]? ?)?(?P<number>\d{1,6})?[ ]?:?[ ]?(?P<verb>[a-z]+)s?(?=$|[ ,.;:!-])"
)
_TASK_VERBS = {
    **dict.fromkeys(("fait", "faite", "termine", "terminee", "done", "finie", "finished", "ok"), "done"),
    **dict.fromkeys(("refuse", "refusee", "refused", "impossible", "annulee", "cancelled"), "refused"),
    **dict.fromkeys(("pour", "for", "transferee", "transferer", "reattribuee"), "reassigned"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """An order read from a message.

    `verb`: a verb of the workflow (`kind` verb), or done, refused, reassigned (`kind` task). `target`: the
    agent's or service's key. `publish`: whether `comment` may go to the requester; never without one.
    """

    kind: CommandKind
    verb: str = ""
    comment: str = ""
    target: str = ""
    #: As written: `42` or `2026-00042`.
    reference: str | None = None
    date: date | None = None
    task: int | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that looks like an order and is none: publish nothing, send help. `nearest`: verbs it may have meant."""

    written: str
    nearest: tuple[str, ...] = ()
    reason: Literal["verb", "person", "service"] = "verb"


def read_command(
    reply_text: str,
    workflow: Workflow,
    *,
    organisation: Organisation | None = None,
    today: date | None = None,
) -> Command | Unknown | None:
    """The order in a reply without its quoted history; None when it is a plain answer to the requester.

    `organisation` says who « Mme Durand » and « voirie » are: without it nobody can be named. Without
    `today` only dates with a year are read.
    """
    line = find_first_line(reply_text)
    if line is None:
        return None
    reference, line = _reference(line, workflow)
    marked = _MARKED.match(line.folded)
    found = _written_order(line, reference) or _giving(line, organisation, reference)
    if found is not None:
        return found
    start = marked.end() if marked else 0
    verb = find_verb(line.folded, start, workflow, sure=bool(marked or reference))
    if verb is None and not marked and (agreed := _AGREED.match(line.folded)):
        verb = find_verb(line.folded, agreed.end(), workflow, sure=False)
    if verb is not None:
        return _verbal(line, verb, workflow, reference, today)
    if marked:
        written = line.text[:60]
        return Unknown(written, nearest_verbs(words(line.folded[start:]), workflow, lenient=True))
    missed = misspelt_verbs(line.folded, workflow)
    return Unknown(line.text[:60], missed) if missed else None


def _reference(line: FirstLine, workflow: Workflow) -> tuple[str | None, FirstLine]:
    found = _REFERENCE.match(line.folded)
    if not found:
        return None, line
    source = FoldedText(line.text)
    rest = FirstLine(source.original(found.end(), len(source.folded)), line.rest)
    ordered = (
        find_verb(rest.folded, 0, workflow, sure=True) or NOTE.match(rest.folded) or _MARKED.match(rest.folded)
        or _TASK.match(rest.folded) or _GIVE.match(rest.folded) or _TAKE.match(rest.folded)
        or misspelt_verbs(rest.folded, workflow)
    )  # fmt: skip
    return (found[1], rest) if ordered else (None, line)


def _written_order(line: FirstLine, reference: str | None) -> Command | None:
    folded = line.folded
    if note := NOTE.match(folded):
        return Command("note", comment=line.after(note.end()), reference=reference)
    if _HELP.fullmatch(folded):
        return Command("help", reference=reference)
    if take := _TAKE.match(folded):
        return Command("take", comment=line.after(take.end()), reference=reference)
    if (task := _TASK.match(folded)) and (verb := _TASK_VERBS.get(task["verb"])):
        number = int(task["number"]) if task["number"] else None
        return Command("task", verb, line.after(task.end()), reference=reference, task=number)
    return None


def _giving(
    line: FirstLine, organisation: Organisation | None, reference: str | None
) -> Command | Unknown | None:
    source = FoldedText(line.text)
    before = _BEFORE_GIVING.match(source.folded)
    give = _GIVE.match(source.folded, before.end() if before else 0)
    if organisation is None or give is None:
        return None
    named = re.split(
        r"(?<!\b[Mm])[,;:.!?](?=\s|$)", source.original(give.end(), len(source.folded)), maxsplit=1
    )
    civility = re.match(r"(?i)\s*m(?:me|r|lle)?\.?\s", named[0])
    if civility and not named[0].strip().rstrip("."):
        return None
    name, comment = named[0].strip(), "\n".join(named[1:]).strip()
    if please := _PLEASE.search(fold(name)):
        folded_name = FoldedText(name)
        if please.end() == len(folded_name.folded):
            name = folded_name.original(0, please.start())
    if before and comment:
        return None
    if not (give["order"] or give["verb"]) and _TO_REQUESTER.match(fold(comment)):
        return None
    comment = without_closing(f"{comment}\n{line.rest}")
    if len(name) > 80 or len(name.split()) > 6:
        return None
    if agent := find_agent(organisation, name):
        return Command("assign", comment=comment, target=agent, reference=reference)
    if service := find_service(organisation, name):
        return Command("service", comment=comment, target=service, reference=reference)
    if not before and (give["order"] or (civility and not give["verb"])):
        return Unknown(line.text[:60], reason="person" if civility else "service")
    # « Pour information, … » and « Transmis au service concerné. » are ordinary sentences.
    return None


def _verbal(
    line: FirstLine, verb: FoundVerb, workflow: Workflow, reference: str | None, today: date | None
) -> Command:
    comment = line.after(verb.end)
    if _RUNS_ON.match(line.folded, verb.end):
        # « En attente d'un devis »: the words after the verb say nothing without it.
        comment = line.after(0)
    when = None
    if needs_date(workflow, verb.key):
        found = find_date(comment, today or date(1, 1, 1))
        if found is not None and (today is not None or found.day.year >= 2000):
            when = found.day
            source = FoldedText(comment)
            if set(words(source.folded[: found.start])) <= BEFORE_DATE:
                # The date stands first: the notice says it, the comment need not.
                comment = (
                    source.original(found.end, len(source.folded)) if found.end < len(source.folded) else ""
                )
                comment = comment.lstrip(" ,.;:!-–—)")
    return Command("verb", verb.key, comment, reference=reference, date=when, publish=bool(comment))
