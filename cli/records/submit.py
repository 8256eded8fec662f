"""`guichet submit`: the door of the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import console, print_json, safe


def submit(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE.eml...",
            help="Messages to hand in; - reads standard input. With --sms, the words of a text, or -.",
        ),
    ],
    recipient: Annotated[
        str | None,
        typer.Option(
            "--to", help="The address of ours it was sent to; the first of mail.addresses by default."
        ),
    ] = None,
    sender: Annotated[str, typer.Option("--from", help="Envelope sender.")] = "",
    number: Annotated[
        str, typer.Option("--sms", metavar="NUMBER", help="Hand in a text message from this number instead.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Hand messages in as if they had come by mail, or by text; the running service treats them."""
    from intake.ledger.arrival import Arrival
    from intake.ledger.reception import Reception
    from models.errors import UserError
    from models.tables.ledger import Door

    office = office_of(context)
    if number:
        _submit_text(office, number, recipient or "", words_of(files), as_json)
        return
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
                        recipients=(recipient,)
                        if recipient
                        else _reply_addresses(raw, office) or addresses[:1],
                    )
                ),
            )
            for name, raw in contents
        ]
    finally:
        reception.close()
    if as_json:
        print_json([{"path": name, "inbound": inbound} for name, inbound in stored])
        return
    for name, inbound in stored:
        console().print(safe(f"{name}: message {inbound}. See: guichet inbox show {inbound}"), markup=False)


def _reply_addresses(raw: bytes, office: Office) -> tuple[str, ...]:
    """The signed reply addresses in To of a file: whoever hands it in stands for its envelope."""
    from intake.doors.imap.headers import delivered_to
    from intake.mail.reply_tokens import envelope_tokens

    base = office.settings.mail.reply_address
    return tuple(each for each in delivered_to(raw, "To") if envelope_tokens([each], base))


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`. Raises UserError."""
    from models.errors import UserError

    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as wrong:
        raise UserError(f"{name} cannot be read: {wrong.strerror}.") from wrong


def words_of(given: list[str]) -> str:
    """The words of a text: those of the command line, or of standard input for `-`. Raises UserError for the
    name of a file: nobody texts that.
    """
    from models.errors import UserError

    if given == ["-"]:
        return read_input("-").decode("utf-8", "replace")
    if len(given) == 1 and Path(given[0]).is_file():
        raise UserError(f"{given[0]} is a file: a text is its words, or - and the file as standard input.")
    return " ".join(given)


def _submit_text(office: Office, number: str, recipient: str, words: str, as_json: bool) -> None:
    from secrets import token_hex

    from intake.ledger.arrival import Arrival
    from intake.ledger.reception import Reception
    from intake.sms.form import written_form
    from models.errors import InvalidValue, UserError
    from models.tables.ledger import Door
    from models.values import PhoneNumber

    try:
        sender = PhoneNumber.parse(number, office.region).e164
    except InvalidValue as wrong:
        raise UserError(
            f"'{number[:40]}' is not a telephone number; one looks like 06 39 98 00 12."
        ) from wrong
    if not words.strip():
        raise UserError("The text has no words. See: guichet submit --help")
    to = recipient or office.settings.sms.number
    sid = f"CLI{token_hex(16)}"
    reception = Reception(office.database, office.files)
    try:
        inbound = reception.accept(
            Arrival(
                door=Door.SMS,
                door_name="cli",
                raw=written_form(sender, to, words, sid),
                received_at=now(),
                envelope_from=sender,
                recipients=(to,) if to else (),
                door_key=f"sms:{sid}",
            )
        )
    finally:
        reception.close()
    if as_json:
        print_json([{"inbound": inbound}])
        return
    console().print(f"Text from {sender}: message {inbound}. See: guichet inbox show {inbound}")
