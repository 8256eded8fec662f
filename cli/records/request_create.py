"""`guichet requests create`: a call, a visit, a letter or a post becomes a request like any other."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.choices import one_of
from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import console, print_json, safe, tell
from cli.records.requests_meant import reason_said

#: Characters of a name.
LONGEST_NAME = 200
#: How long to wait for the running service when it has taken the message before us.
WAIT_SECONDS = 10.0


class Origin(StrEnum):
    """How it came to the desk."""

    TELEPHONE = "telephone"
    COUNTER = "counter"
    PAPER = "paper"
    SOCIAL = "social"


def create(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What is asked, in words; - reads standard input.")],
    origin: Annotated[Origin, typer.Option(**one_of(Origin, "origin"), help="How it came.")] = Origin.COUNTER,
    who: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="ADDRESS|NUMBER|NAME",
            help="Who asks: an address, a number, or a name, known or new; nobody when left out.",
        ),
    ] = "",
    name: Annotated[str, typer.Option(help="Their name, when they are given by an address or number.")] = "",
    subject: Annotated[
        str, typer.Option(help="What to call it; the first words of the text by default.")
    ] = "",
    recipient: Annotated[
        str, typer.Option("--to", help="The address of ours it is for, as a service's; decides as for mail.")
    ] = "",
    files: Annotated[
        list[Path] | None, typer.Option("--file", help="A scan or photo; may be given several times.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write down a request made by telephone, at the counter, on paper or on a social network; the rules
    place it, people are told.
    """
    from cli.records.changing import landline_alone
    from cli.records.submit import read_input
    from dispatch.queries.requests import request_id_of
    from intake.ledger.arrival import Arrival
    from intake.ledger.reception import Reception
    from intake.mail.dictated import DictatedFile, dictated_mail
    from models.errors import UserError
    from models.tables.ledger import Door

    office = office_of(context)
    words = read_input("-").decode("utf-8", "replace") if text == "-" else text
    if not words.strip():
        raise UserError("There are no words: say what is asked.")
    addresses = office.settings.mail.addresses
    if not recipient and not addresses:
        raise UserError("Say which address it is for with --to: mail.addresses is empty.")
    _refuse_slips(recipient, name)
    kept = [DictatedFile(path.name, read_input(str(path))) for path in files or ()]
    person = _person(office, who, name)
    raw = dictated_mail(
        words, at=now(), recipient=recipient or addresses[0], subject=subject, files=kept, **person
    )
    reception = Reception(office.database, office.files)
    try:
        inbound = reception.accept(
            Arrival(
                door=Door.DESK,
                door_name=origin.value,
                raw=raw,
                received_at=now(),
                envelope_from=person["address"],
                recipients=(recipient or addresses[0],),
                door_facts={"by": office.actor},
            )
        )
    finally:
        reception.close()
    reference, reason = _treated(office, inbound)
    if as_json:
        print_json({"inbound": inbound, "request": reference, "reason": reason})
    elif reference:
        console().print(f"Request {reference} (message {inbound}). See: guichet requests show {reference}")
        with office.database.reading() as session:
            by_voice = landline_alone(session, request_id_of(session, reference, office.this_year))
        if by_voice:
            tell(by_voice)
    else:
        said = reason_said(office, reason) or "the running service is reading it"
        console().print(safe(f"Message {inbound}: {said}. See: guichet inbox show {inbound}"), markup=False)


def _refuse_slips(recipient: str | None, name: str) -> None:
    """What is no address, and what is no name, is told before anything is stored. Raises UserError."""
    from models.errors import InvalidValue, UserError
    from models.values import EmailAddress

    if recipient:
        try:
            EmailAddress.parse(recipient)
        except InvalidValue as wrong:
            raise UserError(wrong.public) from wrong
    if len(name) > LONGEST_NAME:
        raise UserError(f"A name has at most {LONGEST_NAME} characters.")


def _person(office: Office, who: str, name: str) -> dict[str, str]:
    """Who asks, as `dictated_mail` takes it. Raises UserError when a name means several people."""
    from dispatch.people.contacts import read_contact
    from dispatch.queries.people import find_people
    from models.errors import InvalidValue, UserError
    from models.values import ContactKind

    found = {"name": name, "address": "", "number": ""}
    if not who:
        return found
    if "@" in who or sum(character.isdigit() for character in who) >= 6:
        try:
            kind, _, written = read_contact("email" if "@" in who else "sms", who, office.region)
        except InvalidValue as wrong:
            raise UserError(wrong.public) from wrong
        return {**found, "number" if kind is ContactKind.PHONE else "address": written}
    with office.database.reading() as session:
        people = [person for person in find_people(session, who, limit=6) if person["contacts"]]
    office.looked("find", "people", count=len(people))
    if len(people) > 1:
        listed = "; ".join(f"{each['name']} {each['contacts'][0]}" for each in people[:5])
        raise UserError(f"Several people are called so: {listed}. Give the address or number.")
    if not people:
        return {**found, "name": name or who}
    return _person(office, people[0]["contacts"][0], name or people[0]["name"])


def _treated(office: Office, inbound: int) -> tuple[str | None, str]:
    """The request that a message became, treated here or by the running service, and the reason of its
    end.
    """
    from cli.logs import configure_logs
    from dispatch.inbound.process import Processor
    from dispatch.queries.inbox import show_inbound
    from intake.reading.reader import Reader
    from models.settings.upkeep import LogSettings

    configure_logs(LogSettings(level="warning"))
    reader = Reader(office.settings.work.model_copy(update={"readers": 1}), office.files)
    processor = Processor(office.database, office.files, reader, office.signer, office.settings, now)
    ends_at = time.monotonic() + WAIT_SECONDS
    try:
        while True:
            with office.database.reading() as session:
                row = show_inbound(session, inbound)
            if row["state"] != "waiting" or time.monotonic() > ends_at:
                return row["request"], row["reason"]
            if not processor.process_next():
                time.sleep(0.05)
    finally:
        reader.close()
