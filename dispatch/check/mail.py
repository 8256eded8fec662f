"""Whether the settings take the mail that the organisation expects, and leave staff theirs."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from dispatch.check.addresses import addresses_of_people
from intake.doors.address_book import AddressBook
from models.organisation import Organisation
from models.organisation_files.lines import Path
from models.organisation_files.reading import Finding, Parts, Places, Severity
from models.settings.settings import Settings

#: Addresses named in one finding; the others are counted.
_NAMED = 3


def check_mail(
    organisation: Organisation, settings: Settings, places: Places | None = None
) -> tuple[Finding, ...]:
    """A finding for each domain whose mail our own doors refuse to the services' mailboxes, and for each of
    our domains at which somebody is told who has no mailbox there; with the lines to write.

    A mailbox that is fetched (`doors.imap`) needs no door of ours.
    """
    where = places or Parts(organisation)
    found = (*_refused(organisation, settings, where), *_nobody_here(organisation, settings, where))
    return tuple(dict.fromkeys(found))


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """Those with which mail would be lost."""
    return [each for each in findings if each.severity == "error"]


def _refused(organisation: Organisation, settings: Settings, places: Places) -> Iterator[Finding]:
    ours = {domain.casefold() for domain in settings.mail.domains}
    fetched = _fetched(settings)
    told: set[str] = set()
    for at, service in enumerate(organisation.services):
        for mailbox in () if service.closed else service.mailboxes:
            domain = mailbox.rpartition("@")[2].casefold()
            if domain in ours or domain in told or mailbox.casefold() in fetched:
                continue
            told.add(domain)
            yield places.finding(("services", at, "mailboxes"), "error", refusal(domain, settings))


def refusal(domain: str, settings: Settings) -> str:
    """Mail to `domain` is refused: why, and the two lines that change it."""
    local = settings.mail.reply_address.partition("@")[0]
    kept = [] if settings.mail.domains == ("ville.test",) else list(settings.mail.domains)
    domains = ", ".join(f'"{each}"' for each in (domain, *kept))
    return (
        f"Mail to @{domain} is refused (550): {domain} is not among mail.domains. Under [mail] of "
        f"settings.toml "
        f'write: domains = [{domains}] and reply_address = "{local}@{domain}".'
    )


def _nobody_here(organisation: Organisation, settings: Settings, places: Places) -> Iterator[Finding]:
    """Addresses of people at our own domains: mail to them comes to our door, where they are nobody."""
    mail = settings.mail
    ours = {domain.casefold() for domain in mail.domains}
    shared = {domain.casefold() for domain in mail.shared_domains}
    mailboxes = [box for service in organisation.services for box in service.mailboxes]
    book = AddressBook.from_settings(mail, mailboxes)
    by_domain: dict[str, list[tuple[str, Path]]] = {}
    for address, path, _ in addresses_of_people(organisation):
        domain = address.rpartition("@")[2].casefold()
        if domain not in ours or _has_left(organisation, path):
            continue
        if book.accepts(address) and not mail.catch_all:
            if address.casefold() not in map(str.casefold, mailboxes):  # those are told without the settings
                yield places.finding(path, "error", _comes_back(address))
        elif domain not in shared:
            by_domain.setdefault(domain, []).append((address, path))
    shown = organisation.town.email
    if shown is not None and not book.accepts(shown) and _domain(shown) in ours - shared:
        severity = _how_sure(_domain(shown), settings)
        if severity is not None:
            yield places.finding(("town", "email"), severity, _shown(shown))
    for domain, nobodies in by_domain.items():
        severity = _how_sure(domain, settings)
        if severity is not None:
            message = _nobody([address for address, _ in nobodies], domain, severity, mail.catch_all)
            yield places.finding(nobodies[0][1], severity, message)


def _has_left(organisation: Organisation, path: Path) -> bool:
    """Whether the part at `path` is closed: an agent who left, a service that is no more."""
    return bool(getattr(getattr(organisation, str(path[0]))[int(path[1])], "closed", False))


def _how_sure(domain: str, settings: Settings) -> Severity | None:
    """`error` when mail for `domain` surely comes to our own door; None when a mailbox there is fetched, so
    that another server has its mail.
    """
    if any(_domain(recipient) == domain for recipient in _fetched(settings)):
        return None
    smtp = settings.doors.smtp
    return "error" if smtp.enabled and not _is_loopback(smtp.host) else "warning"


def _comes_back(address: str) -> str:
    return (
        f"'{address}' is an address that Guichet itself takes mail for ([mail] of settings.toml): what is "
        "sent there would come back as a new message. Write the address where people read."
    )


def _shown(address: str) -> str:
    return (
        f"People are shown {address}, and it has no mailbox: what they write to it is refused (550). Add it "
        "to the mailboxes of the service that shall have it."
    )


def _nobody(addresses: list[str], domain: str, severity: Severity, catch_all: bool) -> str:
    addresses = list(dict.fromkeys(addresses))
    named = ", ".join(addresses[:_NAMED])
    if len(addresses) > _NAMED:
        named = f"{named} and {len(addresses) - _NAMED} more"
    when = "Mail to" if severity == "error" else "Once mail to"
    end = "taken for a new request" if catch_all else "refused (550)"
    several = len(addresses) > 1
    return (
        f"{when} @{domain} comes to Guichet{', ' if severity == 'error' else ' itself, '}"
        f"where {named} {'have' if several else 'has'} no mailbox: what is written to "
        f"{'them' if several else 'it'}, our own notices too, is {end}. Give Guichet a domain of its own: "
        f'domains = ["demandes.{domain}"] and reply_address at it, under [mail] of settings.toml, and '
        f"mailboxes at it. Or, when the mail server in front and the relay have "
        f'{"these mailboxes" if several else "that mailbox"}: shared_domains = ["{domain}"] there.'
    )


def _fetched(settings: Settings) -> set[str]:
    return {mailbox.recipient.casefold() for mailbox in settings.doors.imap}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
