"""`guichet map`: the pictures of a map server that are kept on disk, and the end of them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import print_facts, print_json, tell
from cli.speaking.amounts import decimal

app = typer.Typer(help="The map of requests: what is kept of a map server.", no_args_is_help=True)


@app.command()
def cache(
    context: typer.Context,
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove all; what is looked at is fetched anew.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say how many pictures of a map server are kept and what room they take, or remove them."""
    from dispatch.web.map.kept import FOLDER, what_is_kept
    from dispatch.web.map.kept import clear as clear_all
    from models.errors import UserError
    from models.store.audit import record_access

    office = office_of(context)
    data_dir, most = office.settings.data_dir, office.settings.web.map.most_mb
    if not clear:
        kept = what_is_kept(data_dir)
        facts = {"tiles": kept.tiles, "megabytes": round(kept.octets / 1e6, 1), "most_megabytes": most}
        if as_json:
            print_json({**facts, "oldest": kept.oldest})
            return
        print_facts(
            (
                ("Pictures", kept.tiles),
                ("Megabytes", decimal(f"{kept.octets / 1e6:.1f}")),
                ("At most", most),
                ("Oldest", kept.oldest),
            ),
            office.town.zone,
        )
        return
    try:
        went = clear_all(data_dir)
    except OSError as wrong:
        raise UserError(f"{data_dir / FOLDER} cannot be cleared: {wrong.strerror}.") from wrong
    with office.database.transaction() as session:
        record_access(session, now(), office.actor, "clear", "map", tiles=went.tiles)
    if as_json:
        print_json({"removed": went.tiles, "megabytes": round(went.octets / 1e6, 1)})
    else:
        tell(f"Pictures removed: {went.tiles}; megabytes: {decimal(f'{went.octets / 1e6:.1f}')}.")
