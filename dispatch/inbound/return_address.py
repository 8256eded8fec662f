"""What comes to the return address of a letter of ours: its recipient's words, another's, a machine's."""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.inbound.machines import record_automatic, thread_of_letter
from dispatch.inbound.marks import hold, letter_of
from dispatch.inbound.thread import Thread
from intake.ledger.outcome import Outcome
from intake.words.machine_addresses import is_machine_address


def return_address(case: Case) -> Outcome | None:
    """Was it sent to the return address of one of our letters? Its recipient's own words join the request;
    somebody else's, written by hand, become one of their own, linked.

    No machine opens a request there or is acknowledged: its words are kept with the letter's request, and
    what comes from an address that programs write from is held.
    """
    letter = letter_of(case) if case.thread.request_id is None and not case.released else None
    if letter is None:
        return None
    thread = thread_of_letter(case)
    if thread.request_id is not None and case.parsed.automatic is not None:
        case.thread = thread
        return record_automatic(case)
    if thread.request_id is None or letter.person_id != case.sender.person_id:
        if _is_by_hand(case):
            # As whoever writes to the reply address of somebody else: read, answered, and told to staff.
            why = "return address of a letter to somebody else"
            case.thread = Thread(linked_id=letter.request_id, handed_on=True, why=why)
            return None
        return hold(case, f"written to the return address of message {letter.id}, not by whom it was sent to")
    case.thread = thread
    return None


def _is_by_hand(case: Case) -> bool:
    """Whether a person wrote it, as far as that can be seen: an envelope with a sender, no mark of a machine,
    an address that people write from.
    """
    sender = case.sender.contact
    if sender is None or not case.message.envelope_from or case.parsed.automatic is not None:
        return False
    return not any(map(is_machine_address, (sender.written, case.message.envelope_from)))
