"""An outbox row in somebody's hands, as those who write and deliver it know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ClaimedNotice:
    """An outbox row in our hands until `leased_until`; `fence` proves it."""

    id: int
    fence: int
    #: Tries that failed, and this one.
    attempts: int
    #: Tries that ended because a process died, and handovers whose answer never came.
    deaths: int
    doubts: int
    leased_until: datetime
    created_at: datetime
    notice: str
    channel: str
    audience: str
    locale: str
    person_id: int | None
    recipient: str
    recipient_name: str
    request_id: int | None
    entry_id: int | None
    inbound_id: int | None
    data: dict[str, Any]
    attachment_ids: list[int]
    thread_ids: list[str]
    can_wait: bool
    message_id: str | None
    unique_key: str
    #: When a person let it go in spite of a limit.
    released_at: datetime | None = None
    #: What stood in its way the last time; '' when nothing ever did.
    last_error: str = ""

    @property
    def was_tried(self) -> bool:
        """Whether anything was done about it before."""
        return self.handovers > 1 or bool(self.last_error)

    @property
    def handovers(self) -> int:
        """How often it may have been handed over, this time included: from the second on, a text is looked
        for.
        """
        return self.attempts + self.deaths + self.doubts
