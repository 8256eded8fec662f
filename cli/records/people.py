"""`guichet people`: who somebody is to the service, where they are reached, and what they asked for."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, on_the_clock, print_facts, print_json, print_rows
from cli.records.personal import demands, rights
from cli.records.personal.holds import hold_person
from cli.records.personal.person_named import person_named
from cli.records.requests_meant import state_said
from cli.speaking.translate import say
from cli.speaking.words import key_of
from cli.speaking.words import value as value_said
from models.errors import UserError

app = typer.Typer(
    name="people", help="People: find, show, link, export, put right, erase, hold.", no_args_is_help=True
)
Who = Annotated[str, typer.Argument(metavar="ADDRESS|NUMBER", help="An email address or telephone number.")]
Json = AsJson
#: Why somebody cannot be written to first by a channel.
_NO_WAY = {
    "email": "They have no address that works.",
    "sms": "They have no number to which texts may go: a landline takes none.",
}


@app.command()
def find(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Words of a name, an address or a number.")
    ],
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """Find people by their name, address or number, in any case and without accents."""
    from dispatch.queries.people import find_people

    office = office_of(context)
    with office.database.reading() as session:
        people = find_people(session, " ".join(words), limit)
    office.looked("find", "people", count=len(people))
    columns = {"id": "No.", "name": "Name", "kind": "Kind", "contacts": "Reached at", "requests": "Requests"}
    print_rows(people, columns, as_json=as_json, empty="Nobody is called so.")


@app.command()
def show(context: typer.Context, who: Who, as_json: Json = False) -> None:
    """Show a person: contacts, preferred channel, requests."""
    from dispatch.queries.people import describe_person

    office = office_of(context)
    region = office.region
    with office.database.reading() as session:
        contact = person_named(session, who, region)
        person: dict[str, Any] = describe_person(session, contact.person_id)
    office.looked("read", f"person:{contact.person_id}")
    if as_json:
        print_json(person)
        return
    held = person["held_since"]
    print_facts(
        [
            ("Person", person["id"]),
            ("Name", person["name"]),
            ("Language", person["locale"]),
            ("Preferred channel", person["preferred_channel"] or "the last used"),
            ("Not written to since", person["objected_at"]),
            ("Kept since", held and f"{on_the_clock(held, office.town.zone)} ({person['held_because']})"),
            (
                "Number told in a form",
                person["told_phone"] and say(f"{person['told_phone']} (not verified, never texted)"),
            ),
        ],
        office.town.zone,
    )
    columns = {
        "contact": "Contact",
        "verified_at": "Proved",
        "opted_out_at": "STOP since",
        "unreachable": "Unreachable",
    }
    print_rows(person["contacts"], columns, as_json=False, empty="No contact.", zone=office.town.zone)
    print_rows(
        [{**row, "state": state_said(office, row["state"])} for row in person["requests"]],
        {"reference": "Request", "state": "State", "subject": "Subject"},
        as_json=False,
        empty="No request.",
    )


@app.command()
def prefer(
    context: typer.Context,
    who: Who,
    channel: Annotated[str, typer.Argument(help="email, sms, or last: the channel last used.")],
) -> None:
    """Set where this person is written to first."""
    import sqlalchemy as sa

    from dispatch.people.contacts import contact_of
    from models.store.audit import record_access
    from models.tables.columns import table_of
    from models.tables.people import Person

    channel = key_of("channel", key_of("preferred channel", channel))
    channel = "last" if channel == "the last used" else channel
    if channel not in ("email", "sms", "last"):
        raise UserError("The channel is email, sms or last.")
    office, people = office_of(context), table_of(Person)
    region = office.region
    with office.database.transaction() as session:
        contact = person_named(session, who, region)
        if channel != "last" and contact_of(session, contact.person_id, channels=(channel,)) is None:
            raise UserError(_NO_WAY[channel])
        session.connection().execute(
            sa.update(people)
            .where(people.c.id == contact.person_id)
            .values(preferred_channel=None if channel == "last" else channel)
        )
        record_access(session, now(), office.actor, "change", f"person:{contact.person_id}", prefers=channel)
    first = "the last used" if channel == "last" else channel
    console().print(f"Written to first by: {value_said('preferred channel', first)}.")


@app.command()
def link(
    context: typer.Context,
    who: Who,
    other: Annotated[
        str, typer.Argument(metavar="ADDRESS|NUMBER", help="Theirs too: you have seen proof of it.")
    ],
) -> None:
    """Make an address and a number one person's, as a code given back does. It cannot be undone by a
    command.
    """
    from dispatch.people.contacts import read_contact
    from dispatch.people.merging import link_contacts
    from models.errors import InvalidValue
    from models.store.audit import record_access

    office = office_of(context)
    region = office.region
    with office.database.transaction() as session:
        contact = person_named(session, who, region)
        try:
            kind, value, written = read_contact("email" if "@" in other else "sms", other, region)
        except InvalidValue as wrong:
            raise UserError(wrong.public) from wrong
        person_id = link_contacts(session, contact, kind, value, written, now())
        record_access(session, now(), office.actor, "link", f"person:{person_id}")
    console().print(f"Both are person {person_id} from now on.")


@app.command("opt-out")
def opt_out(
    context: typer.Context,
    who: Who,
    undo: Annotated[bool, typer.Option("--undo", help="The person wants messages there again.")] = False,
) -> None:
    """Send no more texts to a number, as STOP does, or no more news to an address, as ARRÊT by mail does."""
    import sqlalchemy as sa

    from models.store.audit import record_access
    from models.tables.columns import table_of
    from models.tables.people import ContactPoint

    office, contacts = office_of(context), table_of(ContactPoint)
    region = office.region
    with office.database.transaction() as session:
        contact = person_named(session, who, region)
        session.connection().execute(
            sa.update(contacts)
            .where(contacts.c.id == contact.contact_id)
            .values(opted_out_at=None if undo else now())
        )
        record_access(
            session, now(), office.actor, "opt_in" if undo else "opt_out", f"contact:{contact.contact_id}"
        )
    console().print("Messages go there again." if undo else "No texts, or no news, go there any more.")


@app.command()
def reachable(context: typer.Context, who: Who) -> None:
    """Write to this address or number again, after a report said that nobody is there."""
    from dispatch.people.contacts import mark_reachable
    from models.store.audit import record_access

    office = office_of(context)
    region = office.region
    with office.database.transaction() as session:
        contact = person_named(session, who, region)
        changed = mark_reachable(session, contact.contact_id)
        if changed:
            record_access(session, now(), office.actor, "reachable", f"contact:{contact.contact_id}")
    console().print("Messages go there again." if changed else "It was reachable already.")


app.command()(demands.asked)
app.command()(rights.export)
app.command()(demands.answered)
app.command()(rights.rectify)
app.command()(rights.merge)
app.command()(rights.erase)
app.command("object")(rights.object_to)
app.command("hold")(hold_person)
