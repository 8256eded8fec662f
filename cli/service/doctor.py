"""`guichet doctor`: try each connection to the world and say what is wrong with it, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from cli.office import office_of
from cli.options import AsJson
from cli.present import console
from cli.service.examining.said import is_well, show, show_findings

app = typer.Typer(name="doctor", help="Try the connections to the world.")
#: What can be looked at while the database is away.
_WITHOUT_DATABASE = (
    "Files (doctor files)",
    "Names (doctor dns)",
    "Mailboxes (doctor imap)",
    "Directory (doctor directory)",
)


@app.command("sms")
def sms(context: typer.Context) -> None:
    """Ask the SMS provider whether it would take a text, and show what the month has cost. Sends nothing."""
    from cli.service.examining.sms_doctor import examine

    show_findings(examine(office_of(context)))


@app.command("service")
def service(context: typer.Context) -> None:
    """Does the service run here, and does it treat what comes in?"""
    from cli.service.examining.host.service import service as look

    show(lambda: look(office_of(context)))


@app.command("settings")
def settings_(context: typer.Context) -> None:
    """Which settings are read, and does the service that runs work with them?"""
    from cli.service.examining.host.settings_read import settings_read

    show(lambda: settings_read(office_of(context)))


@app.command("database")
def database(context: typer.Context) -> None:
    """Is the database there, and does it have the shape that this program needs?"""
    from cli.service.examining.host.database import database as look

    show(lambda: look(office_of(context)))


@app.command("mail")
def mail(context: typer.Context) -> None:
    """Would mail to each mailbox be taken, do staff get theirs, and does the relay answer? Sends nothing."""
    from cli.service.doctor_rooms import mail_in, mail_out
    from cli.service.examining.figures import monthly_mail

    office = office_of(context)
    show(lambda: mail_in(office), lambda: mail_out(office), lambda: monthly_mail(office))


@app.command("relay")
def relay(
    context: typer.Context,
    wait: Annotated[int, typer.Option(min=1, max=3600, help="Seconds to wait for it.")] = 60,
) -> None:
    """Send a letter to ourselves by the relay, and wait until it has come back. It makes no request."""
    from cli.service.examining.round_trip import round_trip

    office = office_of(context)
    show(lambda: round_trip(office, wait))


@app.command("backup")
def backup(context: typer.Context) -> None:
    """Is a copy of everything made, and when was the last good one?"""
    from cli.service.doctor_rooms import backups

    show(lambda: backups(office_of(context)))


@app.command("replication")
def replication(context: typer.Context) -> None:
    """Does a second machine follow in real time, and was its copy good when it was last tried?"""
    from cli.service.examining.replication import second_machine

    show(lambda: second_machine(office_of(context)))


@app.command("map")
def map_(context: typer.Context) -> None:
    """Is what the map of requests is drawn on there, and does it have this town?"""
    from cli.service.examining.map import map_ground

    show(lambda: map_ground(office_of(context)))


@app.command("files")
def files(context: typer.Context) -> None:
    """Are keys and files where they belong, and who else may read them? A bucket is tried by one file."""
    from cli.service.doctor_rooms import private_files
    from cli.service.examining.host.filing import where_files_are
    from cli.service.examining.host.keys import keys

    office = office_of(context)
    show(lambda: keys(office), lambda: private_files(office), lambda: where_files_are(office))


@app.command("machine")
def machine_(context: typer.Context) -> None:
    """Is there room, do the certificates hold, is the clock right, does the antivirus answer?"""
    from cli.service.examining.host import certificates, clock, machine

    office = office_of(context)
    looks = (machine.disk, certificates.certificates, clock.clock, machine.antivirus)
    show(*(lambda look=look: look(office) for look in looks))


@app.command("dns")
def dns(
    context: typer.Context,
    selector: Annotated[str, typer.Option(help="Name under which the relay publishes its DKIM key.")] = "",
) -> None:
    """What do others find who look up our domains: MX, SPF, DKIM, DMARC?"""
    from cli.service.examining.domains.names import names

    show(lambda: names(office_of(context).settings, selector=selector))


@app.command("schedule")
def schedule(context: typer.Context) -> None:
    """Does what happens by the clock happen?"""
    from cli.service.examining.host.machine import schedule as look

    show(lambda: look(office_of(context)))


@app.command("people")
def people(context: typer.Context) -> None:
    """Can every agent be told, and does somebody hear of it when mail itself fails?"""
    from cli.service.examining import people as examining

    office = office_of(context)
    show(lambda: examining.people(office), lambda: examining.alerts(office))


@app.command("partners")
def partners(context: typer.Context) -> None:
    """Do the servers of partners answer, and do they know our codes? Posts nothing."""
    from cli.service.examining.partners import servers

    show(lambda: servers(office_of(context)))


@app.command("directory")
def directory(context: typer.Context) -> None:
    """Does the directory answer by which people sign in, and can what it says be checked? Signs nobody in."""
    from cli.service.examining.directory import directory as look

    show(lambda: look(office_of(context).settings))


@app.command("imap")
def imap(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="Name of the mailbox in the settings; all of them by default.")
    ] = None,
) -> None:
    """Walk the way to a fetched mailbox step by step and say what is wrong. Changes nothing there."""
    from cli.service.examining.mailboxes import show_mailboxes

    show_mailboxes(office_of(context), name)


@app.command("mail-auth")
def mail_auth(
    context: typer.Context,
    last: Annotated[int, typer.Option(min=1, max=10_000, help="How many mails to look at.")] = 200,
    as_json: AsJson = False,
) -> None:
    """Say what the last mails carried that proves who wrote them, and what agents.proof does with them."""
    from cli.service.examining.domains.mail_auth import show_carried

    show_carried(office_of(context), last, as_json=as_json)


@app.callback(invoke_without_command=True)
def _doctor(context: typer.Context) -> None:
    """Try the connections to the world; without a name, everything that is set up. Exit 1 when one fails."""
    if context.invoked_subcommand is not None:
        return
    from cli.service.examining.host.database import without_database
    from cli.service.running import running

    settings = office_of(context).settings
    rooms: list[tuple[str, Callable[[], None]]] = [
        ("Service (doctor service)", lambda: service(context)),
        ("Mail (doctor mail)", lambda: mail(context)),
        ("Backups (doctor backup)", lambda: backup(context)),
        ("Files (doctor files)", lambda: files(context)),
        ("Machine (doctor machine)", lambda: machine_(context)),
        ("Names (doctor dns)", lambda: dns(context, "")),
        ("Schedule (doctor schedule)", lambda: schedule(context)),
        ("People (doctor people)", lambda: people(context)),
    ]
    open_to_the_world = settings.outgoing.carrier == "smtp" and settings.faces_the_world
    if open_to_the_world and running(settings.data_dir / "workers"):
        round_trip = ("Relay (doctor relay)", lambda: relay(context, 60))
        rooms.insert(2, round_trip)
    if settings.replication.litestream is not None or settings.replication.standbys:
        rooms.append(("Second machine (doctor replication)", lambda: replication(context)))
    if office_of(context).settings.web.map.tiles:
        rooms.append(("Map (doctor map)", lambda: map_(context)))
    if settings.doors.imap:
        rooms.append(("Mailboxes (doctor imap)", lambda: imap(context, None)))
    if settings.doors.sms.enabled or settings.sms.carrier not in ("files", "none"):
        rooms.append(("Texts (doctor sms)", lambda: sms(context)))
    if settings.directory.issuer:
        rooms.append(("Directory (doctor directory)", lambda: directory(context)))
    if settings.partner_keys_dir.exists():
        rooms.append(("Partners (doctor partners)", lambda: partners(context)))
    console().print("[bold]Settings (doctor settings)[/bold]")
    is_well(lambda: settings_(context))
    console().print("[bold]Database (doctor database)[/bold]")
    failed = not is_well(lambda: database(context))
    if failed:
        console().print("What needs the database is looked at once it is well.")
        rooms = [
            *without_database(office_of(context)),
            *(room for room in rooms if room[0] in _WITHOUT_DATABASE),
        ]
    for name, look in rooms:
        console().print(f"[bold]{name}[/bold]")
        failed |= not is_well(look)
    if failed:
        raise typer.Exit(1)
