"""More mails of one agent in an hour than are answered: what is no plain order waits, and they are told so.

Answers to a machine that answers by itself would go on for ever. What is proved, what came to a signed
address and what anybody can send are counted apart (`Case.wrote_too_much`): a flood in an agent's name stops
nothing of theirs.
"""

from __future__ import annotations

from dispatch.inbound.case import Case
from dispatch.inbound.staff.proving.proof import lacks_proof
from dispatch.inbound.staff.proving.waits_told import tell_it_waits
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said
from models.tables.ledger import InboundState


def too_many(case: Case, said: Said | None = None, *, by_code: bool = False) -> Outcome | None:
    """Hold what an agent wrote beyond their hour; None when there is room, or it is a proved order, which is
    done and answered as ever. `by_code`: a text message with the code of a notice.
    """
    if not case.wrote_too_much:
        return None
    known = by_code or not lacks_proof(case)
    if known and isinstance(said, Order):
        case.answer_all_the_same()
        return None
    limit = case.settings.limits.messages_per_sender_per_hour
    if case.parsed.automatic is None:
        tell_it_waits(case, limit, proved=known)
    if known:
        why = (
            f"more than {limit} messages of this agent in an hour: nothing of it was done, the agent was told"
        )
    else:
        why = (
            f"more than {limit} messages in the name of this agent, which nothing proves, in an hour: "
            "nothing of it was done, the agent was told"
        )
    return Outcome(InboundState.HELD, why)
