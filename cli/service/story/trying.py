"""`guichet try`: a town with a fortnight of work in it, to walk around in.

Sixty requests come by mail, text, telephone and at the desk, as they would have come over the last fourteen
days; agents answer, some are late. `demo` tells the life of one request, `try` leaves a town behind.
"""

from __future__ import annotations

import socket
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.present import console, program, safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.office import Office, Opening

#: What the sample town promises about a street report, shorter than it does elsewhere: some are late then.
_PROMISED, _SHORTER = (
    "due_working_days = 10\n\n[[request_types]]",
    "due_working_days = 4\n\n[[request_types]]",
)


def try_(
    context: typer.Context,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIRECTORY",
            help="Where to make the town: a directory that is new or empty; a temporary one by default.",
        ),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Open the counter when the town is there.")
    ] = True,
) -> None:
    """Fill a new town with an invented fortnight, and open its counter to look around."""
    from cli.office import Opening

    directory = _new_directory(into)
    began = time.monotonic()
    out = console()
    out.print("An invented fortnight is played, a message after the other…")
    context.obj.close()
    context.obj = opening = Opening(directory / "settings.toml")
    messages = make_town(
        opening, directory, on_morning=lambda at, taken: out.print(f"  {at:%d/%m}  {taken} messages so far")
    )
    out.print(f"{messages} messages in {time.monotonic() - began:.0f} seconds. The town is in", end=" ")
    out.print(safe(f"{directory}; to forget it, remove that directory."), markup=False)
    asked = f"{program()} --settings {directory / 'settings.toml'}"
    out.print(safe(f"Commands about it: {asked} requests list"), markup=False)
    if serve:
        from cli.service.serve import serve as open_counter

        open_counter(context)
    else:
        out.print(safe(f"Open its counter: {asked} serve"), markup=False)


def make_town(
    opening: Opening,
    directory: Path,
    now: datetime | None = None,
    on_morning: Callable[[datetime, int], None] = lambda _now, _taken: None,
) -> int:
    """The town with its fortnight, which ends at `now`, in an empty directory; how many messages came in."""
    from cli.logs import configure_logs
    from cli.names import language_of_files
    from cli.office import now as clock_of_commands
    from cli.service.story.fortnight import DAYS, Fortnight
    from cli.service.story.turned_clock import TurnedClock
    from cli.speaking.explaining import explained_settings
    from cli.town.init import set_up
    from models.organisation_files.sample import sample_text
    from models.settings.upkeep import LogSettings

    now = now or clock_of_commands()
    smtp, http = free_port(8025), free_port(8080)
    text = explained_settings(language_of_files())
    text = text.replace("\nport = 8025\n", f"\nport = {smtp}\n", 1)
    text = text.replace("\nport = 8080\n", f"\nport = {http}\n", 1)
    text = text.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{http}", 1)
    (directory / "settings.toml").write_text(text, encoding="utf-8")
    organisation = sample_text(language_of_files()).replace(_PROMISED, _SHORTER, 1)
    (directory / "organisation.toml").write_text(organisation, encoding="utf-8")
    configure_logs(LogSettings(level="error"))
    office: Office = opening.office
    clock = TurnedClock((now - timedelta(days=DAYS)).replace(hour=4, minute=0, second=0, microsecond=0))
    set_up(office, at=clock())
    return Fortnight(office, clock, now).play(on_morning)


def _new_directory(wanted: Path | None) -> Path:
    """The directory to make the town in. Raises UserError when something is there: a town keeps its own."""
    from models.errors import UserError

    if wanted is None:
        return Path(tempfile.mkdtemp(prefix="guichet-try-"))
    directory = wanted.absolute()
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UserError(f"{directory} is not empty. An invented fortnight goes into a new directory only.")
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def free_port(wanted: int) -> int:
    """The port itself, or another on this machine when it is taken."""
    for port in (wanted, 0):
        with closing(socket.socket()) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(tried.getsockname()[1])
    return wanted
