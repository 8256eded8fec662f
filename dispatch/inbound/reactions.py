"""Somebody taps an emoji: kept with the request, and nothing else happens; a sad one of theirs is shown."""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.sms.which_request import find_latest
from dispatch.inbound.thread import Thread
from dispatch.notices.tell import News, tell_staff
from intake.ledger.outcome import Outcome
from intake.words.reactions import find_reaction, is_sad
from intake.words.staff.briefly import without_signature
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole


def reaction(case: Case) -> Outcome | None:
    """Is it but a reaction to a message (an emoji, « A aimé … »), signed or not? It is kept with the request;
    nothing changes, nobody is told.
    """
    said = case.parsed.reaction or _above_a_signature(case)
    if not said or case.released:
        return None
    if case.parsed.channel == "sms":
        case.thread = Thread(find_latest(case), why="a reaction to the latest request")
    request = case.request
    if request is None:
        return Outcome(InboundState.AUTOMATIC, "a reaction, and nothing that it could be to")
    actor = case.actor(ActorRole.AGENT if case.sender.is_staff else ActorRole.REQUESTER)
    change = change_of(case, request, actor)
    entry_id = change.write(
        EntryKind.NOTE,
        channel=case.parsed.channel,
        public=False,
        text=said,
        quoted=case.parsed.text,
    )
    if not case.sender.is_staff and is_sad(said):
        # Whoever closed it may have closed it too soon; one word of theirs opens it again.
        tell_staff(change, News("requester_reply", entry_id))
        return Outcome(InboundState.FOLLOW_UP, "a sad reaction: staff were told", request.id)
    return Outcome(InboundState.FOLLOW_UP, "a reaction: nothing changed", request.id)


def names_of_writer(case: Case) -> tuple[str, ...]:
    """How whoever writes may sign: as From says, as their address does, as the organisation names them."""
    sender = case.parsed.sender
    if sender is None:
        return ()
    agent = case.organisation.agent_with(sender.address)
    local = sender.address.partition("@")[0][:64].replace(".", " ").replace("_", " ").replace("-", " ")
    return tuple(filter(None, (sender.name[:200], local, agent.name if agent is not None else "")))


def _above_a_signature(case: Case) -> str:
    """The emoji of a mail that holds nothing else but a signature which nothing announces, logo and all."""
    parsed = case.parsed
    if parsed.channel != "email" or any(not each.decorative for each in parsed.attachments):
        return ""
    return find_reaction(without_signature(parsed.words, names_of_writer(case)))
