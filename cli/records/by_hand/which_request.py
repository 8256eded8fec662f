"""`guichet requests split|merge`: a message that is a request of its own, a request that is another one."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.present import tell
from cli.records.by_hand.request_changes import By, Ref


def split(
    context: typer.Context,
    reference: Ref,
    entry: Annotated[
        int | None,
        typer.Option(
            help="Number of the message, as `requests show --json` gives it; by default the last one."
        ),
    ] = None,
    by: By = None,
) -> None:
    """Make a message of a request a request of its own, linked to it; its writer is told the new
    reference.
    """
    from cli.records.changing import changing, told_since
    from dispatch.inbound.apart.splitting import split as split_message
    from dispatch.rules.in_force import Organisations

    office = office_of(context)
    with changing(office, reference, "split", by) as change:
        index = Organisations().current(change.session).index
        made = split_message(change, index, office.settings, office.signer, entry)
        told = told_since(change.session, change.now, *(new.id for new in made))
    named = ", ".join(str(new.reference) for new in made)
    tell(f"Made of a message of {change.request.reference}: {named}. {told}")


def merge(
    context: typer.Context,
    reference: Ref,
    into: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="The request about the same matter that goes on.")
    ],
    by: By = None,
) -> None:
    """Join a request to another about the same matter: it ends, both references answer, its requester is
    told.
    """
    from cli.records.changing import changing, told_since
    from dispatch.queries.requests import request_id_of
    from dispatch.requests.merging import merge as merge_requests

    with changing(office_of(context), reference, "merge", by) as change:
        year = change.organisation.town.local_day(change.now).year
        merge_requests(change, request_id_of(change.session, into, year))
        told = told_since(change.session, change.now, change.request.id)
    tell(f"{change.request.reference} is joined to {into}. {told}")
