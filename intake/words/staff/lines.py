"""Orders written one a line at the top of a message: « terminé », « priorité haute », « tâche Nadia : … ».

What follows the lines is words for somebody. A line that is nearly an order spoils them all: nothing may be
done by half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from intake.words.address_of_words import Address, address_of
from intake.words.orders import NoOrder, Order, Unsure, read_order
from intake.words.sentences import read_letter
from intake.words.staff.courtesy import without_courtesy
from intake.words.staff.forms import ALL, ANSWER, CORRECT, FORMS, NOTE, LineKind
from intake.words.staff.names import handed_to_nobody, names_of_staff
from intake.words.staff.partners import read_forward
from intake.words.staff.until import BESIDE_DATE, until_when
from intake.words.when.dates import find_date
from models.folding import FoldedText, fold, words
from models.organisation import Organisation, Workflow

#: Lines looked at, each to so many characters; orders a message may give.
LINES, LINE, ORDERS = 60, 500, 12
_PRIORITIES = {
    "basse": "low", "faible": "low", "low": "low", "normale": "normal", "normal": "normal", "moyenne": "normal",
    "haute": "high", "elevee": "high", "high": "high", "urgente": "urgent", "urgent": "urgent",
    "tres haute": "urgent",
}  # fmt: skip
_BULLET = re.compile(r"^[-*•·–—]\s{0,3}(?=\S)")
_NONE = frozenset(["aucune", "sans", "none", "supprimer", "retirer"])
_ADDRESS = re.compile(r"[^\s,;<>()]{1,64}@[^\s,;<>()]{1,190}")
#: Words that limit what stands before them.
_LIMITS = frozenset(
    ["si", "sauf", "mais", "sinon", "quand", "lorsque", "hormis", "if", "unless", "but", "except"]
)
#: Orders of the grammar that stand alone in a message.
_ALONE = frozenset(["help", "send", "keep", "withdraw", "split", "answer", "note"])


@dataclass(frozen=True, slots=True)
class LineOrder:
    """One order line; what it names is not looked up yet."""

    kind: LineKind
    #: The line as written.
    written: str
    #: Who or what it names, and its words after the colon, as written.
    name: str = ""
    text: str = ""
    day: date | None = None
    #: An order of the grammar (kind order).
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The orders of a message, in their order, and the words that follow them."""

    orders: tuple[LineOrder, ...]
    rest: str = ""
    #: A line because of which nothing may be done, as written; '' when all is understood.
    wrong: str = ""


def read_lines(
    text: str, workflow: Workflow, *, organisation: Organisation | None = None, today: date | None = None
) -> Lines | None:
    """The order lines of a message; None when it has none, or but one order that the grammar reads whole.

    Linear in `text`.
    """
    reader = _Reader(workflow, organisation, today)
    lines = text.replace("\xa0", " ").replace("\u202f", " ").splitlines()
    at = _after_greeting(lines)
    orders: list[LineOrder] = []
    while at < min(len(lines), LINES) and len(orders) < ORDERS:
        line = _bare(lines[at])
        if not line and not (orders and _has_order(reader, lines, at)):
            if orders:
                break
            at += 1
            continue
        if not line:
            at += 1
            continue
        found = reader.read(line, "\n".join(lines[at:]))
        if found is None:
            break
        orders.append(found)
        at += 1
        if found.kind == "note" and (ends := reader.next_order(lines, at)) < len(lines):
            # Orders stand below it: it is what stands between.
            noted = "\n".join((line.partition(":")[2], *lines[at:ends])).strip()
            orders[-1] = replace(found, text=noted[:2000])
            if reader.form(_bare(lines[ends])) is None:
                return Lines(tuple(orders), wrong=_bare(lines[ends])[:120])
            at = ends
        elif found.kind in ("note", "answer", "correct") or (found.kind == "all" and found.text):
            at = len(lines)
            break
        elif reader.asks(found):
            # What they ask may run over several lines.
            ends = min(_blank(lines, at), reader.next_order(lines, at))
            more = " ".join(each.strip() for each in lines[at:ends])
            orders[-1] = replace(found, text=f"{found.text} {more}".strip()[:2000])
            at = ends
    if not orders or (len(orders) == 1 and orders[0].kind in ("order", "note", "answer")):
        return None
    rest = "\n".join(lines[at:]).strip()
    if rest and lines[at].strip() and read_letter(rest).sentences:
        # Words that run on from the last order limit it.
        return Lines(tuple(orders), rest, wrong=lines[at].strip()[:120])
    return _with_rest(reader, orders, rest)


def _bare(line: str) -> str:
    """A line without what lists begin theirs with."""
    return _BULLET.sub("", line.strip()[:LINE], count=1)


def _blank(lines: list[str], at: int) -> int:
    """Where the next empty line is, or the end."""
    return next((n for n, line in enumerate(lines[at:LINES], at) if not line.strip()), len(lines))


def _with_rest(reader: _Reader, orders: list[LineOrder], rest: str) -> Lines:
    letter = read_letter(rest)
    if not letter.sentences:
        return Lines(tuple(orders))
    said = reader.order(rest)
    if isinstance(said, Order):
        if said.kind in ("note", "answer"):
            kind: LineKind = "note" if said.kind == "note" else "answer"
            return Lines((*orders, LineOrder(kind, rest[:LINE], text=said.comment)))
        if said.kind == "verb" and address_of(rest, reader.organisation) is Address.REQUESTER:
            return Lines((*orders, LineOrder("order", rest[:LINE], text=rest, order=said)))
        return Lines(tuple(orders), rest, wrong=letter.sentences[0].text[:120])
    limited = bool(_LIMITS & set(words(letter.sentences[0].folded)[:1]))
    unsure = isinstance(said, Unsure) and address_of(rest, reader.organisation) not in (
        Address.REQUESTER,
        Address.COLLEAGUES if said.names_no_act else Address.REQUESTER,
    )
    if limited or unsure:
        return Lines(tuple(orders), rest, wrong=letter.sentences[0].text[:120])
    for each in orders:
        if each.order is not None and not reader.stands_beside(each, rest):
            return Lines(tuple(orders), rest, wrong=letter.sentences[0].text[:120])
    return Lines(tuple(orders), rest)


def _after_greeting(lines: list[str]) -> int:
    """The first line that is neither blank nor a greeting."""
    for at, line in enumerate(lines[:LINES]):
        if line.strip():
            alone = read_letter(line.strip()[:LINE])
            return at + 1 if alone.greeting and not alone.sentences else at
    return 0


def _has_order(reader: _Reader, lines: list[str], at: int) -> bool:
    """Whether the next line with words is an order line by its form: one blank line may stand between two."""
    after = next((line.strip() for line in lines[at + 1 : at + 3] if line.strip()), "")
    return bool(after) and reader.form(_bare(after)) is not None


class _Reader:
    def __init__(self, workflow: Workflow, organisation: Organisation | None, today: date | None) -> None:
        self.workflow, self.organisation, self.today = workflow, organisation, today

    def order(self, text: str) -> Order | Unsure | NoOrder:
        return read_order(text, self.workflow, organisation=self.organisation, today=self.today)

    def read(self, line: str, whole: str) -> LineOrder | None:
        """The order that one line gives; `whole` is the message from that line on."""
        if (found := self.form(line)) is not None:
            return found
        folded = fold(line)
        if (corrected := CORRECT.match(folded)) is not None:
            return LineOrder("correct", line, corrected["name"], text=whole.partition(":")[2].strip())
        if (all_ := ALL.match(folded)) and (all_["colon"] or all_.end() == len(folded.rstrip(" .!"))):
            # Alone, it sends what was just written to one of them to the others, too.
            return LineOrder("all", line, text=whole.partition(":")[2].strip() if all_["colon"] else "")
        for kind, pattern in (("note", NOTE), ("answer", ANSWER)):
            if pattern.match(folded):
                said = self.order(whole)
                text = said.comment if isinstance(said, Order) else whole.partition(":")[2].strip()
                return LineOrder("note" if kind == "note" else "answer", line, text=text)
        said = self.order(line)
        if not isinstance(said, Order) or said.kind in _ALONE or said.reference is not None:
            return None
        if said.comment and not said.explains and said.kind != "duplicate":
            return None
        return LineOrder("order", line, order=said)

    def asks(self, order: LineOrder) -> bool:
        """Whether it has words for somebody that may run over several lines."""
        return order.kind in ("opinion", "task") or (order.kind == "forward" and bool(order.text))

    def next_order(self, lines: list[str], at: int) -> int:
        """Where the next line is that orders something, or seems to; the end when none does."""
        return next(
            (n for n, line in enumerate(lines[at:LINES], at) if self._orders(_bare(line))), len(lines)
        )

    def _orders(self, line: str) -> bool:
        if self.form(line) is not None or handed_to_nobody(line):
            return True
        said = self.order(line) if line else NoOrder()
        return not isinstance(said, NoOrder) and not (isinstance(said, Unsure) and said.names_no_act)

    def form(self, line: str) -> LineOrder | None:
        """A line that has the form of an order by its first word, politely or not."""
        if (found := self._form(line)) is not None:
            return found
        names = names_of_staff(self.organisation) if self.organisation is not None else frozenset[str]()
        bare = without_courtesy(line, names)
        return self._form(bare) if bare != line else None

    def _form(self, line: str) -> LineOrder | None:
        source = FoldedText(line)
        folded = source.folded
        if self.organisation is not None and (passed := read_forward(line, self.organisation)):
            return LineOrder("forward", line, name=passed[0], text=passed[1])
        if "?" in folded and not re.match(r"(?:demande d'avis|avis|opinion|ask|tache|task)\b", folded):
            return None
        for kind, pattern in FORMS:
            found = pattern.fullmatch(folded)
            if found is None:
                continue
            name = source.original(found.start("name"), found.end("name")).strip(" .!")
            text = ""
            if "text" in pattern.groupindex:
                text = source.original(found.start("text"), found.end("text")).strip()
            if kind == "priority" and fold(name).strip() not in _PRIORITIES:
                return LineOrder(kind, line, name=name)
            if kind == "due":
                return self._due(line, name)
            if kind == "task":
                said = self.order(line)
                # « tâche faite : … » ends one; « tâche pour Nadia : … » is a new one of hers.
                if isinstance(said, Order) and said.kind == "task" and said.verb != "reassigned":
                    return None
                return self._task(line, name, text)
            return LineOrder(kind, line, name=name, text=text)
        return None

    def _due(self, line: str, name: str) -> LineOrder | None:
        if fold(name).strip() in _NONE:
            return LineOrder("due", line, name="")
        found = find_date(name, self.today) if self.today is not None else None
        if found is None:
            return LineOrder("due", line, name=name)
        folded = FoldedText(name).folded
        beside = set(words(folded[: found.start] + " " + folded[found.end :])) - BESIDE_DATE
        return LineOrder("due", line, name=name, day=None if beside else found.day)

    def _task(self, line: str, name: str, text: str) -> LineOrder:
        title, day = until_when(text, self.today)
        return LineOrder("task", line, name=name, text=title, day=day)

    def stands_beside(self, line: LineOrder, rest: str) -> bool:
        """Whether the order is the same with the words that follow it: a limit among them speaks against it."""
        said = self.order(f"{line.written}\n\n{rest}")
        mine = line.order
        return (
            isinstance(said, Order)
            and mine is not None
            and (said.kind, said.verb, said.target, said.other)
            == (mine.kind, mine.verb, mine.target, mine.other)
        )


def priority_of(name: str) -> str:
    """The priority that a word means; '' when it means none. Linear in `name`."""
    return _PRIORITIES.get(fold(name).strip(), "")


def addresses_of(name: str) -> list[str]:
    """The addresses that a line names, at most twenty."""
    return [found[0].strip(".") for found in _ADDRESS.finditer(name[:LINE])][:20]
