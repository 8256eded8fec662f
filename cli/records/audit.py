"""`guichet audit`: the access log."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import print_csv, print_rows

app = typer.Typer(
    help="The access log: who looked at or changed what, and who was turned away.", no_args_is_help=True
)


@app.callback()
def _audit() -> None:
    """The access log: who looked at or changed what, and who was turned away."""


@app.command()
def show(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="REFERENCE|SUBJECT",
            help="Only this request, or this subject as the log names it: inbound:12, person:7, recipient.",
        ),
    ] = "",
    actor: Annotated[
        str,
        typer.Option(help="Only this actor: cli:LOGIN, agent:KEY (by mail or text), service:KEY, door:smtp."),
    ] = "",
    action: Annotated[
        str, typer.Option(help="Only this: read, list, search, state, order, write, refuse…")
    ] = "",
    since: Annotated[
        str | None, typer.Option(metavar="DAY|SPAN", help="Only since: 7d, 36h, 30/11/2026, hier.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Show who looked at or changed what, and whom the doors turned away, newest first."""
    from cli.names import read_since
    from dispatch.queries.audit import find_accesses, request_subject

    office = office_of(context)
    zone = office.town.zone
    rows = find_accesses(
        office.glance,
        subject=request_subject(office.glance, subject, office.this_year) if subject else "",
        actor=actor,
        action=action,
        since=read_since(since, now(), zone) if since is not None else None,
        limit=limit,
    )
    office.looked("list", "accesses", count=len(rows))
    if as_csv:
        print_csv(rows, zone)
        return
    columns = {"at": "When", "actor": "Who", "action": "Did", "subject": "What", "details": "Details"}
    print_rows(
        [
            {**row, "details": ", ".join(f"{name} {value}" for name, value in row["data"].items())}
            for row in rows
        ]
        if not as_json
        else rows,
        columns,
        as_json=as_json,
        empty="No line of the access log fits.",
        zone=zone,
    )
