"""`guichet requests visas|approve`: words of staff that wait for a manager before they leave."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.options import AsJson
from cli.present import print_rows, tell
from cli.records.by_hand.request_changes import By, Ref

_COLUMNS = {"visa": "Visa", "reference": "Reference", "author": "Written by", "at": "Since", "text": "Words"}


def visas(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List what waits for a manager's visa, the oldest first."""
    from dispatch.queries.seen.visas import list_visas

    office = office_of(context)
    with office.database.reading() as session:
        found = list_visas(session, limit)
    rows = found if as_json else [{**each, "text": " ".join(each["text"].split())[:80]} for each in found]
    print_rows(rows, _COLUMNS, as_json=as_json, empty="Nothing waits for a visa.", zone=office.town.zone)


def approve(
    context: typer.Context,
    reference: Ref,
    text: Annotated[str, typer.Option(help="Send this in place of what was written.")] = "",
    send_back: Annotated[str, typer.Option(metavar="WHY", help="Send nothing: its writer is told why.")] = "",
    visa: Annotated[int | None, typer.Option(help="Which visa, when several wait.")] = None,
    by: By = None,
) -> None:
    """Release words that wait for a visa: their requester is sent them, their writer told."""
    from cli.records.changing import changing, told_since
    from dispatch.requests.visas.asking import waiting_visas
    from dispatch.requests.visas.deciding import release
    from dispatch.requests.visas.deciding import send_back as return_words
    from models.errors import UserError

    if text and send_back:
        raise UserError("Give --text or --send-back, not both.")
    with changing(office_of(context), reference, "visa", by) as change:
        waiting = waiting_visas(change.session, [change.request.id])
        named = [row for row in waiting if visa is None or row.id == visa]
        if not named:
            raise UserError(f"Nothing of {change.request.reference} waits for a visa.")
        if len(named) > 1:
            numbers = ", ".join(str(row.id) for row in named)
            raise UserError(f"Several answers wait: say which with --visa ({numbers}).")
        if send_back:
            return_words(change, named[0], send_back)
        elif (why := release(change, named[0], text=text)) is not None:
            if why == "names_people":
                raise UserError("These words go to several people and name somebody: give others by --text.")
            raise UserError(f"Its change of state is not possible any more: {why.replace('_', ' ')}.")
        told = told_since(change.session, change.now, change.request.id)
    tell(f"{'Sent back' if send_back else 'Released'}. {told}")
