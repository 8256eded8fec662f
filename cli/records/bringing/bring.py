"""`guichet import`: open requests of another tool, and mail that was kept, come in as messages do.

Nothing is stored while a line is wrong. Run again, what came over already is known by its number and left.
Nobody is told, unless --tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import Office, now, office_of
from cli.present import console, print_rows, safe
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import value

if TYPE_CHECKING:
    from cli.records.bringing.checked import TakenOver
    from cli.records.bringing.columns import ColumnMapping
    from cli.records.bringing.kept_mail import KeptMail
    from intake.ledger.arrival import Arrival

#: Mistakes that are printed; the others are counted.
MOST_SAID = 50
#: Messages that are held in memory until they are stored.
_AT_ONCE = 100


def bring(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Open requests as .csv or .xlsx, or kept mail: an .mbox (a file of Thunderbird too), an "
            ".eml, a folder of them, a Maildir.",
            show_default=False,
        ),
    ],
    columns: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml", help="What columns and words of the other tool mean; else the titles say it."
        ),
    ] = None,
    source: Annotated[
        str, typer.Option(help="What the other tool is called; by default the name of the file.")
    ] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Bring them over; without it, only what would happen is shown.")
    ] = False,
    tell: Annotated[
        bool, typer.Option("--tell", help="Acknowledge them to the requesters, and tell whoever gets them.")
    ] = False,
) -> None:
    """Bring open requests over from another tool, or kept mail; first shows what would happen."""
    from cli.records.bringing.columns import read_mapping
    from cli.records.bringing.kept_mail import arrival_of, is_kept_mail, mails_of
    from cli.records.bringing.shown_mail import show_mails
    from models.errors import UserError

    office = office_of(context)
    if is_kept_mail(file):
        if columns is not None:
            raise UserError("--columns is for a sheet; a mail says itself what it is.")
        mails, moment = mails_of(file, now()), now()
        if not apply:
            show_mails(office, mails[:MOST_SAID])

        def arrival(kept: KeptMail) -> Arrival:
            return arrival_of(kept, office.settings.mail.addresses, moment, quiet=not tell)

        _bring_over(office, {each.door_key: partial(arrival, each) for each in mails}, apply=apply)
        return
    mapping = read_mapping(columns)
    name = source or mapping.source or file.stem
    arrivals = _arrivals_of_sheet(office, file, mapping, name, tell=tell, apply=apply)
    _bring_over(office, {each.door_key or "": partial(_same, each) for each in arrivals}, apply=apply)


def _same(arrival: Arrival) -> Arrival:
    return arrival


def _arrivals_of_sheet(
    office: Office, file: Path, mapping: ColumnMapping, source: str, *, tell: bool, apply: bool
) -> list[Arrival]:
    from cli.records.bringing.checked import LONGEST_SOURCE, check_rows
    from cli.records.bringing.columns import read_rows
    from models.errors import UserError

    source = " ".join(source.split())[:LONGEST_SOURCE]
    organisation = office.organisations.current()
    if organisation is None:
        raise UserError("No organisation is in force. See: guichet org apply")
    ready, wrong = check_rows(read_rows(file, mapping), mapping, organisation, source, now())
    colon = ":" if language() == "en" else "\u00a0:"
    for said in wrong[:MOST_SAID]:
        where, _, why = said.removeprefix("line ").partition(": ")
        console().print(safe(f"{file.name}, {say(f'line {where}')}{colon} {say(why)}"), markup=False)
    if len(wrong) == 1:
        raise UserError("One line cannot be brought over: nothing was stored.")
    if wrong:
        raise UserError(f"{len(wrong)} lines cannot be brought over: nothing was stored.")
    if not apply:
        _show(office, ready)
    return [_arrival(office, each, source, tell) for each in ready]


def _show(office: Office, ready: list[TakenOver]) -> None:
    """The first rows as they would come in."""
    from cli.names import locale_of_the_person
    from dispatch.letters.orders_shown import word_of

    organisation = office.organisations.current()
    if organisation is None:
        return
    workflow, locale = organisation.workflow(None), locale_of_the_person(organisation.town.locale)
    rows = [
        {
            "line": each.line,
            "number": each.number,
            "received": each.received_at,
            "requester": each.name or each.address or each.phone,
            "service": each.facts.get("service", ""),
            "order": word_of(workflow, each.facts["verb"], locale) if "verb" in each.facts else "",
            "subject": each.subject or each.text[:60],
        }
        for each in ready[:MOST_SAID]
    ]
    titles = {
        "line": "Line",
        "number": "Number",
        "received": "Received",
        "requester": "Requester",
        "service": "Service",
        "order": "Order",
        "subject": "Subject",
    }
    print_rows(rows, titles, as_json=False, empty="The sheet holds no request.", zone=office.town.zone)


def _arrival(office: Office, taken: TakenOver, source: str, tell: bool) -> Arrival:
    from dispatch.inbound.apart.taken_over import FACT
    from dispatch.inbound.message_entry import QUIET
    from intake.ledger.arrival import Arrival
    from intake.mail.dictated import dictated_mail
    from models.tables.ledger import IMPORTED, Door

    to = office.settings.mail.addresses[0]
    raw = dictated_mail(
        taken.text,
        at=taken.received_at,
        recipient=to,
        subject=taken.subject,
        name=taken.name,
        address=taken.address,
        number=taken.phone,
    )
    return Arrival(
        door=Door.DESK,
        door_name="import",
        raw=raw,
        received_at=taken.received_at,
        envelope_from=taken.address,
        recipients=(to,),
        door_key=f"{IMPORTED}{source}:{taken.number}",
        door_facts={"by": office.actor, FACT: taken.facts, QUIET: not tell},
        due_at=now(),
    )


def _bring_over(office: Office, arrivals: Mapping[str, Callable[[], Arrival]], *, apply: bool) -> None:
    """Store what is not there yet, by the key of each, and have it decided; or say what would be."""
    from cli.records.bringing.treating import treat
    from dispatch.queries.inbox import known_keys
    from intake.ledger.reception import Reception
    from models.tables.ledger import InboundState

    with office.database.reading() as session:
        known = known_keys(session, list(arrivals))
    fresh = [make for key, make in arrivals.items() if key not in known]
    there = say(f", {len(known)} there already") if known else ""
    if not apply:
        console().print(f"{len(fresh)} to bring over{there}. Nothing was stored: --apply does it.")
        return
    reception = Reception(office.database, office.files)
    try:
        numbers = []
        for begin in range(0, len(fresh), _AT_ONCE):
            stored = [reception.submit(make()) for make in fresh[begin : begin + _AT_ONCE]]
            numbers += [future.result() for future in stored]
    finally:
        reception.close()
    ended = treat(office, numbers)
    # That they are new requests goes without saying.
    said = ", ".join(
        f"{count} × {value('state', state).replace('_', ' ')}"
        for state, count in sorted(ended.items())
        if ended.keys() != {InboundState.NEW_REQUEST}
    )
    console().print(f"{len(fresh)} brought over{there}{f' ({said})' if said else ''}.")
    console().print("See: guichet requests list")
