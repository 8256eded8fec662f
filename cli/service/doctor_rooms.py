"""What `guichet doctor` looks at without asking a provider: mail in, mail out, backups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from cli.office import Office, now
from cli.present import on_the_clock
from models.errors import ConfigurationFailure, GuichetError, UserError
from models.settings.outgoing import RelaySettings
from models.settings.section import THIS_MACHINE


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at, and what to do about it ('' when nothing)."""

    level: Literal["ok", "warning", "error"]
    sentence: str
    advice: str = ""


def mail_in(office: Office) -> Iterator[Seen]:
    """Would mail to each mailbox be taken, and does mail to staff stay out of our door? Raises UserError."""
    from dispatch.check.mail import check_mail, errors_of

    organisation = office.organisations.current()
    if organisation is None:
        raise UserError("No organisation was applied yet. Run: guichet org apply")
    found = check_mail(organisation, office.settings)
    yield from (Seen("error" if errors_of([each]) else "warning", each.message) for each in found)
    if not errors_of(found):
        count = sum(len(service.mailboxes) for service in organisation.services if not service.closed)
        yield Seen(
            "ok",
            "Mail to the one mailbox of the services is taken."
            if count == 1
            else f"Mail to all {count} mailboxes of the services is taken.",
        )


def mail_out(office: Office) -> Iterator[Seen]:
    """Would the relay take a letter? It is spoken to as far as its login; nothing is sent."""
    from dispatch.delivery.carriers.smtp import SmtpCarrier

    settings = office.settings
    if settings.outgoing.carrier == "files":
        yield Seen(
            "warning",
            f"Letters are written to {settings.outgoing_dir}/ and go to nobody.",
            'Name your relay: carrier = "smtp" under [outgoing], and [outgoing.relay], in settings.toml.',
        )
        return
    relay = settings.outgoing.relay
    try:
        SmtpCarrier(relay).try_out()
    except GuichetError as wrong:
        yield Seen(
            "error",
            f"{relay.host}:{relay.port}: {wrong.public}",
            _what_to_do(wrong, relay),
        )
    else:
        login = " and takes our login" if relay.username else ""
        yield Seen("ok", f"The relay {relay.host}:{relay.port} answers{login}.")
    http = settings.doors.http
    if settings.pages_open and http.is_this_machine:
        yield Seen(
            "warning",
            f"Letters lead their readers to {http.public_url}, which they cannot open from elsewhere.",
            "Set public_url under [doors.http] to the https address of a proxy in front (docs/board.md), "
            "or board = false under [web].",
        )


def _what_to_do(wrong: GuichetError, relay: RelaySettings) -> str:
    """What a relay that was spoken to in vain needs: the setting it shows, beside what it said."""
    said = f"{wrong.private.rstrip('.')}. See [outgoing.relay] in settings.toml."
    if isinstance(wrong, ConfigurationFailure) and "STARTTLS" in wrong.private:
        if relay.host in THIS_MACHINE:
            return f'It is on this machine: tls = "none" under [outgoing.relay] in settings.toml. {said}'
        return f'Ask who runs it for STARTTLS, or set tls = "tls" with its port, often 465. {said}'
    return said


def backups(office: Office) -> Iterator[Seen]:
    """Is a copy of everything made, and was the last one good? Writes nothing."""
    from dispatch.upkeep.backup.backups import destinations_of, last_good_of
    from dispatch.upkeep.backup.manifest import make_set_id
    from models.store.places import is_held

    settings = office.settings
    if is_held(settings.data_dir):
        yield Seen(
            "warning",
            "This is a restored copy: it sends nothing and makes no set.",
            "When it is the one town, and the other machine is ended for good: guichet backup resume",
        )
        return
    if not settings.backup.destinations:
        yield Seen(
            "warning",
            "No backup is made.",
            'Name two places, destinations = ["/mnt/nas/guichet"] under [backup] in settings.toml, '
            "then: guichet backup init",
        )
        return
    try:
        sets = {each.name: each.sets() for each in destinations_of(settings)}
    except GuichetError as wrong:
        advice = "" if "guichet backup init" in wrong.public else "guichet backup init makes it ready."
        yield Seen("error", f"The running service tries a backup and fails: {wrong.public}", advice)
        return
    goods = last_good_of(settings)
    newest = max(((last, name) for name, last in goods.items() if last is not None), default=None)
    for name, last in goods.items():
        if last is None:
            elsewhere = f" The last good one is {make_set_id(newest[0])}, in {newest[1]}." if newest else ""
            if older := sets.get(name):
                # The newest was found damaged, or they were made before this machine was.
                yield Seen(
                    "warning",
                    f"None of the sets in {name} is known to be good any more.{elsewhere}",
                    f"guichet backup now makes one; guichet backup check {older[0]} --from {name} tries one "
                    "that is there.",
                )
            else:
                yield Seen("warning", f"{name} has no good set yet.{elsewhere}", "guichet backup now")
        elif now() - last > timedelta(hours=settings.backup.alert_hours):
            yield Seen(
                "error",
                f"{name}: the last good set is of {on_the_clock(last, office.town.zone)}.",
                "guichet backup now says what fails.",
            )
        else:
            yield Seen("ok", f"{name}: a good set of {on_the_clock(last, office.town.zone)}.")


def private_files(office: Office) -> Iterator[Seen]:
    """Data and keys that somebody else may read."""
    from cli.service.private_files import handed_over, private_places, unreadable_secrets
    from models.signing.named_files import named_secrets
    from models.store.privacy.private import open_to_others, open_to_the_world

    found = open_to_others(dict.fromkeys(private_places(office.settings)))
    for path in found:
        yield Seen("error", f"Others on this machine may read {path}.", f"chmod go= {path}")
    # A group of the service's may read what it shares with nobody else: /etc/guichet, root:guichet, 0640.
    world = open_to_the_world(dict.fromkeys(path for _, path in named_secrets(office.settings)))
    for path in world:
        yield Seen("error", f"Others on this machine may read {path}.", f"chmod o= {path}")
    if not found and not world:
        yield Seen("ok", "Data and keys are readable by this user alone.")
    for sentence, path in unreadable_secrets(office.settings):
        if handed_over(path):
            advice = (
                f"While the service runs, systemd puts it there: LoadCredential={path.name}:FILE in its "
                "unit; type this as the user of the service."
            )
        else:
            advice = "One line, readable by the user of the service."
        yield Seen("error", sentence, advice)
