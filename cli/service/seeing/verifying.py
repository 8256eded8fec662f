"""`guichet verify`: does everything that is kept agree?"""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console, safe


def verify(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be without deciding anything.")
    ] = False,
) -> None:
    """Compare ledger, files, requests, outbox and counts; exit 1 and a line for each problem."""
    from dispatch.upkeep.verifying import verify as look
    from models.errors import UserError
    from models.store.audit import record_access

    office = office_of(context)
    if repair:
        with office.database.transaction() as session:
            found = look(session, office.files, repair=True)
            record_access(session, now(), office.actor, "repair", "everything", found=len(found))
    else:
        with office.database.reading() as session:
            found = look(session, office.files)
        office.looked("verify", "everything", found=len(found))
    for each in found:
        if each.mended:
            console().print(f"{safe(each.about)}: {safe(each.sentence)} Put right.", markup=False)
    left = [each for each in found if not each.mended]
    if left:
        hint = (
            "" if repair or not any(each.mend is not None for each in left) else "\nguichet verify --repair"
        )
        raise UserError("\n".join(f"{each.about}: {each.sentence}" for each in left) + hint)
    console().print("Ledger, files, requests, outbox and counts agree.")
