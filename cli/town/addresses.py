"""`guichet addresses`: the register of addresses of the town, by which messages say where something is."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import agree, print_facts, print_json, print_rows, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(
    help="The streets and numbers of the town: bring a register, find in it.", no_args_is_help=True
)
#: Characters of a register, unpacked: five times the largest commune's.
_LONGEST = 200_000_000


@app.command("import")
def bring(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A register as CSV (BAN or BAL), also packed as .gz.", show_default=False
        ),
    ],
    insee: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only this commune of the file, by INSEE code; may be repeated."),
    ] = None,
) -> None:
    """Bring a register of addresses, in the place of the one before; the running service takes it at once."""
    from models.addresses.register import read_register
    from models.store.addresses import bring_register
    from models.store.audit import record_access

    office = office_of(context)
    points = read_register(_lines(file), frozenset(insee or ()))
    with office.database.transaction() as session:
        found = bring_register(session, points, source=file.name, by=office.actor, now=now())
        record_access(
            session,
            now(),
            office.actor,
            "import",
            "addresses",
            streets=found.streets,
            addresses=found.addresses,
        )
    tell(f"Streets known: {found.streets}; numbers: {found.addresses}.")


@app.command()
def show(context: typer.Context, as_json: AsJson = False) -> None:
    """Say which register is in force, and since when."""
    from dataclasses import asdict

    from models.store.addresses import register_in_force

    office = office_of(context)
    with office.database.reading() as session:
        found = register_in_force(session)
    if as_json:
        print_json(asdict(found) if found is not None else None)
    elif found is None or not found.streets:
        tell("No register of addresses was brought in yet: guichet addresses import FILE.csv")
    else:
        facts = (
            ("File", found.source),
            ("Brought", found.brought_at),
            ("By", found.brought_by),
            ("Streets", found.streets),
            ("Numbers", found.addresses),
        )
        print_facts(facts, office.town.zone)


@app.command()
def find(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="What somebody writes.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Say which address a message with these words is about, and where that is."""
    from dispatch.rules.addresses.located import locate
    from dispatch.rules.addresses.streets import Streets
    from dispatch.rules.decision import Facts
    from models.store.addresses import streets_in_force

    office = office_of(context)
    with office.database.reading() as session:
        streets = Streets(streets_in_force(session))
        found = locate(session, streets, Facts(received_at=now(), text=" ".join(words)))
    if found is None:
        tell("These words name no address of the town, or several.")
        raise typer.Exit(1)
    row = {"address": found.address, "position": found.position, "written": found.written}
    if as_json:
        print_json(row)
        return
    position = "" if found.position is None else f"{found.position[0]:.5f}, {found.position[1]:.5f}"
    columns = {"address": "Address", "position": "Position", "written": "As written"}
    print_rows([row | {"position": position}], columns, as_json=False, empty="")


@app.command()
def remove(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget the register; requests keep the addresses that were found."""
    from models.store.addresses import bring_register
    from models.store.audit import record_access

    office = office_of(context)
    if not yes:
        agree("Forget all streets and numbers?")
    with office.database.transaction() as session:
        bring_register(session, (), source="", by=office.actor, now=now())
        record_access(session, now(), office.actor, "remove", "addresses")
    tell("No street is known any more.")


def _lines(file: Path) -> Iterator[str]:
    """The lines of a register, unpacked, in whatever encoding a spreadsheet saves."""
    from models.errors import UserError
    from models.organisation_files.tables import text_of

    try:
        with gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb") as stream:
            packed = stream.read(_LONGEST + 1)
    except (OSError, EOFError, zlib.error) as wrong:
        said = getattr(wrong, "strerror", None) or "it is not packed as .gz"
        raise UserError(f"{file} cannot be read: {said}.") from wrong
    if len(packed) > _LONGEST:
        raise UserError(f"{file} is longer than {_LONGEST // 1_000_000} MB. Take that of the town alone.")
    yield from text_of(packed).splitlines(keepends=True)
