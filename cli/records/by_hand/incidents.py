"""`guichet requests incidents|join|apart|detach`: one incident that many people report."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.office import Office, office_of
from cli.options import AsJson
from cli.present import print_rows, tell
from cli.records.by_hand.request_changes import By, Ref
from cli.records.requests_meant import state_said

_COLUMNS = {
    "reference": "Reference",
    "subject": "Subject",
    "state": "State",
    "joined": "Joined",
    "waiting": "Waiting for a word",
}


def incidents(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List open requests that others report too, the most reported first."""
    from dispatch.queries.seen.incidents import list_incidents

    office = office_of(context)
    with office.database.reading() as session:
        found = list_incidents(session, limit)
    rows = found if as_json else [_shown(office, each) for each in found]
    print_rows(rows, _COLUMNS, as_json=as_json, empty="Nothing open is reported by several people.")


def _shown(office: Office, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state": state_said(office, row["state"]), "waiting": ", ".join(row["waiting"][:6])}


def join(context: typer.Context, reference: Ref, by: By = None) -> None:
    """Join a request to the one that seems to report the same, or all that seem to report the same to it."""
    from cli.records.changing import changing, told_since
    from dispatch.requests.incidents.joining import can_be_joined
    from dispatch.requests.incidents.joining import join as join_reports
    from models.errors import UserError

    with changing(office_of(context), reference, "join", by) as change:
        ids = can_be_joined(change)
        if not ids:
            raise UserError(
                f"Nothing is proposed for {change.request.reference}. To join it to another request: "
                "guichet requests merge REFERENCE REFERENCE"
            )
        joined = join_reports(change, ids)
        told = [told_since(change.session, change.now, each.id) for each in joined[:1]]
    tell(f"Joined: {', '.join(str(each.reference) for each in joined)}. {' '.join(told)}")


def apart(context: typer.Context, reference: Ref, by: By = None) -> None:
    """Say that what seems to report the same as a request is another matter; it is proposed no more."""
    from cli.records.changing import changing
    from dispatch.requests.incidents.joining import keep_apart
    from models.errors import UserError

    with changing(office_of(context), reference, "apart", by) as change:
        if not keep_apart(change):
            raise UserError(f"Nothing is proposed for {change.request.reference}.")
    tell(f"{change.request.reference} is a matter of its own.")


def detach(context: typer.Context, reference: Ref, by: By = None) -> None:
    """Take a request out of the one that it was joined to: it goes its own way, its requester is told."""
    from cli.records.changing import changing, told_since
    from dispatch.requests.incidents.joining import part
    from models.errors import UserError

    office = office_of(context)
    with changing(office, reference, "detach", by) as change:
        if not part(change):
            raise UserError(f"{change.request.reference} is joined to no other request.")
        told = told_since(change.session, change.now, change.request.id)
    now = state_said(office, change.request.state)
    tell(f"{change.request.reference} goes its own way again: {now}. {told}")
