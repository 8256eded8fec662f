"""Which fetched mailboxes `guichet doctor imap` looks at."""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import UserError
from models.settings.doors import ImapDoorSettings


def chosen(mailboxes: Sequence[ImapDoorSettings], name: str | None) -> list[ImapDoorSettings]:
    """The one of that name, or all of them. Raises UserError naming those there are."""
    found = [mailbox for mailbox in mailboxes if name in (None, mailbox.name)]
    if found:
        return found
    names = ", ".join(mailbox.name for mailbox in mailboxes) or "none: add one under [[doors.imap]]"
    raise UserError(
        f"There is no mailbox '{name}' in the settings; there are: {names}."
        if name
        else f"Mailboxes in the settings: {names}."
    )
