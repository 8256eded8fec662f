"""`guichet requests tag`: words by which a request is found again, given and taken away."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.present import tell
from cli.records.by_hand.request_changes import By, Ref


def tag(
    context: typer.Context,
    reference: Ref,
    tags: Annotated[
        list[str] | None,
        typer.Argument(metavar="TAG", help="Tags that it is given: nid-de-poule, « École »."),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove", metavar="TAG", help="A tag that is taken from it. May be given several times."
        ),
    ] = None,
    by: By = None,
) -> None:
    """Give a request tags, or take them away: words to find it by. Nobody is told."""
    from cli.records.changing import changing
    from dispatch.requests.editing import change_tags, read_tags
    from models.errors import InvalidValue, UserError

    try:
        add, taken = read_tags(",".join(tags or ())), read_tags(",".join(remove or ()))
        if not add and not taken:
            raise UserError("Name a tag to give, or one to take away with --remove.")
        with changing(office_of(context), reference, "tag", by) as change:
            found = change_tags(change, add, taken)
    except InvalidValue as wrong:
        raise UserError(wrong.public) from wrong
    tell(
        f"Tags of {change.request.reference}: {', '.join(found)}."
        if found
        else f"{change.request.reference} has no tag."
    )
