"""One message on the counter: everything the steps of its treatment need, in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dispatch.people.contacts import Sender
from dispatch.rules.index import RuleIndex
from intake.ledger.claims import ClaimedMessage
from intake.message import ParsedMessage
from models.organisation import Organisation
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.organisations import InForce


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when a message is decided. `recipients` holds those of merged copies too."""

    session: Session
    message: ClaimedMessage
    parsed: ParsedMessage
    recipients: tuple[str, ...]
    sender: Sender
    in_force: InForce
    index: RuleIndex
    settings: Settings
    signer: Signer
    now: datetime
    #: Whether its sender wrote so much in the last hour that answers would only feed a loop.
    answered_enough: bool = False

    @property
    def organisation(self) -> Organisation:
        return self.in_force.organisation

    @property
    def automatic(self) -> bool:
        """Whether nobody must be answered (a scanner, a web form, a list, somebody who writes without end)."""
        return (
            self.parsed.automatic is not None
            or "suppress_answer" in self.parsed.extra
            or self.answered_enough
        )
