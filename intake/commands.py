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

from rapidfuzz.distance import OSA

from intake.dates import find_date
from intake.people import find_agent, find_service
from models.folding import FoldedText, fold, words
from models.organisation import Organisation, Workflow

CommandKind = Literal["verb", "note", "assign", "service", "take", "task", "help"]

_LINES = 400
_LINE = 2000
_GREETING = re.compile(
    r"(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou|cher|chere|chers|madame|monsieur|dear|good (?:morning|evening))\b"
)
_OPENER = re.compile(
    r"(?:(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou)(?: (?:a tous|a toutes|tout le monde|madame|monsieur|all|[a-z]+))?"
    r"|bien recu|bien note|recu|note|ok|d'accord|merci(?: beaucoup)?|thanks|thank you|oui|yes|voila)[ ]?[,.;:!-][,.;:! -]*"
)
_SUBJECTS = re.compile(
    r"(?:c'est|(?:les |ces )?travaux|(?:la |l'|cette )?(?:intervention|demande|reparation)|(?:le |ce )?(?:dossier|travail|probleme))"
    r"(?: (?:est|sont|a ete|ont ete))? "
)
_MARKED = re.compile(r"(?:[#/](?=[a-z])|(?:etat|statut|state|status|commande|command|action)[ ]?:[ ]?)")
_REFERENCE = re.compile(r"(?:n[o°]?\.? ?|ref\.? ?:? ?|#)?(20\d\d-\d{1,7}|\d{1,7})(?:[ ]?[:,.-])?[ ]+")
_NOTE = re.compile(
    r"(?:(?:note|note interne|interne|internal|internal note|memo)[ ]?:|[#/](?:note|interne|memo)\b[ ]?:?)[ ]?"
)
_HELP = re.compile(r"[#/]?(?:aide|help|\?)[ ]?[!.?]*")
_TAKE = re.compile(r"[#/]?(?:pour moi|a moi|je prends|c'est pour moi|assign to me|mine)[ ]?(?=$|[,.;:!-])")
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
_CLOSING = re.compile(
    r"(?:(?:bien |tres )?(?:cordialement|sincerement)|cdlt|cdt|bien a vous|bonne (?:journee|soiree|reception)|salutations"
    r"|sinceres salutations|(?:kind |best )?regards|envoye d|sent from|--|a bientot|bon week-?end)"
)
_LINKING = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "que",
        "qu",
        "par",
        "pour",
        "avec",
        "sur",
        "dans",
        "a",
        "au",
        "aux",
        "en",
        "et",
        "ou",
        "comme",
        "depuis",
        "of",
        "for",
        "by",
        "from",
        "since",
        "until",
    ]
)
_SPEAKING = frozenset(
    ["je", "j", "nous", "vous", "votre", "vos", "notre", "nos", "on", "i", "we", "you", "your", "our"]
)
_BEFORE_DATE = frozenset(["le", "pour", "au", "ce", "on", "for", "the"])
_SHORT = 5


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


@dataclass(frozen=True, slots=True)
class _Line:
    """The first meaningful line, and what follows it."""

    text: str
    rest: str

    @property
    def folded(self) -> str:
        return fold(self.text)

    def after(self, at: int) -> str:
        """The comment: the line from folded position `at`, then the lines below, without the farewell."""
        source = FoldedText(self.text)
        tail = source.original(at, len(source.folded)) if at < len(source.folded) else ""
        return _without_closing(f"{tail.lstrip(' ,.;:!-–—)')}\n{self.rest}")


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
    line = _first_line(reply_text)
    if line is None:
        return None
    reference, line = _reference(line, workflow)
    marked = _MARKED.match(line.folded)
    found = _written_order(line, reference) or _giving(line, organisation, reference)
    if found is not None:
        return found
    start = marked.end() if marked else 0
    verb = _verb(line, start, workflow, sure=bool(marked or reference))
    if verb is not None:
        return _verb_command(line, verb, workflow, reference, today)
    if marked:
        written = line.text[:60]
        return Unknown(written, _nearest(words(line.folded[start:]), workflow, lenient=True))
    missed = _misspelt(line, workflow)
    return Unknown(line.text[:60], missed) if missed else None


def _first_line(text: str) -> _Line | None:
    lines = [line[:_LINE].replace("\xa0", " ").strip(" \t>*_") for line in text.splitlines()[:_LINES]]
    for at, line in enumerate(lines):
        folded = fold(line)
        opener = _OPENER.match(folded)
        while opener and opener.end() < len(folded) and not _NOTE.match(folded):
            line = FoldedText(line).original(opener.end(), len(folded))
            folded = fold(line)
            opener = _OPENER.match(folded)
        greeting = _GREETING.match(folded)
        if not words(folded) and folded.strip() != "?":
            continue
        if (greeting and len(words(folded)) <= 5) or (opener and opener.end() >= len(folded)):
            continue
        return _Line(line, "\n".join(lines[at + 1 :]))
    return None


def _reference(line: _Line, workflow: Workflow) -> tuple[str | None, _Line]:
    found = _REFERENCE.match(line.folded)
    if not found:
        return None, line
    source = FoldedText(line.text)
    rest = _Line(source.original(found.end(), len(source.folded)), line.rest)
    ordered = (
        _verb(rest, 0, workflow, sure=True) or _NOTE.match(rest.folded) or _MARKED.match(rest.folded)
        or _TASK.match(rest.folded) or _GIVE.match(rest.folded) or _TAKE.match(rest.folded)
        or _misspelt(rest, workflow)
    )  # fmt: skip
    return (found[1], rest) if ordered else (None, line)


def _written_order(line: _Line, reference: str | None) -> Command | None:
    folded = line.folded
    if note := _NOTE.match(folded):
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
    line: _Line, organisation: Organisation | None, reference: str | None
) -> Command | Unknown | None:
    give = _GIVE.match(line.folded)
    if organisation is None or give is None:
        return None
    source = FoldedText(line.text)
    named = re.split(
        r"(?<!\b[Mm])[,;:.!?](?=\s|$)", source.original(give.end(), len(source.folded)), maxsplit=1
    )
    civility = re.match(r"(?i)\s*m(?:me|r|lle)?\.?\s", named[0])
    if civility and not named[0].strip().rstrip("."):
        return None
    name, comment = named[0].strip(), "\n".join(named[1:]).strip()
    comment = _without_closing(f"{comment}\n{line.rest}")
    if len(name) > 80 or len(name.split()) > 6:
        return None
    if agent := find_agent(organisation, name):
        return Command("assign", comment=comment, target=agent, reference=reference)
    if service := find_service(organisation, name):
        return Command("service", comment=comment, target=service, reference=reference)
    if give["order"] or (civility and not give["verb"]):
        return Unknown(line.text[:60], reason="person" if civility else "service")
    # « Pour information, … » and « Transmis au service concerné. » are ordinary sentences.
    return None


@dataclass(frozen=True, slots=True)
class _Verb:
    key: str
    end: int


def _alias_words(workflow: Workflow) -> list[tuple[list[str], str]]:
    """Aliases as words, longest first so that « en attente du demandeur » comes before « en attente »."""
    pairs = [(words(fold(alias)), verb) for verb, names in workflow.aliases.items() for alias in names]
    return sorted((pair for pair in pairs if pair[0]), key=lambda pair: -len(pair[0]))


def _verb(line: _Line, start: int, workflow: Workflow, *, sure: bool) -> _Verb | None:
    folded = line.folded
    subject = _SUBJECTS.match(folded, start)
    for begin in (start, subject.end()) if subject else (start,):
        spans = [
            (found[0], found.start(), found.end())
            for found in re.finditer(r"[a-z0-9]+", folded[: begin + 200])
            if found.start() >= begin
        ]
        texts = [span[0] for span in spans]
        for alias, verb in _alias_words(workflow):
            if len(alias) <= len(texts) and all(_same(*pair) for pair in zip(texts, alias, strict=False)):
                end = spans[len(alias) - 1][2]
                following = texts[len(alias) :]
                if sure or _is_order(folded, end, alias, following, in_sentence=begin != start):
                    return _Verb(verb, end)
                if _needs_date(workflow, verb) and begin == start and _is_date_next(folded[end : end + 40]):
                    return _Verb(verb, end)
    return None


def _needs_date(workflow: Workflow, verb: str) -> bool:
    return any(each.needs_date for each in workflow.transitions if each.verb == verb)


def _is_date_next(folded: str) -> bool:
    found = find_date(folded, date(2000, 1, 1))
    return found is not None and set(words(folded[: found.start])) <= _BEFORE_DATE


def _same(written: str, alias: str) -> bool:
    return written == alias or (len(alias) > 3 and written in (alias + "s", alias + "es"))


def _is_order(folded: str, end: int, alias: list[str], following: list[str], *, in_sentence: bool) -> bool:
    after = folded[end:].lstrip()
    if after.startswith("?"):
        return False
    if not after or after[0] in ",.;:!-()":
        return True
    if in_sentence or not folded[end : end + 1].isspace():
        return False
    if len(alias) == 1 and len(alias[0]) <= _SHORT:
        return False
    linked = bool(following) and following[0] in _LINKING
    return not (linked and _SPEAKING.intersection(following))


def _verb_command(
    line: _Line, verb: _Verb, workflow: Workflow, reference: str | None, today: date | None
) -> Command:
    comment = line.after(verb.end)
    when = None
    if _needs_date(workflow, verb.key):
        found = find_date(comment, today or date(1, 1, 1))
        if found is not None and (today is not None or found.day.year >= 2000):
            when = found.day
            source = FoldedText(comment)
            if set(words(source.folded[: found.start])) <= _BEFORE_DATE:
                # The date stands first: the notice says it, the comment need not.
                comment = (
                    source.original(found.end, len(source.folded)) if found.end < len(source.folded) else ""
                )
                comment = comment.lstrip(" ,.;:!-–—)")
    return Command("verb", verb.key, comment, reference=reference, date=when, publish=bool(comment))


def _misspelt(line: _Line, workflow: Workflow) -> tuple[str, ...]:
    """Verbs one letter or two away from how the line begins, when nothing but punctuation follows."""
    head = re.split(r"[,.;:!-]", line.folded, maxsplit=1)[0]
    return () if line.text.rstrip().endswith("?") else _nearest(words(head), workflow, lenient=False)


def _nearest(written: list[str], workflow: Workflow, *, lenient: bool) -> tuple[str, ...]:
    scored: list[tuple[int, str]] = []
    for alias, verb in _alias_words(workflow):
        wanted = " ".join(alias)
        given = " ".join(written[: len(alias)] if lenient else written)
        allowed = 0 if len(wanted) < 5 else 1 if len(wanted) < 8 else 2
        distance = OSA.distance(given[:100], wanted, score_cutoff=allowed + lenient * 2)
        if distance <= allowed + lenient * 2 and given[:1] == wanted[:1]:
            scored.append((distance, verb))
    return tuple(dict.fromkeys(verb for _, verb in sorted(scored)))[:3]


def _without_closing(text: str) -> str:
    """`text` up to the farewell, and without blank edges."""
    kept: list[str] = []
    for line in text.splitlines():
        if _CLOSING.match(fold(line).strip()):
            break
        kept.append(line)
    return "\n".join(kept).strip()
