"""`guichet doctor imap`: the way to each fetched mailbox, step by step."""

from __future__ import annotations

from functools import partial

import typer

from cli.office import Office
from cli.present import console
from cli.service.examining.said import is_well, look_into
from intake.doors.imap.doctor import examine
from models.errors import UserError


def show_mailboxes(office: Office, name: str | None) -> None:
    """Print what is found on the way to the mailbox `name`, to all of them when None; exit 1 when one does
    not work. Raises UserError for a name that is none.
    """
    mailboxes = office.settings.doors.imap
    chosen = [mailbox for mailbox in mailboxes if name in (None, mailbox.name)]
    if not chosen:
        names = ", ".join(mailbox.name for mailbox in mailboxes) or "none: add one under [[doors.imap]]"
        raise UserError(
            f"There is no mailbox '{name}' in the settings; there are: {names}."
            if name
            else f"Mailboxes in the settings: {names}."
        )
    failed = False
    for mailbox in chosen:
        console().print(f"[bold]{mailbox.name}[/bold] ({mailbox.host}:{mailbox.port})")
        failed |= not is_well(partial(look_into, partial(examine, mailbox), "  "))
    if failed:
        raise typer.Exit(1)
