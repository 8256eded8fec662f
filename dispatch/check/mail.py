"""Whether the settings take the mail that the organisation expects."""

from __future__ import annotations

from collections.abc import Iterator

from models.organisation import Organisation
from models.organisation_files.reading import Finding, Places
from models.settings.settings import Settings


def check_mail(
    organisation: Organisation, settings: Settings, places: Places | None = None
) -> tuple[Finding, ...]:
    """A finding for each mailbox whose mail our own doors refuse, with the lines to write.

    A mailbox that is fetched (`doors.imap`) needs no door of ours. With every door shut nothing is refused.
    """
    return tuple(dict.fromkeys(_refused(organisation, settings, places or Places())))


def _refused(organisation: Organisation, settings: Settings, places: Places) -> Iterator[Finding]:
    ours = {domain.casefold() for domain in settings.mail.domains}
    fetched = {mailbox.recipient.casefold() for mailbox in settings.doors.imap}
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
