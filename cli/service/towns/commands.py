"""`guichet towns add|list|doctor|upgrade|backup`: the towns of one machine together, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.present import console, print_rows, safe
from cli.service.towns.found import TOWNS, TownHere, call, towns_in
from cli.service.towns.units import at_rest, units_of
from models.errors import UserError

app = typer.Typer(
    name="towns",
    help="The towns of one machine: add, list, check, upgrade one after the other, back up.",
    no_args_is_help=True,
)

Folder = Annotated[
    Path, typer.Option("--towns", help="Where the folders of the towns are.", metavar="FOLDER")
]
Names = Annotated[list[str] | None, typer.Argument(help="Towns by their names; all of them by default.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the new town: of its unit, its folders, its socket.")],
    folder: Folder = TOWNS,
    into: Annotated[
        Path | None, typer.Option(help="Folder to write into; the name by default.", metavar="FOLDER")
    ] = None,
    locale: Annotated[str | None, typer.Option(help="fr or en; asked otherwise.")] = None,
) -> None:
    """Ask about one more town, write all that it needs beside, and say what another town has already."""
    from cli.service.examining.said import show
    from cli.service.towns.clashes import clashes
    from cli.town.production.write import write_production

    there = {each.name: each for each in towns_in(folder, some=False)}
    if name in there:
        raise UserError(f"There is a town '{name}' in {folder} already.")
    target = into or Path(name)
    write_production(target, locale, name)
    new = towns_in(target / "etc/guichet", [name])
    show(lambda: clashes([*there.values(), *new]))


@app.command("list")
def list_towns(folder: Folder = TOWNS, as_json: AsJson = False) -> None:
    """Name, domains, pages and process of each town."""
    rows = [_facts(town) for town in towns_in(folder)]
    columns = {
        "name": "Town",
        "domains": "Domains",
        "pages": "Pages",
        "database": "Database",
        "runs": "Process",
    }
    print_rows(rows, columns, as_json=as_json, empty="")


@app.command()
def doctor(
    names: Names = None,
    folder: Folder = TOWNS,
    each: Annotated[bool, typer.Option("--each", help="Run guichet doctor for every town, too.")] = False,
) -> None:
    """Does one town have what is another's: data, sockets, ports, domains, keys? Exit 1 when one does."""
    from cli.service.doctor_rooms import Seen
    from cli.service.examining.said import is_well, look_into
    from cli.service.towns.clashes import clashes

    towns = towns_in(folder)
    found = list(clashes(towns))
    if not found:
        found = [Seen("ok", f"Towns that share nothing: {len(towns)}.")]
    well = is_well(lambda: look_into(lambda: found))
    if each:
        well &= _each(towns_in(folder, names or ()), "doctor")
    if not well:
        raise typer.Exit(1)


@app.command()
def upgrade(names: Names = None, folder: Folder = TOWNS) -> None:
    """After a newer Guichet was installed: stop, back up, upgrade and start one town after the other.

    Mail for a town that is stopped waits with its senders. At the first that fails the others stay as they
    are.
    """
    for town in towns_in(folder, names or ()):
        stopped = units_of(town)
        with at_rest(town):
            if not _each([town], "upgrade"):
                raise UserError(_left(town.name, stopped))


@app.command()
def backup(names: Names = None, folder: Folder = TOWNS) -> None:
    """Make a copy of every town now, each where its own settings say."""
    if not _each(towns_in(folder, names or ()), "backup", "now"):
        raise typer.Exit(1)


def _left(name: str, stopped: Sequence[str]) -> str:
    if stopped:
        return (
            f"{name} was not upgraded, and {' '.join(stopped)} is stopped; the towns after it were not "
            "touched. Put it right, then run this again and start what is stopped."
        )
    return f"{name} was not upgraded; the towns after it were not touched. Put it right, then run this again."


def _each(towns: Sequence[TownHere], *arguments: str) -> bool:
    """Run a command for each town, and show what it said; whether all went well."""
    well = True
    for town in towns:
        console().print(f"[bold]{safe(town.name)}[/bold]")
        done = call(town, *arguments)
        for said in (done.stdout, done.stderr):
            for line in said.rstrip().splitlines():
                console().print(f"  {safe(line)}", markup=False, highlight=False)
        well &= done.returncode == 0
    return well


def _facts(town: TownHere) -> dict[str, str]:
    settings = town.settings
    if settings is None:
        return {"name": town.name, "domains": "", "pages": "", "database": "", "runs": town.wrong}
    from cli.service.examining.host.listening import mail_is_awaited
    from models.store.places import shown_url

    pids = town.pids
    rests = "asleep" if mail_is_awaited(settings.doors) else "no"
    return {
        "name": town.name,
        "domains": ", ".join(settings.mail.domains),
        "pages": settings.doors.http.public_url if settings.doors.http.enabled else "",
        "database": shown_url(settings.database.url),
        "runs": (town.unit or ", ".join(map(str, pids))) if pids else rests,
    }
