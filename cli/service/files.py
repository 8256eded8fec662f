"""`guichet files`: where attachments and big messages are, how much they take, and moving them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import login, now, office_of
from cli.options import AsJson
from cli.present import console, print_json, print_rows
from cli.speaking.amounts import megabytes, share

if TYPE_CHECKING:
    from cli.office import Office
    from models.store.filing.both import TwoPlaces

app = typer.Typer(help="Attachments and big messages: how much, where; move, tidy up.", no_args_is_help=True)


@app.command()
def show(context: typer.Context, as_json: AsJson = False) -> None:
    """Say where files are kept, how much of their room they take, and how much came in each year."""
    from dispatch.queries.storage import bytes_by_year, kept_bytes

    office = office_of(context)
    quota = office.settings.limits.quota_bytes
    with office.database.reading() as session:
        kept, years = kept_bytes(session), bytes_by_year(session, office.town.zone)
    if as_json:
        years_said = [each._asdict() for each in years]
        print_json({"place": office.files.place, "bytes": kept, "quota_bytes": quota, "years": years_said})
        return
    console().print(
        f"{office.files.place}: {megabytes(kept)} of {megabytes(quota)} ({share(kept / quota)} of "
        "limits.quota_bytes).",
        soft_wrap=True,
    )
    rows = [{"year": each.year, "files": each.files, "size": megabytes(each.size)} for each in years]
    columns = {"year": "Year", "files": "Files", "size": "Size"}
    print_rows(rows, columns, as_json=False, empty="No file was kept yet.")


@app.command()
def move(
    context: typer.Context,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave a copy where they were, for a last look or a way back.")
    ] = False,
) -> None:
    """Bring every file to where files.store says, while the service runs. Stopped, it goes on when run again.

    Each is read back and compared before it is removed; exit 1 when one is damaged.
    """
    from dispatch.upkeep.filing.move import move_files
    from models.errors import UserError
    from models.store.audit import record_access

    office = office_of(context)
    places = _two_places(office)
    source, target = places.former, places.store
    if not source.is_used():
        console().print(f"Every file is in {target.place}: nothing is left in {source.place}")
        return
    with console().status("") as status:
        found = move_files(
            source,
            target,
            keep=keep,
            done=lambda count: status.update(f"{count} files"),
            # It takes hours, in which a service may have been started with other settings.
            may_retire=lambda: _all_know(office, places),
        )
    with office.database.transaction() as session:
        record_access(
            session, now(), office.actor, "move", "files", to=target.place, files=found.files,
            known=found.known, damaged=len(found.damaged), kept=keep,
        )  # fmt: skip
    there = f"; {found.known} were there already" if found.known else ""
    console().print(f"{found.files} files came to {target.place}{there}.", soft_wrap=True)
    if found.damaged:
        shown = "\n".join(found.damaged[:20])
        raise UserError(
            f"{len(found.damaged)} files are damaged, and left in {source.place} "
            f"(guichet verify says whose they are):\n{shown}"
        )
    if found.is_empty:
        console().print(f"{source.place} holds none any more.")
    elif not keep:
        _require_known(office, places)
        console().print(f"{source.place} still holds some that were put aside: run it again in an hour.")


@app.command()
def sweep(
    context: typer.Context,
    remove: Annotated[bool, typer.Option("--remove", help="Remove them, not only count.")] = False,
) -> None:
    """Count the files that nothing in the database points to; the nightly job removes them by itself, unless
    they are the most of a bucket.
    """
    from dispatch.upkeep.retention.take_away import sweep as take
    from models.errors import UserError
    from models.store.audit import record_access
    from models.store.copies import kept_digests

    office = office_of(context)
    office.require_file()
    office.files.require()
    with office.database.reading() as session:
        kept = kept_digests(session.connection())
    there = set(office.files.digests())
    strange = there - kept
    console().print(f"{office.files.place}: {len(strange)} of {len(there)} files belong to nothing here.")
    if not remove:
        return
    from models.store.places import is_held

    if is_held(office.settings.data_dir):
        raise UserError("This is a restored copy: guichet backup resume makes it the town.")
    young = take(office.database, office.files, anyway=True)
    with office.database.transaction() as session:
        record_access(session, now(), office.actor, "sweep", "files", files=len(strange) - young, young=young)
    console().print(f"{len(strange) - young} were removed; {young} came within the hour, left for now.")


@app.command("give-up")
def give_up_file(
    context: typer.Context,
    digest: Annotated[str, typer.Argument(help="Its SHA-256, or how it begins, as guichet verify says it.")],
    because: Annotated[str, typer.Option("--because", help="Why it is lost; kept in the history.")],
) -> None:
    """Give up a file that is lost for good: its requests say so, and nobody looks for it any more. Look into
    earlier backups first.
    """
    from dispatch.history.actor import Actor
    from dispatch.people.senders import person_of_login
    from dispatch.upkeep.filing.given_up import find_lost, give_up
    from models.errors import UserError
    from models.store.audit import record_access
    from models.vocabulary import ActorRole

    why, office, moment = " ".join(because.split()), office_of(context), now()
    if not why:
        raise UserError("Say why it is lost: --because.")
    office.require_file()
    office.files.require()
    with office.database.transaction() as session:
        lost = find_lost(session, office.files, digest)
        actor = Actor(ActorRole.SYSTEM, person_of_login(session, login(), moment))
        given_up = give_up(session, lost, why[:500], actor, locale=office.town.locale, now=moment)
        record_access(session, moment, office.actor, "give_up", f"file:{lost}", because=why[:500])
    whose = [*given_up.requests, *(f"inbox {number}" for number in given_up.messages)]
    console().print(f"The file {lost} is given up. It was of {', '.join(whose)}.", soft_wrap=True)


def _two_places(office: Office) -> TwoPlaces:
    """Both stores of the settings. Raises UserError when there is one, or a service here knows one alone."""
    from models.errors import UserError
    from models.store.filing.both import TwoPlaces
    from models.store.places import is_held

    office.require_file()
    if is_held(office.settings.data_dir):
        raise UserError(
            "This is a restored copy, with its files beside it: guichet backup resume, then move."
        )
    places = office.files
    if not isinstance(places, TwoPlaces):
        raise UserError(
            f"Files are kept in {places.place}, and no other place is set. To move them into a bucket: "
            'store = "s3" under [files], and [files.s3], in settings.toml; restart the service; run this '
            "again."
        )
    _require_known(office, places)
    return places


def _require_known(office: Office, places: TwoPlaces) -> None:
    """Raises UserError when a service here knows one place alone, or may."""
    from models.errors import UserError

    if not _all_know(office, places):
        raise UserError(
            f"A service runs here that does not keep files in {places.place} yet: restart it first, and "
            "every other that shares this database."
        )


def _all_know(office: Office, places: TwoPlaces) -> bool:
    from models.store.sharing.presence import notes_of_living

    return all(note == places.place for note in notes_of_living(office.settings.data_dir / "workers"))
