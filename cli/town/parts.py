"""`guichet services|buildings|agents|types|workflows|rules|…`: one part of the organisation at a time.

Each command edits the document in force, checks the whole, and applies it as a new version: the same
validation and the same history as files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from cli.options import AsJson
from cli.present import agree, console, print_json, tell
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import heading
from cli.speaking.words import value as value_said
from cli.town.agreement import BY_COMMAND
from cli.town.organisation import (
    HandOver,
    HandTo,
    Note,
    Yes,
    nobody_has_requests,
    print_plan,
    refuse_errors,
    who,
)
from dispatch.check import check
from dispatch.check.mail import errors_of
from dispatch.check.workflow_diagram import draw_mermaid, draw_svg, draw_terminal
from models.errors import UserError
from models.organisation import DEFAULT_WORKFLOW, Organisation, Workflow
from models.organisation.versions import OrganisationStore
from models.organisation_files.changes import NOUNS, diff
from models.organisation_files.editing import (
    add_part,
    edit_part,
    find_part,
    get_part,
    import_parts,
    move_part,
    named_part,
    parts_of,
    read_assignments,
    remove_part,
    taken_over,
)
from models.organisation_files.reading import Finding
from models.organisation_files.sheets import read_sheet
from models.organisation_files.writing import write_part
from models.toml_mistakes import TomlMistake, read_toml

#: The command of each list of the organisation, and the columns `list` shows.
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "services": ("services", ("key", "name", "assignment", "email", "mailboxes", "closed")),
    "buildings": ("buildings", ("key", "name", "aliases", "address", "service", "keeper")),
    "agents": ("agents", ("key", "name", "emails", "phones", "services", "role", "deputy")),
    "types": ("request_types", ("key", "label", "workflow", "service", "priority", "due_working_days")),
    "workflows": ("workflows", ("key", "label", "states")),
    "rules": ("rules", ("key", "name", "enabled", "then", "stop")),
    "answers": ("answers", ("number", "key", "label", "types", "text")),
    "partners": ("partners", ("key", "name", "aliases", "email", "delay_working_days", "sees", "closed")),
    "officials": ("officials", ("key", "name", "emails", "services", "buildings", "quarters", "sees")),
}


class DrawingStyle(StrEnum):
    """How a workflow is drawn."""

    TERMINAL = "terminal"
    MERMAID = "mermaid"
    SVG = "svg"


_DRAWINGS = {
    DrawingStyle.TERMINAL: draw_terminal,
    DrawingStyle.MERMAID: draw_mermaid,
    DrawingStyle.SVG: draw_svg,
}
Key = Annotated[str, typer.Argument(help="Its key, as `list` shows it.")]
Values = Annotated[
    list[str],
    typer.Argument(
        help="name=value, as in the file: name=Voirie, services='[\"voirie\"]', when.words='[\"trou\"]'."
    ),
]


def build_parts_app(
    command: str,
    open_store: Callable[[], OrganisationStore],
    templates: Callable[[], Collection[str] | None] = lambda: None,
    hand_over: HandOver = nobody_has_requests,
    mail_of: Callable[[Organisation], Collection[Finding]] = lambda _: (),
) -> typer.Typer:
    """The commands `list show add edit remove import` (and `move` for rules) of one kind of part.

    `mail_of` says what the settings would do to the mail of an organisation.
    """
    kind, columns = COMMANDS[command]
    noun = NOUNS[kind]
    app = typer.Typer(help=f"The {noun}s of the organisation.", no_args_is_help=True)

    def current(store: OrganisationStore) -> Organisation:
        organisation = store.current()
        if organisation is None:
            raise UserError(
                "There is no organisation yet; `guichet org init` and `guichet org apply` make one."
            )
        return organisation

    def apply(
        store: OrganisationStore, new: Organisation, note: str, *, ask: bool = False, to: str | None = None
    ) -> None:
        before = store.current()
        refuse_errors(check(new, templates=templates()))
        if before is None or not errors_of(mail_of(before)):
            # What was wrong before is put right step by step.
            refuse_errors(mail_of(new))
        changes = diff(before, new)
        print_plan(changes)
        if not changes:
            return
        hand = hand_over(changes, to, new)
        if ask:
            agree("Apply?")
        hand()
        tell(f"Version {store.apply(new, who() + BY_COMMAND, note)} is in force.")

    def one(key: str) -> Any:
        """The part of that key. The ordinary course is there before any organisation, and beside workflows
        that took its place: `org check` says to write it into the file.
        """
        if kind != "workflows" or key != DEFAULT_WORKFLOW.key:
            return get_part(current(open_store()), kind, key)
        try:
            organisation = open_store().current()
        except UserError:
            return DEFAULT_WORKFLOW
        return (organisation and find_part(organisation, kind, key)) or DEFAULT_WORKFLOW

    @app.command("list")
    def list_command(as_json: AsJson = False) -> None:
        """List them, in the order of the organisation."""
        parts = parts_of(current(open_store()), kind)
        if as_json:
            rows = [part.model_dump(mode="json") for part in parts]
            print_json(rows)
            return
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for part in parts:
            table.add_row(*(escape(value_said(column, _cell(getattr(part, column)))) for column in columns))
        console().print(table)

    @app.command()
    def show(key: Key, as_json: AsJson = False) -> None:
        """Show one, as the file would say it."""
        part = one(key)
        if as_json:
            print_json(part.model_dump(mode="json"))
        else:
            typer.echo(write_part(kind, part))

    @app.command()
    def add(
        values: Values,
        before: Annotated[
            str | None, typer.Option("--before", help="Put it before the one of this key.")
        ] = None,
        note: Note = "",
    ) -> None:
        """Add one; its key is made of its name when not given."""
        store = open_store()
        new = add_part(current(store), kind, read_assignments(values), before)
        apply(store, new, note or say(f"{noun} added"))

    @app.command()
    def edit(key: Key, values: Values, note: Note = "") -> None:
        """Change some of its values; name= puts the default back."""
        store = open_store()
        apply(
            store,
            edit_part(current(store), kind, key, read_assignments(values)),
            note or say(f"{noun} {key} changed"),
        )

    @app.command()
    def remove(key: Key, to: HandTo = None, note: Note = "", yes: Yes = False) -> None:
        """Remove one; closed requests keep it, archived, and open ones are handed on with --to."""
        store = open_store()
        before = current(store)
        new = remove_part(before, kind, key)
        if to and kind not in ("agents", "services"):
            raise UserError("--to is for agents and services: only they have requests.")
        if to and kind == "agents" and (successor := named_part(new, kind, to)) is not None:
            leaver: Any = get_part(before, kind, key)
            new = taken_over(new, leaver.key, successor.key)
        apply(store, new, note or say(f"{noun} {key} removed"), ask=not yes, to=to)

    @app.command("import")
    def import_command(
        file: Annotated[Path, typer.Argument(help="TOML; CSV or XLSX too for buildings and agents.")],
        note: Note = "",
        yes: Yes = False,
    ) -> None:
        """Add those of a file, or change those whose key is known; nothing is removed."""
        store = open_store()
        new = import_parts(current(store), kind, read_rows(kind, file))
        apply(store, new, note or say(f"{noun}s imported from {file.name}"), ask=not yes)

    if command == "rules":

        @app.command()
        def move(
            key: Key,
            before: Annotated[str, typer.Option("--before", help="The rule it must come before.")],
            note: Note = "",
        ) -> None:
            """Put a rule before another: of two that set one thing the first wins."""
            store = open_store()
            apply(
                store,
                move_part(current(store), kind, key, before),
                note or say(f"rule {key} moved before {before}"),
            )

    if command == "workflows":

        @app.command()
        def draw(
            key: Key,
            style: Annotated[
                DrawingStyle, typer.Option("--as", help="For the terminal, Mermaid, or an SVG picture.")
            ] = (DrawingStyle.TERMINAL),
            locale: Annotated[str, typer.Option("--locale", help="fr or en.")] = "fr",
            output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
        ) -> None:
            """Draw a workflow: its states, and the verbs that lead from one to another."""
            workflow = one(key)
            assert isinstance(workflow, Workflow)
            drawing = _DRAWINGS[style](workflow, locale)
            if output is None:
                typer.echo(drawing, nl=False)
            else:
                output.write_text(drawing, encoding="utf-8")
                tell(f"{output} is written.")

    return app


def read_rows(kind: str, file: Path) -> list[dict[str, Any]]:
    """The parts in a file, as the organisation's file would say them. Raises UserError."""
    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise UserError(f"{file} cannot be read ({wrong.strerror}).") from wrong
    if file.suffix.lower() in (".csv", ".xlsx"):
        if kind not in ("buildings", "agents"):
            raise UserError(f"Only buildings and agents are read from sheets; write {kind} in TOML.")
        return [row.values for row in read_sheet(kind, file.name, content)]
    try:
        rows = read_toml(content).get(kind, [])
    except TomlMistake as wrong:
        raise UserError(f"{file}:{wrong.line}: {wrong.sentence}") from wrong
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "key" in row for row in rows):
        raise UserError(f"{file}: every [[{kind}]] needs a key.")
    return rows


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_cell(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if hasattr(value, "fr"):
        return str(value.fr)
    if hasattr(value, "key"):
        # The states of a workflow.
        return str(value.label.fr if language() == "fr" else value.key)
    if hasattr(value, "model_dump"):
        said = value.model_dump(mode="json", exclude_defaults=True)
        return ", ".join(f"{heading(name)} {value_said(name, _inside(each))}" for name, each in said.items())
    return "" if value is None else str(value)


def _inside(value: Any) -> str:
    """What a rule does, in a cell: `take-photo/call` for a list, tasks by their titles."""
    if isinstance(value, list):
        return "/".join(_inside(each) for each in value)
    if isinstance(value, dict):
        named = value.get("title") or value.get("key") or value.get("fr")
        return _inside(named) if named else ", ".join(map(str, value.values()))
    return str(value)
