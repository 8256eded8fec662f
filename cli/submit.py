"""`guichet submit`: the door of the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console, print_json


def submit(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE.eml...", help="Messages to hand in; - reads standard input.")
    ],
    recipient: Annotated[
        str | None,
        typer.Option(
            "--to", help="The address of ours it was sent to; the first of mail.addresses by default."
        ),
    ] = None,
    sender: Annotated[str, typer.Option("--from", help="Envelope sender.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Hand messages in as if they had come by mail; the running service treats them."""
    from intake.accept import Arrival, Reception
    from models.errors import UserError
    from models.ledger import Door

    office = office_of(context)
    contents = [(name, read_input(name)) for name in files]
    addresses = office.settings.mail.addresses
    if recipient is None and not addresses:
        raise UserError("Say which address it was sent to with --to: mail.addresses is empty.")
    reception = Reception(office.database, office.files)
    try:
        stored = [
            (
                name,
                reception.accept(
                    Arrival(
                        door=Door.CLI,
                        raw=raw,
                        received_at=now(),
                        envelope_from=sender,
                        recipients=(recipient or addresses[0],),
                    )
                ),
            )
            for name, raw in contents
        ]
    finally:
        reception.close()
    if as_json:
        print_json([{"path": name, "inbound": number} for name, number in stored])
        return
    for name, number in stored:
        console().print(f"{name}: message {number}. See: guichet inbox show {number}")


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises UserError."""
    from models.errors import UserError

    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as wrong:
        raise UserError(f"{name} cannot be read: {wrong.strerror}.") from wrong
