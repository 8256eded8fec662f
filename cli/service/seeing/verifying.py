"""`guichet verify`: does everything that is kept agree?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import now, office_of
from cli.present import console, safe
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import colon

if TYPE_CHECKING:
    from dispatch.upkeep.verifying import Disagreement

#: What something is about, by how it is called in English.
_FRENCH = {
    "inbound": "message reçu",
    "outbound": "message envoyé",
    "request": "demande",
    "file": "fichier",
    "references of": "références de",
    "attachments": "pièces jointes",
    "mail as it came": "courrier tel que reçu",
    "search": "recherche",
}


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
            console().print(f"{_said(each)} {say('Put right.')}", markup=False)
    left = [each for each in found if not each.mended]
    if left:
        hint = (
            "" if repair or not any(each.mend is not None for each in left) else "\nguichet verify --repair"
        )
        raise UserError("\n".join(map(_said, left)) + hint)
    console().print("Ledger, files, requests, outbox and counts agree.")


def _said(found: Disagreement) -> str:
    """What disagrees, and how, as whoever typed the command reads it."""
    about = safe(found.about)
    noun = next((each for each in _FRENCH if about.startswith(each)), "") if language() == "fr" else ""
    return f"{_FRENCH.get(noun, '')}{about.removeprefix(noun)}{colon()}{say(safe(found.sentence))}"
