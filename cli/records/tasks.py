"""`guichet tasks`: the pieces of work of requests."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.office import office_of
from cli.options import AsJson
from cli.present import LARGEST_ID, console, print_rows

app = typer.Typer(help="Tasks: list, mark as done or refused, hand on.", no_args_is_help=True)
Id = Annotated[int, typer.Argument(max=LARGEST_ID, help="Number of the task, as `tasks list` shows it.")]
Comment = Annotated[str, typer.Option(help="Kept in the history.")]


@app.command("list")
def list_tasks(
    context: typer.Context,
    agent: Annotated[str | None, typer.Option(help="Only this agent's.")] = None,
    request: Annotated[str | None, typer.Option(metavar="REFERENCE", help="Only this request's.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List open tasks, those due first at the top."""
    from cli.names import find_key
    from dispatch.queries.request_list import known_keys
    from dispatch.queries.tasks import list_tasks as find_tasks

    office = office_of(context)
    whose = agent and find_key("agent", agent, known_keys(office.glance, "agent"), "guichet agents list")
    with office.database.reading() as session:
        rows = find_tasks(
            session, agent=whose, reference=request, everything=everything, year=office.this_year
        )
    office.looked("list", "tasks", count=len(rows))
    columns = {
        "id": "No.",
        "title": "Task",
        "assignee": "Agent",
        "due_at": "Due",
        "state": "State",
        "request": "Request",
    }
    print_rows(
        rows,
        columns,
        as_json=as_json,
        empty="No task." if everything else "No open task.",
        zone=office.town.zone,
    )


@app.command()
def done(context: typer.Context, number: Id, comment: Comment = "") -> None:
    """Mark a task as done."""
    _end(context, number, "done", comment)


@app.command()
def refuse(context: typer.Context, number: Id, comment: Comment = "") -> None:
    """Mark a task as refused; whoever works on the request is told."""
    _end(context, number, "refused", comment)


@app.command()
def reassign(
    context: typer.Context, number: Id, agent: Annotated[str, typer.Argument(help="Key of the agent.")]
) -> None:
    """Give a task to another agent, who is told."""
    from cli.names import find_key
    from dispatch.requests import tasks
    from models.errors import UserError

    with _changing(context, number) as change:
        names = {each.key: each.name for each in change.organisation.agents}
        agent = find_key("agent", agent, names, "guichet agents list")
        task = tasks.open_task(change.session, number)
        if not tasks.reassign_task(change, task, agent):
            raise UserError(f"Task {number} is already with {agent}.")
        console().print(f"Task {number} is now with {agent}.")


def _end(context: typer.Context, number: int, state: str, comment: str) -> None:
    from dispatch.requests import tasks
    from models.tables.requests import TaskState

    with _changing(context, number) as change:
        task = tasks.open_task(change.session, number)
        tasks.end_task(change, task, TaskState(state), comment)
        console().print(f"Task {number} is {state}.")


def _changing(context: typer.Context, number: int) -> Any:
    from cli.records.changing import changing
    from dispatch.queries.tasks import reference_of_task

    office = office_of(context)
    with office.database.reading() as session:
        reference = reference_of_task(session, number)
    return changing(office, reference, "task")
