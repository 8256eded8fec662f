"""Every address in the file: one that can be delivered to, and none that would come back to ourselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dispatch.check.problem import Problem, error, warning
from models.organisation import Organisation
from models.organisation_files.lines import Path


def addresses_of_people(organisation: Organisation) -> Iterator[tuple[str, Path, str]]:
    """Addresses that notices or copies are sent to: the address, where it stands, what would come back."""
    for at, service in enumerate(organisation.services):
        if service.email is not None:
            yield service.email, ("services", at, "email"), f"notices to the service '{service.key}'"
    for at, agent in enumerate(organisation.agents):
        for email in agent.emails:
            yield email, ("agents", at, "emails"), f"notices to {agent.name}"
    for at, official in enumerate(organisation.officials):
        for email in official.emails:
            yield email, ("officials", at, "emails"), f"letters to {official.name}"
    for at, partner in enumerate(organisation.partners):
        yield partner.email, ("partners", at, "email"), f"letters to {partner.name}"
    for at, rule in enumerate(organisation.rules):
        for email in rule.then.forward_to:
            yield email, ("rules", at, "then", "forward_to"), "a copy"


def check_addresses(organisation: Organisation) -> Iterator[Problem]:
    """Addresses without a dot after the @, mailboxes of ours that staff would be told at, foreign
    mailboxes.
    """
    ours = {mailbox.casefold() for service in organisation.services for mailbox in service.mailboxes}
    shown = [(organisation.town.email, ("town", "email"))] if organisation.town.email else []
    mailboxes = [
        (mailbox, ("services", at, "mailboxes"))
        for at, service in enumerate(organisation.services)
        for mailbox in service.mailboxes
    ]
    sent_to = list(addresses_of_people(organisation))
    for address, path in (*shown, *mailboxes, *((address, path) for address, path, _ in sent_to)):
        domain = address.rpartition("@")[2]
        if "." not in domain:
            yield error(
                f"'{address}' is no whole address: after the @ stands a name with a dot, as in "
                "'zoe@example.org'.",
                *path,
            )
    for address, path, what in sent_to:
        if address.casefold() in ours:
            yield error(
                f"'{address}' is a mailbox of the town hall: {what} would come back as a new message. "
                "Write the address where people read.",
                *path,
            )
    domains = Counter(mailbox.rpartition("@")[2].casefold() for mailbox, _ in mailboxes)
    if not domains:
        return
    own = (organisation.town.email or "").rpartition("@")[2].casefold()
    usual = own if own in domains else domains.most_common(1)[0][0]
    for mailbox, path in mailboxes:
        domain = mailbox.rpartition("@")[2].casefold()
        if domain != usual and not domain.endswith(f".{usual}"):
            yield warning(
                f"'{mailbox}' is not at {usual}: its mail arrives only when {domain} is ours "
                "(mail.domains in settings.toml) or is fetched (doors.imap).",
                *path,
            )
