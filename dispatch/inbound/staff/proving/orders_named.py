"""What a message orders, in words of ours and without one of its own: for the letter that asks whether it is
theirs.
"""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.letters.orders_shown import word_of
from intake.words.orders import Order, Said
from intake.words.staff.lines import read_lines

#: By kind of an order or of an order line, in French and in English. What is none of these is an answer or a
#: note.
_NAMED = {
    "assign": ("affecter", "assign"), "service": ("affecter", "assign"), "take": ("je prends", "mine"),
    "task": ("tâche", "task"), "duplicate": ("doublon", "duplicate"), "opt_out": ("désabonner", "no texts"),
    "withdraw": ("annuler", "undo"), "split": ("séparer", "split"), "send": ("envoyer", "send"),
    "building": ("bâtiment", "building"), "type": ("type", "type"), "priority": ("priorité", "priority"),
    "due": ("échéance", "due"), "merge": ("fusionner", "merge"), "share": ("partager", "share"),
    "opinion": ("avis", "opinion"), "canned": ("réponse", "answer"), "forward": ("transmettre", "forward"),
    "join": ("réunir", "join"), "apart": ("à part", "apart"), "part": ("détacher", "detach"),
    "all": ("à tous", "to all"), "visa": ("viser", "approve"), "correct": ("corriger", "correct"),
    "unvisa": ("ne pas viser", "do not approve"), "tag": ("étiquettes", "tags"),
    "untag": ("sans étiquette", "without tag"),
}  # fmt: skip


def orders_named(case: Case, change: Change, said: Said, written: str, locale: str) -> str:
    """The orders of `written` (an agent's own words, read as `said`), each once and parted by commas; '' when
    it has none. Bounded by what `read_lines` reads.
    """
    orders: list[tuple[str, Order | None]] = []
    today = case.organisation.town.local_day(case.now)
    if isinstance(said, Order):
        orders = [(said.kind, said)]
    elif lines := read_lines(written, change.workflow, organisation=case.organisation, today=today):
        orders = [(line.order.kind if line.order else line.kind, line.order) for line in lines.orders]
    named = (_name(change, kind, order, locale) for kind, order in orders)
    return ", ".join(dict.fromkeys(name for name in named if name))


def _name(change: Change, kind: str, order: Order | None, locale: str) -> str:
    if order is not None and kind == "verb":
        return word_of(change.workflow, order.verb, locale)
    return _NAMED.get(kind, ("", ""))[locale == "en"]
