"""`guichet inbox`: every message that ever came in, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import LARGEST_ID, print_facts, print_json, print_octets, print_rows
from cli.records.requests_meant import reason_said
from cli.speaking.translate import say
from cli.speaking.words import key_of, value

app = typer.Typer(help="The ledger: every message received, its state and the reason.", no_args_is_help=True)
#: States in which a message ends without a person having seen it.
_RELEASABLE = ("held", "refused", "spam", "automatic", "bounce", "failed")
#: Where the writer was found when From names a machine, a no-reply or an address of ours.
_FOUND_BY = {
    "form": "found in the fields of the form",
    "reply_to": "found in Reply-To",
    "original_from": "found in X-Original-From",
    "nobody": "From is read by nobody, and nothing else names a person to answer",
}
Json = AsJson
Id = Annotated[int, typer.Argument(max=LARGEST_ID, help="Number of the message, as `inbox list` shows it.")]


@app.command("list")
def list_messages(
    context: typer.Context,
    state: Annotated[
        str | None,
        typer.Option(
            help="Only this state: waiting, new_request, follow_up, command, receipt, bounce, automatic, "
            "duplicate, refused, held, spam or failed."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """List received messages, newest first."""
    from dispatch.queries.inbox import list_inbound
    from models.errors import UserError
    from models.nearest import nearest
    from models.tables.ledger import InboundState

    if state is not None and (state := key_of("state", state)) not in set(InboundState):
        called: dict[str, str] = {str(each): value("state", each) for each in InboundState}
        raise UserError(
            f"There is no state '{state}'; there are: "
            f"{', '.join(called.values())}.{nearest(state, called, called)}"
        )
    office = office_of(context)
    with office.database.reading() as session:
        rows = list_inbound(session, state=state, limit=limit)
    office.looked("list", "inbox", count=len(rows))
    columns = {
        "id": "No.",
        "received_at": "Received",
        "door": "Door",
        "from": "From",
        "subject": "Subject",
        "state": "State",
        "request": "Request",
        "reason": "Reason",
    }
    if not as_json:
        rows = [{**row, "reason": reason_said(office, row["reason"])} for row in rows]
    empty = "Nothing has come in yet." if state is None else f"No message is {value('state', state)}."
    print_rows(rows, columns, as_json=as_json, empty=empty, zone=office.town.zone)


@app.command()
def show(
    context: typer.Context,
    number: Id,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Print the bytes as they came; on a terminal without control characters."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Show one received message."""
    import sys

    from dispatch.queries.inbox import show_inbound
    from intake.ledger.reception import raw_bytes
    from models.tables.ledger import InboundMessage

    office = office_of(context)
    with office.database.reading() as session:
        facts = show_inbound(session, number)
        row = session.get_one(InboundMessage, number)
        content = raw_bytes(row.raw, row.raw_sha256, office.files) if raw else b""
    office.looked("read", f"inbound:{number}")
    if raw:
        print_octets(content, sys.stdout)
    elif as_json:
        print_json(facts)
    else:
        facts["reason"] = reason_said(office, facts["reason"])
        # What the door was told: `helo mx.example.org`.
        facts["facts"] = ", ".join(f"{name} {value}" for name, value in facts["facts"].items())
        shown = [(name, value) for name, value in facts.items() if name not in ("steps", "writer")]
        print_facts([*shown, *_writer_facts(facts["writer"])], office.town.zone)


def _writer_facts(writer: dict[str, Any]) -> list[tuple[str, str]]:
    """Who counts as the writer and where they ask to be answered, for people; [] before it was read."""
    found = [("reply to", ", ".join(writer["reply_to"]))] if writer.get("reply_to") else []
    if by := _FOUND_BY.get(writer.get("found_by", "")):
        person = " ".join(
            filter(None, (writer.get("name", ""), writer.get("person", ""), writer.get("phone", "")))
        )
        found.append(("written by", f"{person or say('nobody known')} ({say(by)})"))
    if writer.get("asks_elsewhere"):
        asks = say(f"asks to be answered at another domain: {writer['asks_elsewhere']}")
        found.append(("warning", asks))
    return found


@app.command()
def explain(context: typer.Context, number: Id, as_json: Json = False) -> None:
    """Say why a message ended where it did, rule by rule."""
    from cli.records.entries import print_steps
    from dispatch.queries.inbox import show_inbound

    office = office_of(context)
    with office.database.reading() as session:
        facts = show_inbound(session, number)
    office.looked("explain", f"inbound:{number}")
    if as_json:
        names = ("id", "state", "reason", "request", "duplicate_of", "writer", "steps")
        print_json({key: facts[key] for key in names})
        return
    facts["reason"] = reason_said(office, facts["reason"])
    print_facts((name, facts[name]) for name in ("id", "state", "reason", "request", "duplicate_of"))
    print_facts(_writer_facts(facts["writer"]))
    print_steps(facts["steps"])


@app.command()
def replay(context: typer.Context, number: Id) -> None:
    """Have a message read and decided again; refused when it is already part of a request."""
    from cli.present import console
    from intake.ledger import claims
    from models.store.audit import record_access

    office = office_of(context)
    with office.database.transaction() as session:
        claims.replay(session, number, now())
        record_access(session, now(), office.actor, "replay", f"inbound:{number}")
    console().print(f"Message {number} will be read again by the running service (or by: guichet work).")


@app.command()
def release(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(max=LARGEST_ID, help="Number of the message, as `inbox list` shows it.")
    ] = None,
    sender: Annotated[
        str,
        typer.Option(
            "--from", metavar="ADDRESS", help="All that a storm of this sender, or of @DOMAIN, brought."
        ),
    ] = "",
    storm: Annotated[bool, typer.Option("--storm", help="All that is held for a storm.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Of a storm: how many at most.")] = None,
) -> None:
    """Let a message through after all, whatever it was taken for, or what a storm brought: requests, then."""
    from cli.present import console
    from dispatch.inbound.who.storm import release_batch
    from intake.ledger import claims
    from models.errors import UserError
    from models.store.audit import record_access
    from models.tables.ledger import InboundMessage

    sender = sender.strip()
    if (number is None) == (not sender and not storm):
        raise UserError("Name a message by its number, or a storm with --from ADDRESS or --storm.")
    office = office_of(context)
    with office.database.transaction() as session:
        if number is not None:
            row = session.get(InboundMessage, number)
            if row is None:
                raise UserError(f"There is no inbound message {number}.")
            if row.state not in _RELEASABLE:
                raise UserError(
                    f"Message {number} is « {value('state', row.state)} »: there is nothing to release."
                )
            claims.replay(session, number, now(), released_by=office.actor)
            ids = [number]
        else:
            most = -1 if limit is None else limit
            ids = release_batch(session, now(), office.actor, sender=sender, limit=most)
            if not ids:
                raise UserError("No storm is held, or none of this sender. See: guichet limits")
        for each in ids:
            record_access(session, now(), office.actor, "release", f"inbound:{each}")
    said = (
        f"Message {ids[0]} will become a request" if len(ids) == 1 else f"{len(ids)} messages become requests"
    )
    console().print(f"{said} when the running service reads it (or: guichet work).")


@app.command()
def dismiss(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None,
        typer.Argument(max=LARGEST_ID, help="Numbers of messages, as `inbox list` shows them."),
    ] = None,
    sender: Annotated[
        str,
        typer.Option("--from", metavar="ADDRESS", help="All that is held of this sender, or of @DOMAIN."),
    ] = "",
    reason: Annotated[str, typer.Option(help="Why, in a few words; whoever looks later reads it.")] = "",
) -> None:
    """Dismiss messages that wait for a decision: no request, no answer; `inbox release` undoes it."""
    from cli.present import console
    from intake.ledger import dismissing
    from models.errors import UserError
    from models.store.audit import record_access

    sender = sender.strip()
    if bool(numbers) == bool(sender):
        raise UserError(
            "Name messages by their numbers, or all that is held of a sender with --from ADDRESS."
        )
    office = office_of(context)
    with office.database.transaction() as session:
        ids = list(dict.fromkeys(numbers)) if numbers else dismissing.held_of(session, sender)
        if not ids:
            raise UserError("Nothing of this sender is held. See: guichet inbox list --state held")
        for each in ids:
            dismissing.dismiss(session, each, now(), by=office.actor, why=reason)
            record_access(session, now(), office.actor, "dismiss", f"inbound:{each}")
    said = f"Message {ids[0]} is dismissed" if len(ids) == 1 else f"{len(ids)} messages are dismissed"
    undo = f"guichet inbox release {ids[0]}"
    console().print(f"{said}. Undone by: {undo}")
