"""`guichet retention`: what was kept long enough is listed, approved and erased, with a receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import console, day_said, print_json, print_rows
from models.errors import UserError

if TYPE_CHECKING:
    from dispatch.upkeep.retention.due import Due
    from dispatch.upkeep.retention.fates import Parted
    from models.organisation import Organisation
    from models.store.organisations import InForce

app = typer.Typer(
    help="What was kept long enough: list it, have it approved, erase it.", no_args_is_help=True
)
Json = AsJson
ChosenFrom = Annotated[
    list[str] | None,
    typer.Option(
        "--chosen-from",
        metavar="TYPE",
        help="A request type among whose requests the archives have chosen: the rest of it may go.",
    ),
]
_COLUMNS = {
    "reference": "Reference",
    "request_type": "Type",
    "service": "Service",
    "created_at": "Received",
    "closed_at": "Closed",
    "years": "Kept for (years)",
    "fate": "Fate",
    "files": "Files",
    "files_bytes": "Octets",
}


@app.command("list")
def list_due(
    context: typer.Context,
    slip: Annotated[
        Path | None,
        typer.Option(help="Write the bordereau d'élimination here (.csv, .odt), for the archives to sign."),
    ] = None,
    chosen_from: ChosenFrom = None,
    as_json: Json = False,
) -> None:
    """Show which closed requests were kept long enough, and what becomes of them. Nothing is erased.

    A slip names what an approval alone lets go; what the archives get first is not on it.
    """
    from dispatch.upkeep.retention.slip import as_csv, rows_of
    from dispatch.upkeep.retention.slip_document import as_odt

    office = office_of(context)
    if slip is not None and slip.suffix.lower() not in (".csv", ".odt"):
        raise UserError("A slip is written as .csv (a spreadsheet) or as .odt (a document to sign).")
    due, in_force = due_now(office)
    office.looked("list", "retention", count=len(due))
    if slip is not None:
        organisation = in_force.organisation
        locale = organisation.town.locale
        label = _label(organisation)
        parted = _parted(office, due, organisation, chosen_from)
        services = {each.key: each.name for each in organisation.services}
        zone = organisation.town.zone
        lines = rows_of(parted.going, locale, label, lambda key: services.get(key, key), zone)
        today = now().astimezone(zone).date()
        if slip.suffix.lower() == ".odt":
            slip.write_bytes(as_odt(lines, locale=locale, town=organisation.town.name, day=today))
        else:
            slip.write_bytes(as_csv(lines, locale))
        console().print(f"Wrote {slip}: {len(parted.going)} requests.")
        for sentence in parted.left:
            console().print(sentence, soft_wrap=True)
        return
    rows = [{name: getattr(each, name) for name in _COLUMNS} for each in due]
    empty = "No request was kept long enough yet."
    print_rows(rows, _COLUMNS, as_json=as_json, empty=empty, zone=office.town.zone)


@app.command()
def run(
    context: typer.Context,
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="Who approved it: the visa of the archives, by name.")
    ] = "",
    expect: Annotated[
        int | None, typer.Option(help="How many were approved; when it is not so many, nothing is erased.")
    ] = None,
    package: Annotated[
        Path | None,
        typer.Option(help="Only what this package holds, which `archive export` wrote, and is due still."),
    ] = None,
    chosen_from: ChosenFrom = None,
    as_json: Json = False,
) -> None:
    """Erase what the slip of `retention list` names: words, people, files, letters. Figures stay. It cannot
    be undone. What the archives get first, or choose from, is left.
    """
    from dispatch.upkeep.archiving.packed import choose, read_package
    from dispatch.upkeep.retention.batches import Decided, erase_due
    from dispatch.upkeep.retention.take_away import take_away

    if not approved_by.strip():
        raise UserError("Say who approved it: --approved-by. What would be erased: guichet retention list")
    office = office_of(context)
    due, in_force = due_now(office)
    not_chosen: Sequence[str] = ()
    if package is None:
        parted = _parted(office, due, in_force.organisation, chosen_from)
        if due and not parted.going:
            raise UserError("\n".join(["Nothing was erased.", *parted.left]))
        due, not_chosen = list(parted.going), parted.left
    else:
        if chosen_from:
            raise UserError("A package says itself what it holds: --package or --chosen-from, not both.")
        held = read_package(package)
        with office.database.reading() as session:
            chosen = choose(session, due, held)
        due, not_chosen = list(chosen.due), chosen.left
        office.looked("read", "archive", count=len(due), transfer=held.identifier)
    if expect is not None and expect != len(due):
        raise UserError(f"{expect} were approved, {len(due)} are due now. Nothing was erased.")
    if not due and package is not None:
        raise UserError("Nothing of this package can be erased: it was already, or is more now, or is held.")
    if not due:
        raise UserError("No request was kept long enough yet.")
    decided = Decided(office.actor, approved_by.strip(), "retention")
    receipt = erase_due(office.database, due, decided, now, office.settings)
    left = [
        *not_chosen,
        *receipt.left,
        *take_away(office.database, office.files, office.settings, receipt.erased),
    ]
    facts: dict[str, Any] = {
        "batch": receipt.batch,
        "at": receipt.at,
        "requests": receipt.requests,
        "files": receipt.erased.files,
        "octets": receipt.erased.files_bytes,
        "approved_by": decided.approved_by,
        "copies_until": receipt.copies_until,
        "left": left,
    }
    if as_json:
        print_json(facts)
        return
    console().print(
        f"Receipt {receipt.batch}: {receipt.requests} requests and {receipt.erased.files} files erased, "
        f"approved by {decided.approved_by}.",
        soft_wrap=True,
    )
    say_copies(receipt.copies_until, left)


@app.command()
def receipts(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(help="Only this receipt; all of them by default.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many lines at most.")] = 50,
    as_json: Json = False,
) -> None:
    """Show what was erased, when, by which rule and with whose approval, newest first."""
    from dispatch.queries.auditing.erasures import find_erasures

    office = office_of(context)
    rows = find_erasures(office.glance, batch, limit)
    office.looked("list", "erasures", count=len(rows))
    columns = {
        "batch": "Receipt", "at": "Erased", "subject": "What", "rule": "Rule", "request_type": "Type",
        "service": "Service", "files": "Files", "approved_by": "Approved by", "done_by": "By",
    }  # fmt: skip
    print_rows(rows, columns, as_json=as_json, empty="Nothing was erased yet.", zone=office.town.zone)


def say_copies(copies_until: Any, left: list[str]) -> None:
    """What still holds what was erased, and until when."""
    if copies_until is not None:
        last = day_said(f"{copies_until:%Y-%m-%d}")
        console().print(
            f"Backup sets made until now still hold it, the last of them until {last}. "
            f"See: guichet backup list",
            soft_wrap=True,
        )
    for sentence in left:
        console().print(sentence, soft_wrap=True)


def _label(organisation: Organisation) -> Callable[[str], str]:
    from dispatch.upkeep.retention.slip import untyped_name

    locale = organisation.town.locale
    types = {each.key: each.label.text(locale) for each in organisation.request_types}
    return lambda key: types.get(key, key) or untyped_name(locale)


def _parted(office: Office, due: list[Due], organisation: Organisation, keys: list[str] | None) -> Parted:
    from dispatch.upkeep.retention.fates import part, to_choose_from

    chosen_from = to_choose_from(organisation, keys or [])
    with office.database.reading() as session:
        return part(session, due, chosen_from, _label(organisation))


def due_now(office: Office) -> tuple[list[Due], InForce]:
    from dispatch.rules.in_force import Organisations
    from dispatch.upkeep.retention.due import due_requests

    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        return due_requests(session, in_force, office.settings.retention, now()), in_force
