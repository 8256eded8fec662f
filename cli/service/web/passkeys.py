"""`guichet passkeys`: which devices sign whom in, and the end of it."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson, Ended
from cli.present import console, on_the_clock, print_json, safe

app = typer.Typer(no_args_is_help=True, help="Passkeys, by which devices sign people in: list, name, remove.")
Number = Annotated[int, typer.Argument(help="Number of the passkey, as `list` shows it.")]


@app.command("list")
def list_(context: typer.Context, everything: Ended = False, as_json: AsJson = False) -> None:
    """Show the passkeys, by the people they sign in."""
    from dispatch.web.entering.kept_keys import list_keys

    office = office_of(context)
    with office.database.reading() as session:
        found = list_keys(session, everything=everything)
    office.looked("list", "passkeys", shown=len(found))
    if as_json:
        print_json(found)
        return
    if not found:
        console().print("Nobody has a passkey.")
    zone = office.town.zone
    for each in found:
        over = "  (over)" if each["ended_at"] is not None else ""
        known = f"{each['id']:>5}  {each['name']}, {each['key']}"
        since = on_the_clock(each["created_at"], zone)
        if each["used_at"] is None:
            line = f"{known}, since {since}, never used{over}"
        else:
            line = f"{known}, since {since}, last used {on_the_clock(each['used_at'], zone)}{over}"
        console().print(safe(line), markup=False)


@app.command()
def rename(
    context: typer.Context,
    number: Number,
    name: Annotated[str, typer.Argument(help="What its owner knows it by.")],
) -> None:
    """Call a passkey otherwise."""
    from dispatch.web.entering.kept_keys import rename_key
    from models.store.audit import record_access

    office, moment = office_of(context), now()
    with office.database.transaction() as session:
        rename_key(session, number, name)
        record_access(session, moment, office.actor, "rename", f"passkey:{number}")
    console().print(f"Passkey {number} has another name.")


@app.command()
def remove(context: typer.Context, number: Number) -> None:
    """End a passkey, of a lost telephone: it signs nobody in any more, and the sessions that passkeys of its
    owner opened are ended.
    """
    from dispatch.web.entering.kept_keys import remove_key
    from models.store.audit import record_access

    office, moment = office_of(context), now()
    with office.database.transaction() as session:
        ended = remove_key(session, number, moment)
        record_access(session, moment, office.actor, "remove", f"passkey:{number}", sessions=ended)
    console().print(f"Passkey {number} signs nobody in any more.")
