"""`guichet requests hold` and `guichet people hold`: nothing is erased while a lawsuit lasts."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console
from models.errors import UserError

_Reason = Annotated[str, typer.Option("--reason", help="Why: the lawsuit, the inquiry, its number.")]
_Release = Annotated[bool, typer.Option("--release", help="It may be erased again when its time comes.")]


#: What the history says of the end of a hold, in the language of the town.
_AGAIN = {"fr": "Elle peut de nouveau être effacée.", "en": "It may be erased again."}


def hold_request(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="2026-00042, 2026-42, or 42.")],
    reason: _Reason = "",
    release: _Release = False,
) -> None:
    """Keep a request and its files from being erased, whatever their age, until released."""
    import sqlalchemy as sa

    from cli.records.changing import changing
    from models.tables.columns import table_of
    from models.tables.requests import EntryKind, RequestRow

    _require(reason, release)
    requests = table_of(RequestRow)
    office = office_of(context)
    with changing(office, reference, "release" if release else "hold") as change:
        change.session.connection().execute(
            sa.update(requests)
            .where(requests.c.id == change.request.id)
            .values(held_since=None if release else change.now, held_because="" if release else reason)
        )
        change.write(
            EntryKind.NOTE,
            text=reason or _AGAIN[office.town.locale],
            data={"hold": "released" if release else "held"},
        )
        shown = str(change.request.reference)
    console().print(f"{shown}: {_said(release)}")


def hold_person(
    context: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="ADDRESS|NUMBER", help="An email address or telephone number.")
    ],
    reason: _Reason = "",
    release: _Release = False,
) -> None:
    """Keep everything of a person from being erased until released."""
    import sqlalchemy as sa

    from cli.records.personal.person_named import person_named
    from dispatch.people.merging import known_as
    from models.store.audit import record_access
    from models.tables.columns import table_of
    from models.tables.people import Person

    _require(reason, release)
    office, people = office_of(context), table_of(Person)
    region = office.region
    with office.database.transaction() as session:
        person_id = person_named(session, who, region).person_id
        session.connection().execute(
            sa.update(people)
            .where(people.c.id.in_(known_as(session, person_id)))
            .values(held_since=None if release else now(), held_because="" if release else reason)
        )
        record_access(session, now(), office.actor, "release" if release else "hold", f"person:{person_id}")
    console().print(f"Person {person_id}: {_said(release)}")


def _require(reason: str, release: bool) -> None:
    if not reason.strip() and not release:
        raise UserError("Say why it must be kept: --reason, or --release to let it go.")


def _said(release: bool) -> str:
    return "may be erased when its time comes." if release else "nothing of it is erased until --release."
