"""`guichet requests correct`: type, priority, due date and building of a request, put right by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.choices import one_of
from cli.office import office_of
from cli.present import safe, tell
from cli.records.by_hand.request_changes import By, Ref
from cli.speaking.language import language
from models.vocabulary import Priority

if TYPE_CHECKING:
    from dispatch.history.change import Change

#: What takes a building or a due date away.
_NONE = frozenset(("none", "aucun", "aucune"))


def correct(
    context: typer.Context,
    reference: Ref,
    request_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Key or name of the type of request it is.")
    ] = None,
    priority: Annotated[
        Priority | None, typer.Option(**one_of(Priority, "priority"), help="How urgent it is.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="The day on which it is due: 30/11/2026, demain, lundi; `none` for no day."
        ),
    ] = None,
    building: Annotated[
        str | None,
        typer.Option(metavar="BUILDING", help="Key or name of the building it is about; `none` for none."),
    ] = None,
    by: By = None,
) -> None:
    """Put right what a request is: its type, priority, due date, building. Nobody is told."""
    from cli.records.changing import changing
    from dispatch.inbound.staff.several.standing_said import lines_of
    from dispatch.requests.editing import set_priority
    from dispatch.requests.undo.standing import standing_of
    from models.errors import UserError

    if request_type is None and priority is None and due is None and building is None:
        raise UserError("Name what to correct: --type, --priority, --due or --building.")
    with changing(office_of(context), reference, "correct", by) as change:
        before = standing_of(change.session, change.request.id)
        if request_type is not None:
            _set_type(change, request_type)
        if priority is not None:
            set_priority(change, priority)
        if due is not None:
            _set_due(change, due)
        if building is not None:
            _set_building(change, building)
        after = standing_of(change.session, change.request.id)
        said = lines_of(change.in_force, before, after, language())
    if not said:
        tell(f"{change.request.reference}: it was so already.")
        return
    tell(f"{change.request.reference} is corrected.")
    for line in said:
        typer.echo(safe(line))


def _set_type(change: Change, written: str) -> None:
    from cli.names import find_key
    from dispatch.requests.editing import set_type
    from models.nearest import plain_word

    offered = [each for each in change.organisation.request_types if not each.closed]
    # A label in either language is a name.
    is_french = plain_word(written) in {plain_word(each.label.fr) for each in offered}
    names = {each.key: each.label.text("fr" if is_french else language()) for each in offered}
    set_type(change, find_key("type", written, names, "guichet types list"))


def _set_due(change: Change, written: str) -> None:
    from cli.names import read_day
    from dispatch.requests.editing import set_due
    from models.errors import UserError
    from models.organisation.working_time import end_of_day

    town = change.organisation.town
    if written.strip().lower() in _NONE:
        set_due(change, None)
        return
    today = town.local_day(change.now)
    day = read_day(written, today)
    if day < today:
        raise UserError(f"'{written[:40]}' is past.")
    set_due(change, end_of_day(town, day))


def _set_building(change: Change, written: str) -> None:
    from cli.names import find_key
    from dispatch.requests.editing import set_building

    names = {each.key: each.name for each in change.organisation.buildings if not each.closed}
    is_none = written.strip().lower() in _NONE and written not in names
    set_building(change, None if is_none else find_key("building", written, names, "guichet buildings list"))
