"""`guichet people asked|answered`: who asked for their data by a message, until when they are answered."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, print_rows
from cli.speaking.translate import say
from models.errors import UserError


def asked(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Those that are answered too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show who asked for their data (MES DONNÉES, MY DATA), the soonest due first. Nothing was sent to them
    but a letter that says when they are answered at the latest, to a contact on file.
    """
    from dispatch.queries.people import find_data_requests

    office = office_of(context)
    with office.database.reading() as session:
        rows = find_data_requests(session, now(), with_answered=every)
    office.looked("list", "data_requests", count=len(rows))
    columns = {
        "id": "No.",
        "name": "Name",
        "contacts": "Reached at",
        "by": "By",
        "received_at": "Asked",
        "on_file": "On file since",
        "due_at": "Due",
        "overdue": "Overdue",
        **({"answered_at": "Answered", "answered_by": "Said by"} if every else {}),
    }
    if not as_json:
        proved = say("(proved)")
        rows = [
            {
                **row,
                "overdue": "yes" if row["overdue"] else "",
                "contacts": [each.replace("(proved)", proved) for each in row["contacts"]],
            }
            for row in rows
        ]
    empty = "Nobody asked for their data yet." if every else "Nobody waits for their data."
    print_rows(rows, columns, as_json=as_json, empty=empty, zone=office.town.zone)


def answered(
    context: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="ADDRESS|NUMBER", help="An email address or telephone number.")
    ],
) -> None:
    """Note that a person has their data, or was told why not: their demand is reminded no more. Before it:
    guichet people export.
    """
    from cli.records.personal.person_named import person_named
    from dispatch.people.data_requests import end_demand
    from models.store.audit import record_access

    office = office_of(context)
    region, moment = office.region, now()
    with office.database.transaction() as session:
        person_id = person_named(session, who, region).person_id
        demand = end_demand(session, person_id, office.actor, moment)
        if demand is None:
            raise UserError(f"No demand of {who} is open. See: guichet people asked --all")
        record_access(session, moment, office.actor, "answered", f"person:{person_id}", demand=demand)
    console().print(f"Demand {demand} is answered.")
