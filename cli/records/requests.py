"""`guichet requests`: what was asked, where it stands, and the few things an administrator changes by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from cli.office import now, office_of
from cli.present import console, print_facts, print_json, print_rows

app = typer.Typer(help="Requests: list, show, assign, change their state, add a note.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Ref = Annotated[str, typer.Argument(metavar="REFERENCE", help="Like 2026-00042.")]


@app.command("list")
def list_all(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(help="Only this state of the workflow.")] = None,
    service: Annotated[str | None, typer.Option(help="Only this service.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Only this agent's; '' for those nobody has.")] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """List requests, newest first."""
    from dispatch.queries.requests import list_requests
    from models.store.audit import record_access

    office = office_of(context)
    with office.database.transaction() as session:
        rows = list_requests(
            session, state=state, service=service, assignee=assignee, only_open=only_open, limit=limit
        )
        record_access(session, now(), office.actor, "list", "requests", count=len(rows))
    columns = {
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
    print_rows(rows, columns, as_json=as_json, empty="No request.")


@app.command()
def show(context: typer.Context, reference: Ref, as_json: Json = False) -> None:
    """Show a request: its history, its files, and why it was placed where it is."""
    from cli.records.entries import print_entries, print_steps
    from dispatch.queries.requests import get_request, show_request
    from models.store.audit import record_access

    office = office_of(context)
    with office.database.transaction() as session:
        request = get_request(session, reference)
        found = show_request(session, request)
        record_access(session, now(), office.actor, "read", f"request:{request.id}")
    if as_json:
        print_json(found)
        return
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
        "tags",
        "position",
    )
    print_facts(
        [
            *((name, found[name]) for name in names),
            ("requester", f"{requester['name']} <{requester['contact']}>"),
        ]
    )
    for name, value in found["fields"].items():
        print_facts([(name, value)])
    for linked in found["links"]:
        print_facts([("linked", f"{linked['reference']} ({linked['reason']})")])
    for task in found["tasks"]:
        print_facts(
            [(f"task {task['id']}", f"{task['state']}: {task['title']} ({task['assignee'] or 'nobody'})")]
        )
    console().print("\n[bold]History[/bold]")
    print_entries(found["entries"], found["attachments"])
    console().print("\n[bold]Why it came here[/bold]")
    print_steps(found["steps"])


@app.command()
def assign(
    context: typer.Context,
    reference: Ref,
    agent: Annotated[str | None, typer.Argument(help="Key of the agent.")] = None,
    service: Annotated[
        str | None, typer.Option(help="Move it to this service, which chooses by its own way.")
    ] = None,
) -> None:
    """Give a request to an agent, or to a service."""
    from cli.records.changing import changing
    from dispatch.requests.assignment import assign_agent, assign_service
    from models.errors import UserError

    if (agent is None) == (service is None):
        raise UserError("Name an agent, or a service with --service.")
    with changing(office_of(context), reference, "assign") as change:
        organisation = change.organisation
        if agent is not None:
            if organisation.agent(agent) is None:
                raise UserError(f"There is no agent '{agent}'. See: guichet agents list")
            assign_agent(change, agent)
            console().print(f"{change.request.reference} is now with {agent}.")
        elif service is not None:
            if organisation.service(service) is None:
                raise UserError(f"There is no service '{service}'. See: guichet services list")
            chosen = assign_service(change, service)
            console().print(
                f"{change.request.reference} is now with {service}" + (f" ({chosen})." if chosen else ".")
            )


@app.command()
def state(
    context: typer.Context,
    reference: Ref,
    verb: Annotated[
        str, typer.Argument(help="What happened, as an agent would write it: take, done, « terminé »…")
    ],
    comment: Annotated[str, typer.Option(help="Told to the requester.")] = "",
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day, for a planned intervention.")
    ] = None,
) -> None:
    """Change the state of a request; whoever the workflow says is told."""
    from cli.records.changing import changing
    from dispatch.requests.state import change_state, open_tasks
    from dispatch.requests.workflow import Refused, advance
    from models.errors import UserError

    day: date | None = on.date() if on else None
    with changing(office_of(context), reference, "state") as change:
        workflow = change.workflow
        key = _verb_key(workflow.aliases, verb)
        step = advance(
            workflow,
            change.request.state,
            key,
            actor="manager",
            comment=comment,
            date=day,
            open_tasks=open_tasks(change.session, change.request.id),
        )
        if isinstance(step, Refused):
            possible = ", ".join(step.possible) or "nothing"
            raise UserError(
                f"'{verb}' cannot be done from state '{change.request.state}' ({step.reason.replace('_', ' ')}). Possible: {possible}."
            )
        change_state(change, step)
        console().print(f"{change.request.reference} is now {step.to_state.key}.")


@app.command()
def note(
    context: typer.Context,
    reference: Ref,
    text: Annotated[str, typer.Argument(help="What to remember; the requester never sees it.")],
) -> None:
    """Add an internal note to a request."""
    from cli.records.changing import changing
    from dispatch.notices.tell import News, tell_staff
    from models.tables.requests import EntryKind

    with changing(office_of(context), reference, "note") as change:
        change.write(EntryKind.NOTE, text=text)
        change.update()
        tell_staff(change, News("note_added", data={"text": text}))
        console().print(f"Noted on {change.request.reference}.")


def _verb_key(aliases: dict[str, tuple[str, ...]], written: str) -> str:
    from models.errors import UserError
    from models.folding import fold

    for key, names in aliases.items():
        if fold(written).strip() in {fold(name) for name in names}:
            return key
    raise UserError(f"'{written}' is no verb of this request's workflow; there are: {', '.join(aliases)}.")
