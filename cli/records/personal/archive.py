"""`guichet archive`: what was kept long enough, handed over to the archives as a package of SEDA 2.2."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console
from models.errors import UserError

app = typer.Typer(help="Hand over to the archives what was kept long enough.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Hand over to the archives what was kept long enough."""


@app.command()
def export(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="The package to write, a .zip that is not there yet.")],
    archive: Annotated[str, typer.Option("--to", help="Identifier of the archives, as they gave it.")],
    town: Annotated[str, typer.Option("--from", help="Identifier of the town there, as its SIRET.")],
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="REFERENCE", help="Only this one that is due: what the archives chose."),
    ] = None,
    agreement: Annotated[str, typer.Option(help="Their agreement (ArchivalAgreement).")] = "",
) -> None:
    """Write what the archives are to have into one package: every history, notes included, and every file.

    That is what is due of the types with `fate = "transfer"` or `"select"`; all that is due where none says
    so.

    Nothing is erased: that is `retention run --package`, once the archives have confirmed.
    """
    from cli.records.personal.retention import due_now
    from dispatch.queries.requests import request_id_of
    from dispatch.upkeep.archiving.package import identifier_of, pack
    from dispatch.upkeep.archiving.seda import Transfer
    from dispatch.upkeep.retention.fates import for_the_archives
    from models.store.durable import write_durably

    office = office_of(context)
    if not archive.strip() or not town.strip():
        raise UserError("Name both sides: --to IDENTIFIER of the archives, --from IDENTIFIER of the town.")
    if target.exists():
        raise UserError(f"{target} exists already: a package is never written over another.")
    if not target.parent.is_dir():
        raise UserError(f"There is no directory {target.parent}.")
    due, in_force = due_now(office)
    if not due:
        raise UserError("No request was kept long enough yet.")
    with office.database.reading() as session:
        named = {each: request_id_of(session, each, office.this_year) for each in only or []}
    due = for_the_archives(due, named)
    moment = now()
    name = in_force.organisation.town.name
    transfer = Transfer(identifier_of(moment), moment, name, archive.strip(), town.strip(), agreement.strip())
    office.looked("export", "archive", count=len(due), transfer=transfer.identifier)
    office.files.require()
    with office.database.reading() as session:
        packed = []
        write_durably(
            target,
            lambda stream: packed.append(pack(session, in_force, office.files, due, transfer, stream)),
        )
    console().print(
        f"Wrote {target}: {packed[0].requests} requests, {packed[0].files} files, as {transfer.identifier}.",
        soft_wrap=True,
    )
    if packed[0].missing:
        console().print(f"Only named in the histories, gone or empty: {packed[0].missing} files.")
    for reference in packed[0].left_out:
        console().print(
            f"{reference} is left out: a file of it, or of a request that it is tied to, is damaged. "
            "Which it is says: guichet verify",
            soft_wrap=True,
        )
    console().print(
        "When the archives have confirmed, this erases what is in this package, and nothing else: "
        f"guichet retention run --package {quote(str(target))} --approved-by NAME",
        soft_wrap=True,
    )
