"""`guichet keys`: the keys of the reply addresses."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console, day_said, print_rows
from cli.speaking.translate import say
from models.errors import UserError

app = typer.Typer(help="The keys of the reply addresses: list them, take a new one.", no_args_is_help=True)


@app.command("list")
def list_keys(context: typer.Context) -> None:
    """Show which keys there are and since when each signs; never a key."""
    from models.signing.keys import read_keys, since_of

    office = office_of(context)
    path = office.settings.reply_keys_file
    if not path.exists():
        office.require_file()
    keys, since = read_keys(path), since_of(path)
    rows = [
        {
            "key": number,
            "since": day_said(since[number]) if number in since else say("not noted"),
            "does": say("reads" if place else "signs and reads"),
        }
        for place, (number, _) in enumerate(keys)
    ]
    print_rows(rows, {"key": "Key", "since": "Since", "does": "What it does"}, as_json=False, empty="No key.")


@app.command()
def rotate(
    context: typer.Context,
    at_once: Annotated[
        bool,
        typer.Option("--at-once", help="Read no earlier key any more: one of them may be in other hands."),
    ] = False,
) -> None:
    """Sign with a new key from the next start on. Earlier ones are still read as long as addresses that they
    signed work (mail.reply_days), then dropped.
    """
    from dispatch.programs.hooks.sealing import seal_of, seal_secrets
    from models.signing.keys import next_keys, write_keys
    from models.signing.tokens import Signer
    from models.store.audit import record_access

    office = office_of(context)
    moment, path = now(), office.settings.reply_keys_file
    with office.database.transaction() as session:
        keys, dropped = next_keys(path, moment.date(), office.settings.mail.reply_days)
        if at_once:
            # The new key is all there will be to open them.
            domain = office.settings.mail.reply_address.rpartition("@")[2]
            seal_secrets(session, seal_of(Signer(keys, domain)))
            dropped = sorted({*dropped, *(number for number, _ in keys[1:])})
            del keys[1:]
        else:
            # Under the key that signed until now, which stays; whoever runs has it.
            seal_secrets(session, seal_of(office.signer))
        try:
            write_keys(path, keys, moment.date())
        except OSError as wrong:
            raise UserError(
                f"{path} cannot be written: {wrong.strerror}. No new key was taken. What systemd hands over "
                f"(LoadCredential) is replaced where it comes from: "
                f"GUICHET_KEYS__REPLY_KEYS_FILE=FILE guichet keys rotate"
            ) from wrong
        made = keys[0][0]
        record_access(session, moment, office.actor, "rotate", "reply_keys", key=made, dropped=dropped)
    console().print(
        f"Key {made} signs from now on; keys dropped, which nothing needs any more: {len(dropped)}. "
        f"Restart the service now, and make a backup: addresses signed with the new key are read by it alone."
        if not at_once
        else f"Key {made} signs from now on, and earlier ones ({len(dropped)}) are read no more. Restart the "
        f"service now, until then it reads them; and make a backup. Answers to letters of before come as new "
        f"requests, and links and codes in them work no more.",
        soft_wrap=True,
    )
