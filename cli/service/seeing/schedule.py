"""`guichet schedule`: what happens by the clock, when it last did, and doing it now."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.office import office_of
from cli.options import AsJson
from cli.present import console, print_rows
from cli.speaking.translate import say
from cli.speaking.words import key_of
from cli.speaking.words import value as value_said

app = typer.Typer(
    name="schedule",
    help="What happens by the clock: list it with its last runs, run one now.",
    no_args_is_help=True,
)


@app.command("list")
def list_jobs(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """List every job: when it runs, when it last ran and how it went."""
    from dispatch.upkeep.job_runs import job_rows

    office = office_of(context)
    with office.database.reading() as session:
        rows = job_rows(session)
    shown = [
        {**row, "result": row["failure"] or ("ok" if row["ended_at"] is not None else "not yet")}
        if as_json
        else {
            **row,
            "job": row["name"],
            "plan": say(row["plan"]),
            "result": say(row["failure"]) or ("ok" if row["ended_at"] is not None else "not yet"),
        }
        for row in rows
    ]
    columns = {
        "job": "Job",
        "plan": "When",
        "ended_at": "Last run",
        "result": "Result",
        "succeeded_at": "Last success",
        "next_at": "Next",
    }
    empty = "Nothing was planned yet: guichet serve plans the jobs."
    print_rows(shown, columns, as_json=as_json, empty=empty, zone=office.town.zone)


@app.command()
def run(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The job, as `schedule list` names it.")]
) -> None:
    """Run one job now, in this process; people are told as when the clock does it. Exit 1 when it fails."""
    from cli.logs import configure_logs
    from cli.service.service import Service
    from models.errors import UserError
    from models.nearest import nearest

    office = office_of(context)
    configure_logs(office.settings.logs)
    service = Service(office)
    try:
        names = service.schedule.names
        if (name := key_of("job", name)) not in names:
            shown = [value_said("job", each) for each in names]
            raise UserError(
                f"There is no job '{name[:60]}'; there are: {', '.join(shown)}.{nearest(name, shown)}"
            )
        office.looked("change", "schedule", job=name)
        failure = service.schedule.run_now(name)
    finally:
        service.leave()
    if failure:
        raise UserError(f"{value_said('job', name)} failed: {failure}")
    console().print(f"{value_said('job', name)}: done.", markup=False)
