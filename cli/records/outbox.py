"""`guichet outbox`: everything somebody is told, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.office import now, office_of
from cli.present import LARGEST_ID, console, print_facts, print_json, print_rows

app = typer.Typer(help="Outbound messages: list, show, send again, cancel.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Id = Annotated[int, typer.Argument(max=LARGEST_ID, help="Number of the notice, as `outbox list` shows it.")]


@app.command("list")
def list_notices(
    context: typer.Context,
    state: Annotated[
        str | None,
        typer.Option(
            help="Only this state: queued, handed, sent, delivered, failed, canceled or suppressed."
        ),
    ] = None,
    request: Annotated[
        str | None, typer.Option(metavar="REFERENCE", help="Only notices about this request.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """List notices, newest first."""
    from dispatch.notices.queue import find
    from dispatch.queries.requests import get_request
    from models.errors import UserError
    from models.tables.outbox import OutboundState

    if state is not None and state not in set(OutboundState):
        raise UserError(f"There is no state '{state}'; there are: {', '.join(OutboundState)}.")
    with office_of(context).database.reading() as session:
        request_id = get_request(session, request).id if request else None
        rows = [_row(found) for found in find(session, state=state, request_id=request_id, limit=limit)]
    columns = {
        "id": "No.",
        "created_at": "Written",
        "notice": "Notice",
        "channel": "By",
        "recipient": "To",
        "state": "State",
        "attempts": "Tries",
        "last_error": "Last error",
    }
    print_rows(rows, columns, as_json=as_json, empty="No notice.")


@app.command()
def show(context: typer.Context, number: Id, as_json: Json = False) -> None:
    """Show one notice."""
    from models.errors import UserError
    from models.store.audit import record_access
    from models.tables.outbox import OutboundMessage

    office = office_of(context)
    with office.database.transaction() as session:
        found = session.get(OutboundMessage, number)
        if found is None:
            raise UserError(f"There is no notice {number}.")
        record_access(session, now(), office.actor, "read", f"outbound:{number}")
        facts = {
            **_row(found),
            "locale": found.locale,
            "carrier": found.carrier,
            "carrier_id": found.carrier_id,
            "message_id": found.message_id,
            "sent_at": found.sent_at,
            "delivered_at": found.delivered_at,
            "next_attempt_at": found.next_attempt_at if found.state == "queued" else None,
            "data": found.data,
        }
    if as_json:
        print_json(facts)
    else:
        print_facts(facts.items())


@app.command()
def retry(context: typer.Context, number: Id) -> None:
    """Send a notice again that failed, was canceled or suppressed; or now, when it waits for its next try."""
    from dispatch.notices.queue import retry as retry_notice
    from models.store.audit import record_access

    office = office_of(context)
    with office.database.transaction() as session:
        retry_notice(session, number, now())
        record_access(session, now(), office.actor, "retry", f"outbound:{number}")
    console().print(f"Notice {number} is due now.")


@app.command()
def cancel(context: typer.Context, number: Id) -> None:
    """Stop a notice that is still waiting."""
    from dispatch.notices.queue import cancel as cancel_notice
    from models.store.audit import record_access

    office = office_of(context)
    with office.database.transaction() as session:
        cancel_notice(session, number, f"canceled by {office.actor}")
        record_access(session, now(), office.actor, "cancel", f"outbound:{number}")
    console().print(f"Notice {number} will not be sent.")


def _row(found: Any) -> dict[str, Any]:
    names = (
        "id",
        "created_at",
        "notice",
        "channel",
        "audience",
        "recipient",
        "state",
        "attempts",
        "last_error",
        "request_id",
    )
    return {name: getattr(found, name) for name in names}
