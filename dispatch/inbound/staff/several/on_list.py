"""An agent answers a list of requests, one a line (« 2026-00042 terminé »): one summary comes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import answer_writer, change_of
from dispatch.inbound.staff.mail import take_agent_mail
from dispatch.inbound.staff.own_list import tell_own_list
from dispatch.inbound.staff.proving.proof import lacks_proof, wait_for_proof
from dispatch.inbound.staff.proving.too_many import too_many
from dispatch.inbound.staff.several.standing_said import lines_of
from dispatch.inbound.thread import Proof, Thread
from dispatch.inbound.who.sight import may_act
from dispatch.notices.done import ListDone, ListedDone
from dispatch.notices.joined import follow_merges
from dispatch.notices.lists.listed import listed_requests
from dispatch.requests.undo.standing import standing_of
from intake.ledger.outcome import Outcome
from intake.words.orders import NoOrder, Order, read_order
from intake.words.staff.lines import read_lines
from intake.words.staff.list_lines import LINES, ListLine, read_list_lines
from intake.words.staff.own_list import asks_for_own_list
from models.errors import InvalidValue
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.vocabulary import ActorRole, Audience

_outbox = table_of(OutboundMessage)
#: What a line of a list may order; words for a requester are written to the request itself.
_ORDERS = ("verb", "assign", "service", "take", "duplicate", "withdraw")
_SAID = {
    "fr": {
        "elsewhere": "n’est pas dans cette liste\u00a0: rien n’a été fait",
        "which": "de quelle demande\u00a0? Rien n’a été fait\u00a0: écrivez sa référence devant, comme "
        "« 2026-00042 note : … »",
        "unread": "pas compris\u00a0: rien n’a été fait",
        "gone": "n’est plus de celles que vous suivez\u00a0: rien n’est fait, vos mots vont à qui la traite",
        "unsure": "de quelles demandes\u00a0? Rien n’a été fait\u00a0: écrivez-les en entier sur une "
        "ligne, comme « 2026-00041, 2026-00042 terminé »",
        "not_done": "n’a pas pu être fait\u00a0: répondez à l’avis de cette demande pour savoir pourquoi",
        "already": "l’était déjà",
        "done": "c’est fait",
        "noted": "noté",
    },
    "en": {
        "elsewhere": "is not in this list: nothing was done",
        "which": "of which request? Nothing was done: write its reference before it, as “2026-00042 note: …”",
        "unread": "not understood: nothing was done",
        "gone": "is no longer one you follow: nothing was done, your words went to whoever treats it",
        "unsure": "of which requests? Nothing was done: write them out on one line, as "
        "“2026-00041, 2026-00042 done”",
        "not_done": "could not be done: answer the notice of that request to learn why",
        "already": "was so already",
        "done": "done",
        "noted": "noted",
    },
}


@dataclass(frozen=True, slots=True)
class _List:
    """A list that was sent to somebody: its row of the outbox, and its requests by their references."""

    row_id: int
    person_id: int
    requests: dict[str, int]


def list_answer(case: Case) -> Outcome | None:
    """Does an agent answer a list, one request a line? Each line is done, and one summary comes back."""
    found = _list_of(case)
    if found is None:
        return None
    if found.person_id != case.sender.person_id or not case.sender.is_staff:
        case.thread = Thread(why="the address of a list, used by somebody it was not sent to")
        return None
    if case.parsed.automatic is not None:
        return Outcome(InboundState.AUTOMATIC, case.parsed.automatic.reason)
    lines = read_list_lines(case.parsed.words)
    known = [
        (one, None if one.unsure else _named(found, one)) for line in lines for one in _each(found, line)
    ]
    first = next((request_id for _, request_id in known if request_id is not None), None)
    if first is None and (lacks_proof(case) or _asks_for_list(case)):
        return None
    if (waits := too_many(case)) is not None:
        return waits
    if not lines:
        return _tell_which(case)
    if first is not None and lacks_proof(case):
        request = lock_request(case.session, case.in_force, first)
        case.thread = Thread(first, Proof.TOKEN, Purpose.LIST, why="the signed address of a list")
        return wait_for_proof(case, change_of(case, request, case.actor(ActorRole.AGENT)), NoOrder())
    results = [_do(case, line, request_id) for line, request_id in known]
    details = ListDone(lines=tuple(results))
    answer_writer(case, "list_done", details, audience=Audience.AGENT)
    count = sum(each.done for each in results)
    return Outcome(InboundState.COMMAND, f"an answer to a list: {count} of {len(results)} lines were done")


def _asks_for_list(case: Case) -> bool:
    agent, parsed = case.sender.agent, case.parsed
    return agent is None or asks_for_own_list(parsed.bare_subject, parsed.words, agent.name)


def _tell_which(case: Case) -> Outcome:
    """Nothing of it names a request: of orders it is asked which; other words bring the list again."""
    written = [line.strip() for line in case.parsed.words.splitlines()[:LINES] if line.strip()]
    orders = [line for line in written if _orders_something(case, line)]
    if orders:
        lines = tuple(_do(case, ListLine("", line), None) for line in orders)
        answer_writer(case, "list_done", ListDone(lines=lines), audience=Audience.AGENT)
    else:
        tell_own_list(case, unread=True)
    return Outcome(InboundState.COMMAND, "an answer to a whole list: nothing was done, the agent was told")


def _orders_something(case: Case, text: str) -> bool:
    """Whether a line would be an order or a note if it named a request."""
    workflow, organisation = case.organisation.workflow(None), case.organisation
    today = organisation.town.local_day(case.now)
    said = read_order(text, workflow, organisation=organisation, today=today)
    return isinstance(said, Order) or bool(read_lines(text, workflow, organisation=organisation, today=today))


def _list_of(case: Case) -> _List | None:
    """The list through whose signed address it came."""
    for token in case.tokens:
        try:
            claim = case.signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is not Purpose.LIST:
            continue
        query = sa.select(_outbox.c.id, _outbox.c.person_id, _outbox.c.data).where(
            _outbox.c.id == claim.subject_id
        )
        row = case.session.connection().execute(query).first()
        if row is None or row.person_id is None:
            continue
        if case.signer.find_person(token, [row.person_id], case.now) is not None:
            named = {reference: each for each, reference in listed_requests(row.data).items()}
            return _List(row.id, row.person_id, named)
    return None


def _named(found: _List, line: ListLine) -> int | None:
    """The request of the list that a line names: `2026-00042`, or `42` when only one can be meant."""
    year, _, number = line.name.rpartition("-")
    if not number.isdigit():
        return None
    matching = [
        request_id
        for reference, request_id in found.requests.items()
        if int(reference.rpartition("-")[2]) == int(number) and reference.startswith(year)
    ]
    return matching[0] if len(matching) == 1 else None


def _each(found: _List, line: ListLine) -> tuple[ListLine, ...]:
    """One line for each request of the list that a line means, from one to another; if none, itself."""
    if not line.until:
        return (line,)
    first, last = _named(found, line), _named(found, replace(line, name=line.until))
    by_number = sorted(found.requests, key=lambda each: tuple(map(int, each.split("-"))))
    ends = [by_number.index(each) for each in by_number if found.requests[each] in (first, last)]
    if first is None or last is None or found.requests[by_number[ends[0]]] != first:
        return (replace(line, name=f"{line.name}–{line.until}", until="", unsure=True),)
    return tuple(replace(line, name=each, until="") for each in by_number[ends[0] : ends[-1] + 1])


def _do(case: Case, line: ListLine, request_id: int | None) -> ListedDone:
    said = _SAID["en" if case.locale == "en" else "fr"]
    if line.unsure:
        return ListedDone(reference=line.name, written=line.text[:120], said=said["unsure"])
    if request_id is None:
        which = "which" if _orders_something(case, line.text) else "unread"
        return ListedDone(
            reference=line.name, written=line.text[:120], said=said["elsewhere" if line.name else which]
        )
    request = lock_request(case.session, case.in_force, follow_merges(case.session, request_id))
    reference = str(request.reference)
    thread = Thread(request.id, Proof.TOKEN, Purpose.ASSIGNEE, why="a line of a list", listed=True)
    if request.id != request_id:
        thread = replace(thread, joined_from=request_id)
    # One summary tells what became of all: no line is answered by itself.
    quiet = replace(
        case.parsed, text=line.text, reply=line.text, quoted="", attachments=(), message_id="",
        in_reply_to=(), references=(), extra={**case.parsed.extra, "suppress_answer": "list"},
    )  # fmt: skip
    one = replace(case, parsed=quiet, cause=f"inbound:{case.message.id}:{request.id}")
    one.together = f"inbound:{case.message.id}"
    one.thread = thread
    change = change_of(one, request, one.actor(ActorRole.AGENT))
    if not _is_order(one, change, line.text):
        return ListedDone(reference=reference, written=line.text[:120], said=said["unread"])
    before, theirs = standing_of(case.session, request.id), may_act(one, request)
    outcome = take_agent_mail(one, change)
    after = standing_of(case.session, request.id)
    if outcome.state is InboundState.FOLLOW_UP and after == before:
        return ListedDone(reference=reference, written=line.text[:120], said=said["noted"], done=True)
    if after == before and not outcome.done:
        return ListedDone(
            reference=reference,
            written=line.text[:120],
            said=said["already" if outcome.already else "not_done" if theirs else "gone"],
            done=outcome.already,
        )
    shown = ", ".join(outcome.done or lines_of(case.in_force, before, after, case.locale)) or said["done"]
    return ListedDone(reference=reference, written=line.text[:120], said=shown, done=True)


def _is_order(case: Case, change: Change, text: str) -> bool:
    today = case.organisation.town.local_day(case.now)
    if read_lines(text, change.workflow, organisation=case.organisation, today=today) is not None:
        return True
    said = read_order(text, change.workflow, organisation=case.organisation, today=today)
    return isinstance(said, Order) and (said.kind in _ORDERS or said.kind == "note")
