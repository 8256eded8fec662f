"""`guichet db`: the shape and the soundness of the database."""

from __future__ import annotations

import typer

from cli.office import office_of
from cli.present import console

#: Files of one kind of trouble that are named.
MOST_SHOWN = 10
app = typer.Typer(help="The database: upgrade it, check it.", no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to the shape this version needs."""
    from models.store import schema
    from models.store.file_marker import settle_marker
    from models.store.revisions import known_revisions, newest_revision, require_newest

    office = office_of(context)
    if office.settings_file is None and "url" not in office.settings.database.model_fields_set:
        office.require_file()  # nobody says that there is to be a town here
    database = office.database_as_is
    before = schema.current_revision(database)
    if before is not None and before not in known_revisions():
        require_newest(before)
    schema.upgrade(database)
    if not settle_marker(database, office.files):
        console().print(
            f"{office.files.place} holds none of the files that it should: is its disk mounted? Else put "
            "them back from a backup, and type this again.",
            soft_wrap=True,
        )
    after = newest_revision()
    console().print(
        f"The database is at revision {after}."
        if before != after
        else f"The database already was at revision {after}."
    )


@app.command()
def check(context: typer.Context) -> None:
    """Check the database and the file store; exit 1 and a line for each problem."""
    from models.errors import UserError
    from models.store import schema
    from models.store.copies import kept_digests
    from models.store.revisions import newest_revision

    office = office_of(context)
    database = office.database
    office.files.require()
    problems = [f"schema: {change}" for change in schema.differences(database)]
    problems += [f"integrity: {found}" for found in schema.integrity_problems(database)]
    problems += _first([f"files: {digest} is damaged" for digest in office.files.damaged()])
    with database.reading() as session:
        kept = kept_digests(session.connection())
    there = office.files.sizes_of(kept)
    problems += _first([f"files: {digest} is missing" for digest in sorted(kept - there.keys())])
    if problems:
        raise UserError("\n".join(problems))
    console().print(
        f"{database.shown_url}: sound, revision {newest_revision()}; every file is there and whole."
    )


def _first(problems: list[str]) -> list[str]:
    """The first of many problems of one kind, and how many more there are: a lost disk is one trouble."""
    more = len(problems) - MOST_SHOWN
    if more <= 0:
        return problems
    return [*problems[:MOST_SHOWN], f"files: {more} more; guichet verify says whose they are"]
