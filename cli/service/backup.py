"""`guichet backup`: make a copy of everything, list and check the sets, restore one."""

from __future__ import annotations

from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, print_rows
from cli.speaking.translate import say

if TYPE_CHECKING:
    from dispatch.upkeep.backup.backups import Backups
    from dispatch.upkeep.backup.destinations import Destination

app = typer.Typer(help="Copies of everything: make, list, check, restore.", no_args_is_help=True)
#: Problems of a set that are told one by one.
MOST_TOLD = 5
_SetId = Annotated[str, typer.Argument(help="The set, as `guichet backup list` names it; newest by default.")]
_From = Annotated[
    str | None,
    typer.Option("--from", help="Destination to read, as in backup.destinations; the first by default."),
]


@app.command("init")
def prepare(
    context: typer.Context,
) -> None:
    """Make the recovery key, shown once, and the destinations of the settings; exit 1 when one failed."""
    from models.errors import GuichetError, UserError

    backups = _backups(context)
    # Shown before anything else can fail or be broken off: it is made no second time.
    made = backups.make_key()
    if made is not None:
        console().print(
            "The recovery key. Print it and keep it away from this machine: it is shown this once."
        )
        console().print(f"\n    {made.secret}\n", soft_wrap=True)
    failed = []
    for destination in backups.destinations():
        try:
            destination.prepare()
        except GuichetError as wrong:
            failed.append(wrong.public)
        else:
            console().print(f"{destination.name}: ready.")
    if failed:
        raise UserError("\n".join(failed))


@app.command("now")
def make(
    context: typer.Context,
) -> None:
    """Make a set at each destination now, and try it; exit 1 when one failed."""
    made = _backups(context).make()
    for each in made:
        if each.problems:
            told = "; ".join(map(say, each.problems[:MOST_TOLD]))
            console().print(f"{each.destination}: FAILED: {told}", soft_wrap=True)
            if len(each.problems) > MOST_TOLD:
                console().print(f"… and {len(each.problems) - MOST_TOLD} more: guichet verify")
        else:
            console().print(
                f"{each.destination}: {each.set_id}, restored for trial and whole.", soft_wrap=True
            )
    if any(each.problems for each in made):
        raise typer.Exit(1)


@app.command("list")
def list_sets(context: typer.Context, as_json: AsJson = False) -> None:
    """The sets of each destination."""
    from dispatch.upkeep.backup.manifest import moment_of
    from models.errors import GuichetError

    rows = []
    for destination in _backups(context).destinations():
        try:
            rows += [
                {"to": destination.name, "set": each, "made": moment_of(each)} for each in destination.sets()
            ]
        except GuichetError as wrong:
            why = wrong.public if as_json else say(wrong.public)
            rows.append({"to": destination.name, "set": "-", "made": why})
    columns = {"to": "Destination", "set": "Set", "made": "Made"}
    print_rows(
        rows,
        columns,
        as_json=as_json,
        empty="There is no set yet. Make one: guichet backup now",
        zone=office_of(context).town.zone,
    )


@app.command()
def check(context: typer.Context, set_id: _SetId = "", source: _From = None) -> None:
    """Restore a set for trial and compare it with its manifest; exit 1 and a line for each problem."""
    from models.errors import UserError

    backups = _backups(context)
    destination = _chosen(backups.destinations(), source)
    wanted = set_id or _newest(destination)
    problems = backups.check(destination, wanted)
    if problems:
        raise UserError("\n".join(problems))
    console().print(f"{wanted}: restored for trial and whole.")


@app.command()
def restore(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="An empty directory to restore into.")],
    set_id: Annotated[str, typer.Option("--set", help="The set; newest by default.")] = "",
    source: Annotated[
        str | None,
        typer.Option("--from", help="Directory or restic:REPOSITORY; the first of the settings by default."),
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key", help="File with the recovery key, on a machine that has none.")
    ] = None,
    database: Annotated[
        str | None, typer.Option("--database", help="URL of an empty PostgreSQL database, for a set of one.")
    ] = None,
) -> None:
    """Restore a set into an empty directory. The copy sends nothing until `guichet backup resume`."""
    from dispatch.upkeep.backup.backups import destination_at, destinations_of
    from dispatch.upkeep.backup.recovery_key import RecoveryKey
    from dispatch.upkeep.backup.restore import restore_set
    from models.errors import UserError

    office = office_of(context)
    settings = office.settings
    # Without settings this machine is no town yet: any set may come.
    domains = settings.mail.domains if office.settings_file is not None else ()
    if key_file is not None and not key_file.is_file():
        raise UserError(f"There is no file {key_file}: write the recovery key, from the safe, into it.")
    key = RecoveryKey.read(key_file) if key_file else None
    if key_file:
        settings = settings.model_copy(
            update={"backup": settings.backup.model_copy(update={"key_file": key_file})}
        )
    if key is None and settings.recovery_key_file.exists():
        key = RecoveryKey.read(settings.recovery_key_file)
    if source is None:
        destination = _chosen(destinations_of(settings, key), None)
    else:
        destination = destination_at(source, settings, key)
    wanted = set_id or _newest(destination)
    manifest = restore_set(destination, wanted, target, database, domains=domains, key=key)
    rows = manifest.contents["rows"]
    console().print(
        f"Restored {manifest.set_id} into {target}: {rows['request']} requests, {rows['entry']} lines "
        f"of history, "
        f"{manifest.files} files.",
        soft_wrap=True,
    )
    if key is not None:
        console().print("The recovery key lies there too, in var/secrets: its own sets go on with it.")
    console().print("Its settings name the data and the database of the copy.", soft_wrap=True)
    if set_here := sorted({"GUICHET_DATABASE__URL", "GUICHET_DATA_DIR"} & set(environ)):
        console().print(
            f"What the environment says goes before them: {', '.join(set_here)}. Change it there.",
            soft_wrap=True,
        )
    console().print(
        f"Sending is off there. Look at it (cd {target}; guichet requests list), then: guichet backup resume",
        soft_wrap=True,
    )


@app.command()
def resume(
    context: typer.Context,
) -> None:
    """Let a restored copy send again: the notices still waiting in it go out."""
    from models.errors import UserError
    from models.store.places import HELD_MARK

    office = office_of(context)
    office.require_file()
    mark = office.settings.data_dir / HELD_MARK
    if not mark.exists():
        raise UserError("Sending is on: this is no restored copy, or it was resumed already.")
    mark.unlink()
    console().print("Sending is on again. A running service takes it up within a minute.")


def _backups(context: typer.Context) -> Backups:
    from dispatch.upkeep.backup.backups import Backups

    office = office_of(context)
    return Backups(office.database, office.files, office.settings, office.settings_file, now)


def _chosen(destinations: list[Destination], name: str | None) -> Destination:
    from models.errors import UserError

    if not destinations:
        raise UserError('No destination is set: backup.destinations = ["/mnt/nas/guichet"] in settings.toml.')
    if name is None:
        return destinations[0]
    found = next((each for each in destinations if each.name == name), None)
    if found is None:
        raise UserError(
            f"There is no destination {name}. There are: {', '.join(each.name for each in destinations)}"
        )
    return found


def _newest(destination: Destination) -> str:
    from models.errors import UserError

    sets = destination.sets()
    if not sets:
        raise UserError(f"{destination.name} holds no set.")
    return sets[-1]
