"""`guichet requests`: what was asked, where it stands, and what an administrator or a counter clerk does by
hand.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.choices import one_of
from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import print_csv, print_facts, print_json, print_rows
from cli.records.by_hand import correcting, incidents, request_changes, tagging, visas, which_request
from cli.records.personal.holds import hold_request
from cli.records.request_create import create
from cli.records.requests_meant import key_meant, quarter_meant, reason_said, state_said, states_meant
from cli.speaking.translate import say
from dispatch.queries.request_conditions import Fact, Origin
from dispatch.queries.request_list import Order
from models.folding import slug
from models.vocabulary import Channel

app = typer.Typer(
    help="Requests: list, search, show, create, assign, change their state or requester, add a note.",
    no_args_is_help=True,
)
Json = AsJson
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")]
Ref = Annotated[str, typer.Argument(metavar="REFERENCE", help="2026-00042, 2026-42, or 42 for this year's.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]
_COLUMNS = {
    "reference": "Reference",
    "created_at": "Received",
    "state": "State",
    "priority": "Priority",
    "service": "Service",
    "building": "Building",
    "assignee": "Assignee",
    "due_at": "Due",
    "subject": "Subject",
}


@app.command("list")
def list_all(
    context: typer.Context,
    state: Annotated[
        str | None, typer.Option(help="Only this state of the workflow, by key or label: done, terminée.")
    ] = None,
    service: Annotated[str | None, typer.Option(help="Only this service, by key or name.")] = None,
    assignee: Annotated[
        str | None, typer.Option(help="Only this agent's, by key or name; '' for those nobody has.")
    ] = None,
    building: Annotated[
        str | None, typer.Option(help="Only this building, by key or name; '' for those without one.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", help="Only this request type, by key; '' for those without one.")
    ] = None,
    quarter: Annotated[
        str | None,
        typer.Option(help="Only those at buildings of this quarter; '' for those that are in none."),
    ] = None,
    tag: Annotated[str | None, typer.Option(help="Only those that have this tag.")] = None,
    channel: Annotated[
        Channel | None,
        typer.Option(**one_of(Channel, "channel"), help="Only those answered by email, or by text."),
    ] = None,
    origin: Annotated[
        Origin | None, typer.Option(**one_of(Origin, "origin"), help="Only those that came this way.")
    ] = None,
    only: Annotated[
        list[Fact] | None,
        typer.Option(
            **one_of(Fact, "only"),
            help="Only those of which this is true: closed; answered by a person; closed by their due date "
            "(in-time) or not (out-of-time); given to another service; reopened; joined to another (merged); "
            "with a mark. May be given several times.",
        ),
    ] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only open ones whose due date is past.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY|SPAN", help="Only those received since: 7d, 36h, 30/11/2026, hier, lundi."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Only those received until the end of that day: 30/11/2026, hier."),
    ] = None,
    search: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help="Only those with all these words in the subject, the history, the place, the reference, or "
            'the requester\'s name, address or number; "side by side" in quotes.',
        ),
    ] = "",
    sort: Annotated[Order, typer.Option(**one_of(Order, "sort"), help="What comes first.")] = Order.NEWEST,
    limit: Limit = 50,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """List requests, newest first."""
    from cli.names import read_since, read_until
    from dispatch.queries.request_list import RequestFilter

    office = office_of(context)
    moment = now()
    wanted = RequestFilter(
        states=states_meant(office, state) if state is not None else None,
        service=key_meant(office, "service", service, "guichet services list"),
        assignee=key_meant(office, "agent", assignee, "guichet agents list"),
        building=key_meant(office, "building", building, "guichet buildings list"),
        request_type=key_meant(office, "request_type", kind, "guichet types list"),
        quarter=quarter_meant(office, quarter),
        tag=slug(tag) if tag is not None else None,
        channel=channel,
        origin=origin,
        facts=frozenset(only or ()),
        moment=moment,
        only_open=only_open,
        overdue_at=moment if overdue else None,
        since=read_since(since, moment, office.town.zone) if since is not None else None,
        until=read_until(until, moment, office.town.zone) if until is not None else None,
        search=search,
        order=sort,
        limit=limit,
    )
    _print(office, wanted, "list", as_csv=as_csv, as_json=as_json)


@app.command()
def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            help="Words that must all be there, in any case and without accents, or how they begin; "
            "'\"side by side\"' in quotes."
        ),
    ],
    limit: Limit = 50,
    as_csv: Csv = False,
    as_json: Json = False,
) -> None:
    """Find requests by their words: subject, history, place, reference, or the requester's name, address or
    number. Open ones come first, then the newest.
    """
    from dispatch.queries.request_list import RequestFilter

    wanted = RequestFilter(search=" ".join(words), order=Order.FOUND, limit=limit)
    _print(office_of(context), wanted, "search", as_csv=as_csv, as_json=as_json)


def _print(office: Office, wanted: Any, action: str, *, as_csv: bool, as_json: bool) -> None:
    from dispatch.queries.request_list import list_requests

    rows = list_requests(office.glance, wanted)
    office.looked(action, "requests", count=len(rows))
    if as_csv:
        print_csv(rows, office.town.zone)
    else:
        rows = rows if as_json else [{**row, "state": state_said(office, row["state"])} for row in rows]
        print_rows(rows, _COLUMNS, as_json=as_json, empty="No request.", zone=office.town.zone)


@app.command()
def show(context: typer.Context, reference: Ref, as_json: Json = False) -> None:
    """Show a request: its history, its files, and why it was placed where it is."""
    from cli.present import console
    from cli.records.entries import passed_on_said, print_entries, print_steps, task_said
    from dispatch.queries.requests import get_request, show_request

    office = office_of(context)
    with office.database.reading() as session:
        request = get_request(session, reference, office.this_year)
        found, request_id = show_request(session, request), request.id
    office.looked("read", f"request:{request_id}")
    if as_json:
        print_json(found)
        return
    zone = office.town.zone
    requester = found["requester"]
    names = (
        "reference",
        "subject",
        "state",
        "priority",
        "service",
        "building",
        "type",
        "assignee",
        "created_at",
        "due_at",
        "erased_at",
        "tags",
        "address",
        "position",
    )
    print_facts(
        [
            *((name, state_said(office, found[name]) if name == "state" else found[name]) for name in names),
            (
                "requester",
                ""
                if found["erased_at"]
                else f"{requester['name']} <{requester['contact'] or say('no address: cannot be answered')}>",
            ),
            *([("told phone", say(f"{requester['phone']} (not verified)"))] if requester["phone"] else []),
            ("came by", ", ".join(dict.fromkeys(each["door"] for each in found["received"]))),
        ],
        zone,
    )
    for name, value in found["fields"].items():
        print_facts([(name, value)])
    for linked in found["links"]:
        print_facts([("linked", f"{linked['reference']} ({reason_said(office, linked['reason'])})")])
    for each in found["passed_on"]:
        print_facts([("passed on", passed_on_said(each, zone))])
    for task in found["tasks"]:
        print_facts([task_said(task, zone)])
    console().print("\n[bold]History[/bold]")
    print_entries(found["entries"], found["attachments"], office)
    console().print("\n[bold]Why it came here[/bold]")
    print_steps(found["steps"])


for each in (
    *(create, request_changes.assign, request_changes.state, request_changes.forward),
    *(request_changes.requester, which_request.split, which_request.merge, request_changes.note, tagging.tag),
    *(correcting.correct, visas.visas, visas.approve),
    *(incidents.incidents, incidents.join, incidents.apart, incidents.detach),
):
    app.command()(each)
app.command("hold")(hold_request)
