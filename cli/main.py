"""The `guichet` command: what it can do, and how it says what went wrong."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.lazy import LazyCommand, found_at, lazy_group
from cli.office import Opening
from cli.refusals import trace_refusal
from cli.speaking.helping import run_app
from cli.speaking.translate import say
from cli.town.loading import organisation, parts
from models.errors import GuichetError

# No plugin is used, and looking for one reads what every installed package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


#: Every command in the order of the help. A module is imported when its command is called.
COMMANDS = {
    "init": LazyCommand(
        "Make settings.toml, the keys, the database and a first organisation; what is there already stays.",
        found_at("cli.town.init:init"),
    ),
    "serve": LazyCommand(
        "Run the service: doors, processing, delivery. Ctrl-C ends it cleanly.",
        found_at("cli.service.serve:serve"),
    ),
    "demo": LazyCommand(
        "Play the life of one request in a temporary directory: a citizen, an agent, and the counter "
        "between them.",
        found_at("cli.service.story.demo:demo"),
    ),
    "try": LazyCommand(
        "Fill a new town with an invented fortnight, and open its counter to look around.",
        found_at("cli.service.story.trying:try_"),
    ),
    "training": LazyCommand(
        "A course for agents in a sandbox town: begin, see who reached what, go on, end, begin anew.",
        found_at("cli.service.training.commands:app"),
    ),
    "submit": LazyCommand(
        "Hand messages in as if they had come by mail, or by text; the running service treats them.",
        found_at("cli.records.submit:submit"),
    ),
    "import": LazyCommand(
        "Bring open requests over from another tool, or kept mail; first shows what would happen.",
        found_at("cli.records.bringing.bring:bring"),
    ),
    "work": LazyCommand(
        "Read what waits in the ledger and deliver what is due, then end: for cron, or after `submit`.",
        found_at("cli.service.work:work"),
    ),
    "read": LazyCommand(
        "Read mails without storing them, and show what was understood.", found_at("cli.records.read:read")
    ),
    "requests": LazyCommand(
        "Requests: list, search, show, create, assign, change their state or requester, add a note.",
        found_at("cli.records.requests:app"),
    ),
    "stats": LazyCommand(
        "Count: received, open, late, how soon answered and closed; by service, building, type, month…",
        found_at("cli.records.figures.stats:stats"),
    ),
    "inbox": LazyCommand(
        "The ledger: every message received, its state and the reason.", found_at("cli.records.inbox:app")
    ),
    "tasks": LazyCommand("Tasks: list, mark as done or refused, hand on.", found_at("cli.records.tasks:app")),
    "outbox": LazyCommand(
        "Outbound messages: list, show, send again, release, cancel.", found_at("cli.records.outbox:app")
    ),
    "limits": LazyCommand(
        "Say how much mail anybody can make us send, how much was sent, and what is held back.",
        found_at("cli.records.limits:limits"),
    ),
    "people": LazyCommand(
        "People: find, show, link, export, put right, erase, hold.", found_at("cli.records.people:app")
    ),
    "sessions": LazyCommand(
        "Who is signed in at the pages: list, end, let in.", found_at("cli.service.web.sessions:app")
    ),
    "passkeys": LazyCommand(
        "Passkeys, by which devices sign people in: list, name, remove.",
        found_at("cli.service.web.passkeys:app"),
    ),
    "api": LazyCommand(
        "The JSON API: tokens of other programs, made and taken back.",
        found_at("cli.service.programs.api:app"),
    ),
    "open311": LazyCommand(
        "Open311: keys of reporting applications, made and taken back.",
        found_at("cli.service.programs.open311:app"),
    ),
    "webhooks": LazyCommand(
        "Webhooks: other programs are told, signed, what happens to requests.",
        found_at("cli.service.programs.webhooks:app"),
    ),
    "audit": LazyCommand(
        "Traces: who looked at or changed what, and the proof that none is missing.",
        found_at("cli.records.audit:app"),
    ),
    "retention": LazyCommand(
        "What was kept long enough: list it, have it approved, erase it.",
        found_at("cli.records.personal.retention:app"),
    ),
    "archive": LazyCommand(
        "Hand over to the archives what was kept long enough.", found_at("cli.records.personal.archive:app")
    ),
    "privacy": LazyCommand(
        "Personal data: the register of processing and the information page.",
        found_at("cli.town.privacy:app"),
    ),
    "keys": LazyCommand(
        "The keys of the reply addresses: list them, take a new one.", found_at("cli.service.keys:app")
    ),
    "upgrade": LazyCommand(
        "After a newer Guichet was installed: end what runs, make and try a backup, upgrade the database.",
        found_at("cli.service.upgrade:upgrade"),
    ),
    "db": LazyCommand("The database: upgrade it, check it.", found_at("cli.service.upgrading:app")),
    "schedule": LazyCommand(
        "What happens by the clock: list it with its last runs, run one now.",
        found_at("cli.service.seeing.schedule:app"),
    ),
    "top": LazyCommand(
        "Watch the counter at work: what waits and how long, what comes and goes, what failed. "
        "Ctrl-C ends it.",
        found_at("cli.service.seeing.top:top"),
    ),
    "verify": LazyCommand(
        "Compare ledger, files, requests, outbox and counts; exit 1 and a line for each problem.",
        found_at("cli.service.seeing.verifying:verify"),
    ),
    "backup": LazyCommand(
        "Copies of everything: make, list, check, restore.", found_at("cli.service.backup:app")
    ),
    "towns": LazyCommand(
        "The towns of one machine: add, list, check, upgrade one after the other, back up.",
        found_at("cli.service.towns.commands:app"),
    ),
    "files": LazyCommand(
        "Attachments and big messages: how much, where; move, tidy up.", found_at("cli.service.files:app")
    ),
    "sms": LazyCommand(
        "Text messages: preview and checks.", found_at("cli.records.texting.text_preview:app")
    ),
    "doctor": LazyCommand("Try the connections to the world.", found_at("cli.service.doctor:app")),
    "man": LazyCommand(
        "Write the manual pages of all commands, in English and French: then `man guichet-requests`.",
        found_at("cli.manual.man:man"),
    ),
    "templates": LazyCommand(
        "What people read: list, show, preview, check, diff.", found_at("cli.town.templates:app")
    ),
    "org": LazyCommand("The organisation as files: write, check, compare, apply, take back.", organisation),
    "services": LazyCommand("The services of the organisation.", parts("services")),
    "buildings": LazyCommand("The buildings of the organisation.", parts("buildings")),
    "agents": LazyCommand("The agents of the organisation.", parts("agents")),
    "addresses": LazyCommand(
        "The streets and numbers of the town: bring a register, find in it.",
        found_at("cli.town.addresses:app"),
    ),
    "map": LazyCommand(
        "The map of requests: what is kept of a map server.", found_at("cli.service.web.map_tiles:app")
    ),
    "types": LazyCommand("The request types of the organisation.", parts("types")),
    "workflows": LazyCommand("The workflows of the organisation.", parts("workflows")),
    "rules": LazyCommand("The rules of the organisation.", parts("rules")),
    "answers": LazyCommand("The ready answers of the organisation.", parts("answers")),
    "partners": LazyCommand("The partners of the organisation.", parts("partners")),
    "officials": LazyCommand("The officials of the organisation.", parts("officials")),
}

app = typer.Typer(
    name="guichet",
    cls=lazy_group(COMMANDS),
    help="The town hall's counter by email and SMS.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"guichet {version('guichet')}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option(
            "--settings",
            "-s",
            help="Settings file; by default GUICHET_SETTINGS, settings.toml here or in a folder above, "
            "or /etc/guichet/settings.toml.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The town hall's counter by email and SMS."""
    context.obj = Opening(settings)
    context.call_on_close(context.obj.close)
    context.call_on_close(partial(trace_refusal, context))
    if context.invoked_subcommand is None:
        from cli.where import where_we_are

        for line in where_we_are(context.obj):
            typer.echo(say(line))
        typer.echo("")
        typer.echo(context.get_help())


def run() -> None:
    """Entry point: errors are one line on standard error and exit 1; wrong usage exits 2; never a
    traceback.
    """
    from cli.present import brief, failure
    from models.store.privacy.private import for_us_alone

    try:
        with for_us_alone():
            run_app(app)
    except GuichetError as wrong:
        sys.stderr.write(f"guichet: {brief(say(wrong.public))}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as wrong:  # the edge of the process: a mistake of ours, said in one line
        if os.environ.get("GUICHET_TRACE"):
            raise
        sys.stderr.write(f"guichet: {brief(say(failure(wrong)))}\n")
        sys.exit(1)
