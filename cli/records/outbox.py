"""`guichet outbox`: everything somebody is told, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.choices import one_of
from cli.office import now, office_of
from cli.options import AsJson
from cli.present import LARGEST_ID, console, print_facts, print_json, print_rows, safe
from cli.speaking.words import key_of
from cli.speaking.words import value as value_said
from models.vocabulary import Channel

app = typer.Typer(help="Outbound messages: list, show, send again, release, cancel.", no_args_is_help=True)
Json = AsJson
Id = Annotated[int, typer.Argument(max=LARGEST_ID, help="Number of the notice, as `outbox list` shows it.")]


@app.command("list")
def list_notices(
    context: typer.Context,
    state: Annotated[
        str | None,
        typer.Option(
            help="Only this state: queued, handed, sent, delivered, failed, canceled, suppressed or held."
        ),
    ] = None,
    request: Annotated[
        str | None, typer.Option(metavar="REFERENCE", help="Only notices about this request.")
    ] = None,
    channel: Annotated[
        Channel | None, typer.Option(**one_of(Channel, "channel"), help="Only letters, or only texts.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY|SPAN", help="Only what was sent since: 7d, 30/11/2026, hier.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what was sent until the end of that day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """List notices, newest first."""
    from cli.names import read_since, read_until
    from dispatch.notices.queue import find
    from dispatch.queries.requests import get_request
    from models.errors import UserError
    from models.nearest import nearest
    from models.tables.outbox import OutboundState

    if state is not None and (state := key_of("state", state)) not in set(OutboundState):
        called: dict[str, str] = {str(each): value_said("state", each) for each in OutboundState}
        raise UserError(
            f"There is no state '{state}'; there are: "
            f"{', '.join(called.values())}.{nearest(state, called, called)}"
        )
    office = office_of(context)
    with office.database.reading() as session:
        request_id = get_request(session, request, office.this_year).id if request else None
        found = find(
            session,
            state=state,
            request_id=request_id,
            channel=channel,
            sent_since=read_since(since, now(), office.town.zone) if since is not None else None,
            sent_until=read_until(until, now(), office.town.zone) if until is not None else None,
            limit=limit,
        )
        rows = [_row(each) for each in found]
    office.looked("list", "outbox", count=len(rows))
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
    print_rows(rows, columns, as_json=as_json, empty="No notice.", zone=office.town.zone)


@app.command()
def show(
    context: typer.Context,
    number: Id,
    html: Annotated[bool, typer.Option("--html", help="Print the HTML of the letter alone.")] = False,
    browse: Annotated[bool, typer.Option("--open", help="Open the letter in a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Show one notice: where it stands, and the letter or text as its reader has it."""
    from dispatch.delivery.reading_copy import reading_copy
    from dispatch.notices.secret.words import blotted
    from models.errors import UserError
    from models.tables.outbox import OutboundMessage

    office = office_of(context)
    with office.database.reading() as session:
        found = session.get(OutboundMessage, number)
        if found is None:
            raise UserError(f"There is no notice {number}.")
        facts = {
            **_row(found),
            "locale": found.locale,
            "carrier": found.carrier,
            "carrier_id": found.carrier_id,
            "message_id": found.message_id,
            "sent_at": found.sent_at,
            "delivered_at": found.delivered_at,
            "next_attempt_at": found.next_attempt_at if found.state == "queued" else None,
            "data": blotted(found.notice, found.data),
        }
        copy = reading_copy(session, found, office.settings, office.signer)
    office.looked("read", f"outbound:{number}")
    if as_json:
        print_json({**facts, "letter": copy})
    elif browse:
        if not copy.get("html"):
            raise UserError(
                "This notice has no letter to open in a browser: it is a text, or it cannot be written."
            )
        _open_in_browser(number, copy["html"])
    elif html:
        typer.echo(safe(copy.get("html", "")))
    else:
        print_facts(((name, value) for name, value in facts.items() if name != "data"), office.town.zone)
        typer.echo("")
        for name in ("problem", "subject", "files", "text"):
            if copy.get(name):
                typer.echo(safe(copy[name]) + "\n")


def _open_in_browser(number: int, html: str) -> None:
    """Write the page where only this user can read it, and show it; it holds what a person wrote."""
    import tempfile
    import webbrowser
    from pathlib import Path

    path = Path(tempfile.mkdtemp(prefix="guichet-")) / f"notice-{number}.html"
    path.write_text(html, encoding="utf-8")
    if not webbrowser.open(path.as_uri()):
        console().print(f"No browser could be opened; the letter is in {path}", markup=False)
        return
    console().print(f"Opened {path}. Delete it when you have read it.", markup=False)


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
def release(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(max=LARGEST_ID, help="Number of a notice that is held.")
    ] = None,
    to: Annotated[
        str, typer.Option(metavar="ADDRESS|NUMBER", help="Release all that is held for this address.")
    ] = "",
    notice: Annotated[
        str, typer.Option(metavar="NOTICE", help="Release all of this kind that is held, as acknowledgement.")
    ] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="With --to or --notice: how many at most.")] = None,
) -> None:
    """Let go what a limit holds back, or what is held: it leaves past every limit."""
    from dispatch.notices.queue import is_held_back, let_go, release_held
    from models.errors import UserError
    from models.store.audit import record_access
    from models.tables.outbox import OutboundMessage

    to, notice = to.strip(), notice.strip()
    if (number is None) == (not (to or notice)):
        raise UserError("Name a notice by its number, or an address with --to, or a kind with --notice.")
    office = office_of(context)
    with office.database.transaction() as session:
        if number is not None:
            found = session.get(OutboundMessage, number)
            if found is None or not is_held_back(found):
                raise UserError(
                    f"Notice {number} is not held: there is nothing to release. See: guichet outbox list "
                    f"--state held"
                )
            let_go(session, number, now())
            ids = [number]
        else:
            most = -1 if limit is None else limit
            ids = release_held(session, now(), recipient=to, notice=notice, limit=most)
            if not ids:
                raise UserError(f"Nothing is held for {to or notice}. See: guichet outbox list --state held")
        for each in ids:
            record_access(session, now(), office.actor, "release", f"outbound:{each}")
    console().print(f"Due now: {', '.join(map(str, ids))}.")


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
