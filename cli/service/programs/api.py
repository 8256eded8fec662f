"""`guichet api`: which programs may call the JSON API, and what they may do."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.options import AsJson, Ended, Until

app = typer.Typer(no_args_is_help=True, help="The JSON API: tokens of other programs, made and taken back.")


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What to call the program: glpi, cartographie…")],
    may: Annotated[
        str, typer.Option(help="What it may do, with commas: read (list, show), create, act.")
    ] = "read",
    service: Annotated[
        list[str] | None,
        typer.Option(help="Only requests of this service, by key or name; may be given several times."),
    ] = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Make a token for a program and print it, once; with the first one the API opens."""
    from cli.service.programs.keys import add_key
    from models.tables.programs.keys import ProgramKind

    add_key(office_of(context), ProgramKind.API, name, may, service or (), until, as_json=as_json)


@app.command("list")
def list_(
    context: typer.Context,
    everything: Ended = False,
    as_json: AsJson = False,
) -> None:
    """Show which programs have a token, what they may do, and when they last called."""
    from cli.service.programs.keys import list_keys
    from models.tables.programs.keys import ProgramKind

    list_keys(office_of(context), ProgramKind.API, everything=everything, as_json=as_json)


@app.command()
def revoke(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The program, as `list` shows it.")]
) -> None:
    """Take a program's token back: its next call is refused. Without any the API is closed again."""
    from cli.service.programs.keys import revoke_key
    from models.tables.programs.keys import ProgramKind

    revoke_key(office_of(context), ProgramKind.API, name)
