"""`guichet open311`: which reporting applications may post by Open311, and read what is public."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.options import AsJson, Ended, Until
from cli.present import console

app = typer.Typer(no_args_is_help=True, help="Open311: keys of reporting applications, made and taken back.")


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call the application: fixmystreet…")],
    may: Annotated[
        str,
        typer.Option(help="What it may do, with commas: read (what is shown), post, updates (of its own)."),
    ] = "read,post,updates",
    service: Annotated[
        list[str] | None,
        typer.Option(help="Only types of this service, by key or name; may be given several times."),
    ] = None,
    until: Until = None,
    notify: Annotated[
        bool,
        typer.Option("--notify", help="We tell whoever reported by mail or text; else the application does."),
    ] = False,
    fms: Annotated[
        bool,
        typer.Option("--fms", help="A FixMyStreet: spans of time mean the last change too."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a key for an application and print it, once."""
    from cli.service.programs.keys import add_key
    from models.tables.programs.keys import ProgramKind

    office = office_of(context)
    options = {name: True for name, wanted in (("notify", notify), ("fms", fms)) if wanted}
    kind = ProgramKind.OPEN311
    add_key(office, kind, name, may, service or (), until, options=options, as_json=as_json)
    if not as_json and not office.settings.open311.enabled:
        console().print("Open311 is off: set open311.enabled = true, and start the service again.")


@app.command("list")
def list_(
    context: typer.Context,
    everything: Ended = False,
    as_json: AsJson = False,
) -> None:
    """Show which applications have a key, what they may do, and when they last called."""
    from cli.service.programs.keys import list_keys
    from models.tables.programs.keys import ProgramKind

    list_keys(office_of(context), ProgramKind.OPEN311, everything=everything, as_json=as_json)


@app.command()
def revoke(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The application, as `list` shows it.")],
) -> None:
    """Take an application's key back: its next call is refused."""
    from cli.service.programs.keys import revoke_key
    from models.tables.programs.keys import ProgramKind

    revoke_key(office_of(context), ProgramKind.OPEN311, name)
