"""What a member of staff wrote, read whole: what it orders, and what of it the requester may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from intake.words.address_of_words import Address, address_of
from intake.words.lexicon.limits import TAKES_BACK
from intake.words.orders import NoOrder, Order, Said, Unsure, read_order
from intake.words.sentences import head_and_letter, read_letter
from models.folding import fold, words
from models.organisation import Organisation, Workflow

#: Orders that hand a request on: what goes with them is for colleagues.
_AMONG_COLLEAGUES = ("assign", "service", "take", "duplicate", "task")


@dataclass(frozen=True, slots=True)
class StaffWords:
    """An order (or a doubt, or none), and its words by who may read them.

    `published` is what the requester reads, `kept` what stays a note; `address` is to whom the words speak.
    Words are never in both, and never in two halves of one sentence.
    """

    said: Said
    address: Address
    published: str = ""
    kept: str = ""

    @property
    def everything(self) -> str:
        """What was written besides the order, whoever may read it."""
        return "\n\n".join(part for part in (self.kept, self.published) if part)


def read_staff_words(
    text: str,
    workflow: Workflow,
    *,
    organisation: Organisation | None = None,
    today: date | None = None,
    asker: str = "",
) -> StaffWords:
    """Read an agent's own words, without the quoted history. Total: any text gives a result. `asker` is the
    name of whoever asked.

    Bounded, so that it may run where messages are decided, by what `intake.words.sentences` reads of a text
    (LINES, LINE, SENTENCES), what `intake.words.orders.tokens` reads of a sentence (WORDS) and how many words
    `intake.words.address_of_words` looks at. A text that is longer orders nothing and is not published.
    Linear in `text`.
    """
    letter = read_letter(text)
    said = read_order(text, workflow, organisation=organisation, today=today, letter=letter)
    address = address_of(text, organisation, letter=letter, asker=asker)
    above = None
    if not (isinstance(said, Order) and said.kind in ("note", "answer")):
        above = _order_above_a_letter(text, workflow, organisation, today, said, asker)
    return above or _by_address(text, workflow, said, address, organisation, today)


def _order_above_a_letter(
    text: str,
    workflow: Workflow,
    organisation: Organisation | None,
    today: date | None,
    whole: Said,
    asker: str,
) -> StaffWords | None:
    """« Clos. », then « Madame, … »: the line is the order, the letter is for the requester; None when it is not so.
    A line that is nearly an order is asked about.

    The letter has to speak to the requester from its greeting to its end, order nothing else, and take nothing back.
    """
    parted = head_and_letter(text)
    if parted is None:
        return None
    head, below = parted
    said = read_order(head, workflow, organisation=organisation, today=today)
    if (
        isinstance(said, Unsure)
        and isinstance(whole, Order)
        and address_of(below, organisation, asker=asker) is Address.REQUESTER
        and address_of(head, organisation, asker=asker) is not Address.REQUESTER
    ):
        # « Termné », then « Madame, votre lampadaire est réparé »: the letter would go out below a slip of its writer.
        return StaffWords(said, Address.REQUESTER, kept=text.strip())
    if not isinstance(said, Order) or said.kind not in ("verb", "assign", "service", "take"):
        return None
    if isinstance(whole, Order) and whole.explains and not said.explains:
        # What follows the colon of « refusé : … » is its explanation, greeting or not.
        return None
    if (
        address_of(below, organisation, asker=asker) is not Address.REQUESTER
        or address_of(head, organisation, asker=asker) is Address.REQUESTER
    ):
        return None
    again = read_order(below, workflow, organisation=organisation, today=today)
    if isinstance(again, Order) and (again.kind, again.verb, again.target) != (
        said.kind,
        said.verb,
        said.target,
    ):
        return None
    if not TAKES_BACK.isdisjoint(words(fold(below))):
        return None
    if said.explains:
        # What the requester is told of « refusé : … » stands above what is told in the letter.
        return StaffWords(
            replace(said, comment=f"{said.comment}\n\n{below}"),
            Address.REQUESTER,
            f"{said.comment}\n\n{below}",
        )
    return StaffWords(said, Address.REQUESTER, published=below, kept=said.comment)


def _by_address(
    text: str,
    workflow: Workflow,
    said: Said,
    address: Address,
    organisation: Organisation | None,
    today: date | None,
) -> StaffWords:
    match said:
        case Order(kind="answer"):
            return StaffWords(said, Address.REQUESTER, published=said.comment)
        case Order(kind="note"):
            return StaffWords(said, Address.COLLEAGUES, kept=said.comment)
        case Order(kind="verb"):
            if not said.comment:
                return StaffWords(said, address)
            # After the colon of « refusé : … » stands what the notice asks to explain to the requester; the
            # order before it (« attente demandeur ») speaks to us.
            if said.explains and address is Address.COLLEAGUES:
                address = address_of(said.comment, organisation)
            told = address is Address.REQUESTER or (said.explains and address is not Address.COLLEAGUES)
            return (
                StaffWords(said, address, published=said.comment)
                if told
                else StaffWords(said, address, kept=said.comment)
            )
        case Order():
            if address is Address.REQUESTER and said.kind in _AMONG_COLLEAGUES and said.comment:
                return StaffWords(said, address, published=text.strip())
            return StaffWords(said, address, kept=said.comment)
        case Unsure() | NoOrder():
            # A line that is an order and was not done is for us: the letter waits until its writer says so.
            if address is Address.REQUESTER and not _begins_with_an_order(
                text, workflow, organisation, today
            ):
                return StaffWords(said, address, published=text.strip())
            return StaffWords(said, address, kept=text.strip())


def _begins_with_an_order(
    text: str, workflow: Workflow, organisation: Organisation | None, today: date | None
) -> bool:
    """Whether a line of `text` is a word of the workflow and nothing else, or begins with one and a colon; or what
    stands above its greeting is nearly an order. Linear in its length.
    """
    verbs = {fold(word) for each in workflow.transitions for word in (*each.aliases.fr, *each.aliases.en)}
    lines = [fold(line) for line in text.splitlines()]
    if any(part.strip(_MARKS) in verbs for line in lines for part in (line, line.partition(":")[0])):
        return True
    parted = head_and_letter(text)
    if parted is None or address_of(parted[0], organisation) is Address.REQUESTER:
        # « Bonjour Monsieur, votre dossier n’est pas clôturé », above « Mme Delaunay », is the letter itself.
        return False
    return not isinstance(read_order(parted[0], workflow, organisation=organisation, today=today), NoOrder)


_MARKS = " .!,;:-*>\t\r"
