"""What `guichet serve` says first: what it does and where, and how to try it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from rich.markup import escape

from cli.office import Office
from cli.present import program, safe
from cli.service.portions import WHOLE, Portion
from cli.speaking.translate import say
from cli.speaking.words import heading
from models.settings.file import retired_in
from models.settings.settings import Settings

if TYPE_CHECKING:
    from cli.service.service import Service


def welcome(office: Office, service: Service) -> list[str]:
    """Where it listens, where outbound mail goes, and how to try it."""
    settings = office.settings
    smtp = service.doors.smtp if Portion.DOORS in service.portions else None
    lines = [
        f"[bold green]Guichet is open for {escape(safe(office.town.name))}.[/bold green] Ctrl-C closes it.",
        *(f"  {heading(say(name)):<12} {say(said)}" for name, said in _facts(office, service)),
    ]
    if smtp is not None and settings.mail.addresses and isinstance(smtp.bound_address, tuple):
        lines += [
            "  Send a first email (copy and paste into another terminal):",
            f"    {escape(first_email(office, smtp.bound_address, settings.mail.addresses[0]))}",
        ]
        lines += [f"  Then look: [bold]{escape(safe(program()))} requests list[/bold]"]
    if sys.stdout.isatty() and (link := service.pages.link_for_terminal(service.http_address)):
        lines += ["  Sign in as the first administrator, once, in a browser on this machine:", f"    {link}"]
    lines += [f"  {office.settings_file}: {said}" for said in retired_in(office.settings_file)]
    return lines


def _facts(office: Office, service: Service) -> Iterator[tuple[str, str]]:
    """What this process does and where, a name and a few words each."""
    settings = office.settings
    if service.portions != WHOLE:
        own = ", ".join(each for each in Portion if each in service.portions)
        yield "Process", f"{own}; other processes run the rest"
    if Portion.DOORS in service.portions:
        names, doors = ", ".join(settings.mail.addresses), (service.doors.smtp, service.doors.lmtp)
        smtp, lmtp = (shown_address(each.bound_address) if each else "" for each in doors)
        if smtp:
            yield "Mail in", f"SMTP on {smtp}, for {names} and the services' mailboxes"
        if lmtp:
            yield "Mail in", f"LMTP on {lmtp}, for {names} and the services' mailboxes"
        if service.doors.imap:
            yield "Mail in", f"IMAP, mailboxes fetched from other servers: {len(service.doors.imap)}"
        elif not smtp and not lmtp:
            yield "Mail in", "No door is open."
    if service.portions & {Portion.DOORS, Portion.BOARD}:
        door = settings.doors.http
        http = "http://{}:{}".format(*service.http_address) if service.http_address else "off"
        is_unix = service.http is not None and service.http_address is None
        yield "HTTP", f"{door.socket if is_unix else http}  (/health/ready)"
    if Portion.BOARD in service.portions:
        yield "Pages", _pages(office, service)
    if Portion.DELIVERERS in service.portions:
        relay = settings.outgoing.relay
        yield (
            "Mail out",
            f"files under {settings.outgoing_dir}/ (no relay is set yet)"
            if settings.outgoing.carrier == "files"
            else f"{relay.host}:{relay.port}",
        )
    if service.portions & {Portion.DOORS, Portion.DELIVERERS}:
        yield "Texts", _texts(settings)
    if Portion.SCHEDULE in service.portions:
        yield "Backups", _backups(settings)
    yield "Database", office.database.shown_url
    yield "Files", office.files.place


def _pages(office: Office, service: Service) -> str:
    """Where the counter is looked at in a browser, or why it is not."""
    from cli.service.web.pages import why_closed

    if service.pages.board is None:
        why = why_closed(office)
        return f"closed: {why}" if why else "off"
    url = office.settings.doors.http.public_url
    if office.settings.doors.http.is_this_machine and service.http_address is not None:
        url = "http://{}:{}".format(*service.http_address)
    return f"{url}/"


def _backups(settings: Settings) -> str:
    """Whether copies will be made, or what keeps them from it."""
    if not settings.backup.destinations:
        return "none (backup.destinations in settings.toml)"
    places = ", ".join(settings.backup.destinations)
    if settings.backup.encrypt and not settings.recovery_key_file.exists():
        return f"NONE yet to {places}: run guichet backup init"
    return f"every {settings.backup.every_hours} hours to {places}"


def _texts(settings: Settings) -> str:
    """How texts come in and leave, in a few words."""
    out = (
        f"out to files under {settings.texts_dir}/"
        if settings.sms.carrier == "files"
        else f"out by {settings.sms.carrier}"
    )
    door, base = settings.doors.sms, settings.doors.http.public_url.rstrip("/")
    ways = [f"{settings.twilio.public_url}/sms/twilio"] if settings.twilio is not None else []
    if door.gateway is not None:
        ways.append(f"{base}/sms/gateway/message")
    return f"in at {' and '.join(ways)}, {out}" if door.enabled else f"in: off, {out}"


def shown_address(address: tuple[str, int] | str) -> str:
    """`host:port`, or the path of a socket."""
    return address if isinstance(address, str) else f"{address[0]}:{address[1]}"


def first_email(office: Office, address: tuple[str, int], recipient: str) -> str:
    """`first_email_command` in the language of the town, about the first building whose name it can say."""
    organisation = office.organisations.current()
    buildings = organisation.buildings if organisation is not None else ()
    names = [plain for each in buildings if not each.closed and (plain := plain_name(each.name))]
    return first_email_command(address, recipient, names[0] if names else "", office.town.locale)


def plain_name(name: str) -> str:
    """A name in letters that any terminal and any shell's quotes take as they are; '' when it has others."""
    letters = "".join(each for each in normalize("NFKD", name) if not combining(each))
    return letters if letters.isascii() and all(each.isalnum() or each in " -.," for each in letters) else ""


def first_email_command(address: tuple[str, int], recipient: str, building: str, locale: str) -> str:
    """One line for any shell with Python: a first email to the service, about a building of the town when
    there is one with a `building` name of ASCII letters.
    """
    host, port = address
    if locale == "en":
        subject, words, at = "Broken street lamp", "Hello, a street lamp is broken", "Place:"
    else:
        subject, words, at = "Lampadaire en panne", "Bonjour, un lampadaire ne marche plus", "Lieu :"
    where = f" {at} {building}." if building else ""
    return (
        f"python3 -c \"import smtplib; s=smtplib.SMTP('{host}',{port}); "
        f"s.sendmail('citoyenne@example.org',['{recipient}'],'From: Jeanne "
        f"<citoyenne@example.org>\\nTo: {recipient}\\n"
        f"Subject: {subject}\\n\\n{words}.{where}'); s.quit()\""
    )
