"""An agent asks for their list, or answers one: told at the registered address which requests they have."""

from __future__ import annotations

import sqlalchemy as sa

from dispatch.history.request import find_requests
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import answer_writer
from dispatch.inbound.staff.proving.too_many import too_many
from dispatch.notices.lists.listed import WorkList
from dispatch.notices.lists.work_lists import work_items
from intake.ledger.outcome import Outcome
from intake.words.staff.own_list import asks_for_own_list
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: Requests one answer lists; the rest is only counted.
LISTED = 60
#: Lists that take no answer as a whole.
_LISTS = ("late", "my_requests", "unassigned", "week")


def own_list(case: Case) -> Outcome | None:
    """Does an agent ask for « mes demandes », or answer a list as a whole? The list goes to their registered
    address, and nowhere else.
    """
    parsed = case.parsed
    silent = parsed.automatic is not None or parsed.bounce is not None or "suppress_answer" in parsed.extra
    if case.sender.agent is None or silent or case.thread.request_id is not None:
        return None
    asked = asks_for_own_list(parsed.bare_subject, parsed.words, case.sender.agent.name)
    if asked and not parsed.attachments:
        if (waits := too_many(case)) is not None:
            return waits
        tell_own_list(case)
        return Outcome(InboundState.COMMAND, "the agent's open requests were listed")
    if _answers_a_list(case):
        if (waits := too_many(case)) is not None:
            return waits
        tell_own_list(case, unread=True)
        return Outcome(
            InboundState.COMMAND, "an answer to a whole list: nothing was done, the agent was told"
        )
    return None


def tell_own_list(case: Case, *, unread: bool = False) -> None:
    """Send the writer, an agent, their open requests: where they wrote from, which is registered."""
    agent = case.sender.agent
    if agent is None:
        raise ValueError("only agents have requests")
    details = work_of(case, agent.key).model_copy(update={"unread": unread})
    answer_writer(case, "my_requests", details, audience=Audience.AGENT)


def work_of(case: Case, agent: str) -> WorkList:
    """The open requests that an agent has, what is due first before the others."""
    found = find_requests(
        case.session,
        case.in_force,
        _requests.c.state_kind.in_(OPEN_KINDS),
        _requests.c.assignee_id == case.in_force.agent_ids.get(agent, 0),
    )
    items = work_items(case.session, case.in_force, found, case.now, reader=agent)[:LISTED]
    return WorkList(items=items, total=len(found))


def _answers_a_list(case: Case) -> bool:
    """Whether it answers one of our letters that lists several requests."""
    parsed = case.parsed
    ids = {case.signer.owns_message_id(text) for text in (*parsed.in_reply_to[:10], *parsed.references[-10:])}
    ids.add(case.signer.find_marker(parsed.quoted))
    query = sa.select(_outbox.c.id).where(
        _outbox.c.id.in_([each for each in ids if each is not None]), _outbox.c.notice.in_(_LISTS)
    )
    return case.session.connection().execute(query).first() is not None
