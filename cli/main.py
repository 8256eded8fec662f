"""The `guichet` command: what it can do, and how it says what went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cli.office import DEFAULT_SETTINGS, choose_settings, chosen_settings, open_office
from cli.present import safe
from cli.records import inbox, outbox, people, requests, tasks, text_preview
from cli.records.read import read
from cli.records.submit import submit
from cli.service import database, doctor
from cli.service.demo import demo
from cli.service.serve import serve
from cli.service.work import work
from cli.town import templates
from cli.town.init import init
from cli.town.organisation import build_org_app
from cli.town.parts import COMMANDS, build_parts_app
from cli.town.rules import add_trials
from models.errors import GuichetError
from models.organisation import Organisation
from models.organisation_files.changes import Changes

app = typer.Typer(
    name="guichet",
    help="The town hall's counter by email and SMS.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"guichet {version('guichet')}")
        raise typer.Exit


@app.callback()
def _options(
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings", "-s", help="Settings file; GUICHET_SETTINGS or ./settings.toml by default."
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The town hall's counter by email and SMS."""
    choose_settings(settings)


app.command()(init)
app.command()(serve)
app.command()(demo)
app.command()(submit)
app.command()(work)
app.command()(read)
app.add_typer(inbox.app, name="inbox")
app.add_typer(requests.app, name="requests")
app.add_typer(tasks.app, name="tasks")
app.add_typer(outbox.app, name="outbox")
app.add_typer(database.app, name="db")
app.add_typer(text_preview.app, name="sms")
app.add_typer(people.app, name="people")
app.add_typer(doctor.app, name="doctor")
app.add_typer(templates.app, name="templates")


def _template_names() -> set[str]:
    """Names that notices of a workflow or a rule may have: ours, and those of the town hall's own templates."""
    from dispatch.notices.catalogue import CATALOGUE

    own = open_office().settings.templates_dir
    folders = own.glob("*/*/*") if own is not None and own.is_dir() else ()
    return {*CATALOGUE, *(path.stem for path in folders)}


def _hand_over(changes: Changes, to: str | None, new: Organisation) -> Callable[[], None]:
    from cli.town.handing_over import hand_over

    return hand_over(open_office(), changes, to, new)


app.add_typer(
    build_org_app(
        lambda: open_office().organisations,
        _template_names,
        lambda: chosen_settings() or DEFAULT_SETTINGS,
        _hand_over,
    ),
    name="org",
)
for _command in COMMANDS:
    _parts = build_parts_app(_command, lambda: open_office().organisations, _template_names, _hand_over)
    if _command == "rules":
        add_trials(_parts)
    app.add_typer(_parts, name=_command)


def run() -> None:
    """Entry point: errors are one line on standard error and exit 1; wrong usage exits 2; never a traceback."""
    try:
        app()
    except GuichetError as wrong:
        sys.stderr.write(f"guichet: {safe(wrong.public)}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as wrong:  # the edge of the process: a mistake of ours, said in one line
        if os.environ.get("GUICHET_TRACE"):
            raise
        if isinstance(wrong, OSError) and wrong.filename is not None:
            sys.stderr.write(f"guichet: {wrong.filename}: {wrong.strerror}.\n")
            sys.exit(1)
        sys.stderr.write(
            f"guichet: a mistake in Guichet itself: {type(wrong).__name__}. GUICHET_TRACE=1 shows where.\n"
        )
        sys.exit(1)
