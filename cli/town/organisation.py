"""`guichet org`: the organisation as files — written, checked, compared, applied, taken back."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from cli.names import language_of_files, read_language
from cli.options import AsJson
from cli.present import agree, console, print_json, print_rows, tell
from cli.speaking.findings import finding_line, plan_line, severity
from cli.speaking.translate import say
from cli.town.agreement import BY_COMMAND, joined_with_files, refuse_undoing, said_by
from cli.town.asking import ask_and_write, write_sample
from cli.town.exporting import export_to
from cli.town.keeping_aside import read_folder
from dispatch.check import check, check_files
from dispatch.check.advice import advise
from dispatch.check.mail import check_mail
from dispatch.check.problem import Problem
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.versions import OrganisationStore
from models.organisation_files.changes import Changes, diff, plan_lines
from models.organisation_files.reading import MAIN, Finding, Reading
from models.organisation_files.writing import write_organisation
from models.settings.file import load_settings

Folder = Annotated[Path, typer.Argument(help=f"The folder of {MAIN}, or the file itself.")]
Note = Annotated[str, typer.Option("--note", "-m", help="Why, kept in the history.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
HandTo = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="KEY", help="The agent or service that takes over what is open with one that goes."
    ),
]
#: Given the plan, `--to` and the new organisation: refuses a plan that leaves open requests to nobody, and
#: gives what hands them on, to be called just before the plan is put in force.
HandOver = Callable[[Changes, str | None, Organisation], Callable[[], None]]


def nobody_has_requests(_changes: Changes, _to: str | None, _new: Organisation) -> Callable[[], None]:
    """The hand-over where there are no requests."""
    return lambda: None


_SEVERITY_STYLES = {"error": "red", "warning": "yellow", "advice": "cyan"}
_STYLES = {"+": "green", "-": "red", "~": "yellow", "↕": "cyan"}


def print_findings(findings: Collection[Finding], *, as_json: bool = False) -> None:
    """Every finding, one a line, as compilers write them."""
    terminal = console()
    if as_json:
        rows = [
            {"file": each.file, "line": each.line, "severity": each.severity, "message": each.message}
            for each in findings
        ]
        print_json(rows)
        return
    for each in findings:
        style = _SEVERITY_STYLES[each.severity]
        place, said = f"{each.file}:{each.line}: ", severity(each)
        terminal.print(Text.assemble(place, (said, style), finding_line(each)[len(place) + len(said) :]))


def print_plan(changes: Changes) -> None:
    """The plan with its signs in colour."""
    terminal = console()
    for line in plan_lines(changes):
        style = _STYLES.get(line[:1], "")
        terminal.print(Text.assemble((plan_line(line), style)))


def refuse_errors(findings: Collection[Finding]) -> None:
    """Raises UserError, the findings printed, when one of them is an error."""
    wrong = [each for each in findings if each.severity == "error"]
    if wrong:
        for each in findings:
            tell(finding_line(each), err=True)
        raise UserError(f"{len(wrong)} mistake{'s' if len(wrong) > 1 else ''}: nothing was changed.")


def who() -> str:
    """The login of whoever runs the command, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def build_org_app(
    open_store: Callable[[], OrganisationStore],
    templates: Callable[[], Collection[str] | None] = lambda: None,
    settings_file: Callable[[], Path | None] = lambda: None,
    hand_over: HandOver = nobody_has_requests,
    held: Callable[[Organisation], Collection[Problem]] = lambda _: (),
    settings_here: Callable[[], Path | None] = lambda: None,
) -> typer.Typer:
    """The `org` commands over a store; `templates` gives the names of notices there are.

    `settings_file` is where the settings stand or shall stand, `settings_here` where those of a town that is
    described here do; None leaves them out of it. `held` says of which open requests nobody would hear.
    """
    app = typer.Typer(
        help="The organisation as files: write, check, compare, apply, take back.", no_args_is_help=True
    )

    def in_place(reading: Reading) -> Reading:
        """The reading with what the settings say of its mailboxes, and the database of who has open
        requests.
        """
        organisation, path = reading.organisation, settings_file()
        if organisation is None or path is None or not path.exists():
            return reading
        places = reading.places
        refused = check_mail(organisation, load_settings(path), places)
        silent = [places.finding(each.path, each.severity, each.message) for each in held(organisation)]
        return replace(reading, findings=tuple(sorted({*reading.findings, *refused, *silent})))

    def read(folder: Path) -> tuple[Organisation, Reading]:
        reading = in_place(check_files(read_folder(folder), templates=templates()))
        refuse_errors(reading.findings)
        assert reading.organisation is not None
        return reading.organisation, reading

    @app.command()
    def init(
        folder: Annotated[Path, typer.Argument(help="Where to write it.")] = Path(),
        sample: Annotated[
            bool, typer.Option("--sample", help="Write the invented town instead of asking.")
        ] = False,
        force: Annotated[
            bool, typer.Option("--force", help="Write a new file; the old one is kept beside it.")
        ] = False,
        locale: Annotated[
            str | None,
            typer.Option("--locale", help="Language of the town, fr or en; asked first when left out."),
        ] = None,
    ) -> None:
        """Ask a few questions, write organisation.toml, and make the settings take the town's mail."""
        target = folder / MAIN
        if sample:
            write_sample(target, read_language(locale) if locale else language_of_files(), force=force)
            return
        ask_and_write(target, settings_here() or settings_file(), locale, force=force)
        print_findings(in_place(check_files(read_folder(folder), templates=templates())).findings)

    @app.command("check")
    def check_command(folder: Folder = Path(), as_json: AsJson = False) -> None:
        """Find every mistake, with file and line, and what a town may not have thought of; exit 1 when there
        is an error.
        """
        reading = in_place(check_files(read_folder(folder), templates=templates()))
        advice = advise(reading.organisation, reading.places) if reading.organisation is not None else ()
        print_findings((*reading.findings, *advice), as_json=as_json)
        errors = sum(each.severity == "error" for each in reading.findings)
        if not as_json:
            warnings = len(reading.findings) - errors
            tell(f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}.")
        if errors:
            raise typer.Exit(1)

    @app.command("diff")
    def diff_command(folder: Folder = Path()) -> None:
        """Show what applying the files would change; nothing is changed."""
        organisation, _ = read(folder)
        print_plan(diff(open_store().current(), organisation))

    @app.command()
    def apply(
        folder: Folder = Path(),
        note: Note = "",
        yes: Yes = False,
        take_back: Annotated[
            bool,
            typer.Option("--take-back", help="Undo what commands changed since files were last applied."),
        ] = False,
        to: HandTo = None,
    ) -> None:
        """Put the files in force, in one transaction, after showing what changes."""
        organisation, reading = read(folder)
        print_findings(reading.findings)
        store = open_store()
        changes = diff(store.current(), organisation)
        print_plan(changes)
        if not changes:
            return
        if not take_back:
            refuse_undoing(store, organisation)
        hand = hand_over(changes, to, organisation)
        if not yes:
            agree("Apply?")
        hand()
        tell(f"Version {store.apply(organisation, who(), note)} is in force.")

    @app.command()
    def history(as_json: AsJson = False) -> None:
        """List the versions, newest first: when, by whom, why."""
        store = open_store()
        versions = store.history()
        if as_json:
            rows = [
                {
                    "version": each.number,
                    "applied_at": each.applied_at.isoformat(),
                    "by": each.applied_by,
                    "note": each.note,
                }
                for each in versions
            ]
            print_json(rows)
            return
        current = store.current()
        zone = current.town.zone if current is not None else None
        rows = [
            {
                "version": each.number,
                "at": each.applied_at,
                "by": said_by(each.applied_by),
                "note": say(each.note),
            }
            for each in versions
        ]
        columns = {"version": "version", "at": "applied at", "by": "by", "note": "note"}
        print_rows(rows, columns, as_json=False, empty="There is no version yet.", zone=zone)

    @app.command()
    def rollback(
        version: Annotated[
            int | None, typer.Argument(help="The version to return to; the one before when left out.")
        ] = None,
        yes: Yes = False,
        to: HandTo = None,
    ) -> None:
        """Put an earlier version in force again, as a new version."""
        store = open_store()
        versions = store.history()
        if version is None:
            if len(versions) < 2:
                raise UserError("There is no earlier version.")
            version = versions[1].number
        organisation = store.version(version)
        if organisation is None:
            raise UserError(f"There is no version {version}; `guichet org history` lists them.")
        refuse_errors(check(organisation, templates=templates()))
        changes = diff(store.current(), organisation)
        print_plan(changes)
        if not changes:
            return
        hand = hand_over(changes, to, organisation)
        if not yes:
            agree("Roll back?")
        hand()
        tell(
            f"Version {store.apply(organisation, who() + BY_COMMAND, f'back to version {version}')} is "
            f"in force."
        )

    @app.command()
    def export(
        folder: Annotated[
            Path | None, typer.Argument(help="Where to write organisation.toml; printed when left out.")
        ] = None,
        version: Annotated[int | None, typer.Option("--version", help="An earlier version.")] = None,
    ) -> None:
        """Write the organisation in force as a file which applies as 'No change.'"""
        store = open_store()
        organisation = store.current() if version is None else store.version(version)
        if organisation is None:
            raise UserError("There is no such organisation yet; `guichet org apply` puts one in force.")
        if folder is None:
            typer.echo(write_organisation(organisation), nl=False)
            return
        written, keep = (
            joined_with_files(store, folder, organisation) if version is None else (organisation, True)
        )
        for said in export_to(folder, written, keep_old=keep):
            tell(said)
        if written != organisation:
            tell(
                "What you had written and not applied stays: `guichet org diff` shows it, `guichet org "
                "apply` puts it in force."
            )

    return app
