"""`guichet serve`: the service itself, until it is told to stop."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from typing import Annotated

import typer
from rich.text import Text

from cli.office import Office, office_of
from cli.present import console, safe
from cli.service.assembly.memory import GivingBack, keep_together, make_late
from cli.service.portions import Portion, portions_of
from cli.service.private_files import close_private_places, unreadable_keys, unreadable_secrets
from cli.service.seeing.notify import ALIVE, READY, STOPPING, notify
from cli.service.seeing.welcome import welcome
from intake.reading.server import load_besides, start_ahead

#: Ended in silence, but something came in that moment (EX_TEMPFAIL of sysexits).
LEFT_BEHIND = 75
#: New things after which the service looks for garbage: after 700, as Python does, it took 3 % of its time.
_NEW_THINGS = 10_000


def serve(
    context: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Option(
            help="Run this portion alone: doors, board, deciders, deliverers or schedule, or several by "
            "commas; other processes on the same database run the rest."
        ),
    ] = None,
) -> None:
    """Run the service: doors, processing, delivery. Ctrl-C ends it cleanly."""
    # What is loaded now stays: looking for garbage in it took a quarter of the start.
    gc.disable()
    make_late()
    keep_together()
    # First of all: whoever stops us while we still start must not find a half-open service behind.
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())

    portions = portions_of(only or ())
    if Portion.DECIDERS in portions:
        load_besides("dispatch.rules.themes.loaded")
        start_ahead()

    from cli.logs import configure_logs
    from cli.service.leaving import Leaving
    from cli.service.service import OUTDATED, Service
    from intake.doors.handed import handed_sockets

    office = office_of(context)
    handed = handed_sockets(office.settings.doors)
    doubtful = [
        *refuse_lost_mail(office),
        *close_private_places(office.settings),
        *(sentence for sentence, _ in unreadable_secrets(office.settings)),
        *(sentence for sentence, _ in unreadable_keys(office.settings)),
    ]
    configure_logs(office.settings.logs)
    service = Service(office, portions=portions, handed=handed)
    leaving = Leaving(service, office, handed)
    doubtful += [leaving.why_not] if leaving.why_not else []
    if not stopping.is_set():
        service.start()
    for line in () if stopping.is_set() else welcome(office, service):
        console().print(line)
    for said in doubtful:
        console().print(Text(f"  ! {safe(said)}", style="yellow"))
    sys.stdout.flush()
    gc.freeze()
    gc.set_threshold(_NEW_THINGS)
    gc.enable()
    notify(READY)
    memory = GivingBack()
    while not stopping.wait(1.0):
        if not service.is_well() or leaving.is_due():
            break
        memory.look()
        notify(ALIVE)
    notify(STOPPING)
    if service.closed_because == OUTDATED:
        console().print("The database was upgraded by another program: this one ends. Install the newer one.")
    if leaving.went:
        console().print("Nothing waits: this process ends, and the next mail or visit starts another.")
    well = stopping.is_set() or service.is_well()
    console().print("Stopping: connections finish, leases are given back…")
    service.stop()
    if leaving.went and leaving.something_waits():
        # It was taken while the doors closed: Restart=on-failure has the next process see to it at once.
        raise typer.Exit(LEFT_BEHIND)
    if not well:
        raise typer.Exit(1)


def refuse_lost_mail(office: Office) -> list[str]:
    """Refuse to open while mail would be lost: that to the town's own mailboxes, or to its agents. Raises
    UserError; what is only doubtful is given back.
    """
    from dispatch.check.mail import check_mail, errors_of
    from models.errors import UserError

    organisation = office.organisations.current()
    found = check_mail(organisation, office.settings) if organisation is not None else ()
    if wrong := errors_of(found):
        raise UserError("\n".join(each.message for each in wrong))
    return [each.message for each in found]
