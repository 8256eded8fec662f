"""The town's mail domain in settings.toml: one question sets it there and in the organisation."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from cli.speaking.explaining import explained_settings
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.values import Locale
from models.settings.file import load_settings
from models.settings.mail import MailSettings

_DEFAULT = MailSettings()


def mail_of(domain: str) -> MailSettings:
    """The mail settings of a town whose addresses end in `domain`."""
    return MailSettings(
        domains=(domain,), addresses=(f"mairie@{domain}",), reply_address=f"demandes@{domain}"
    )


def domain_of(organisation: Organisation) -> str | None:
    """The domain a town's mail comes to: that of its default service's mailboxes, or of any other."""
    services = sorted(
        organisation.services, key=lambda service: service.key != organisation.town.default_service
    )
    mailbox = next((mailbox for service in services for mailbox in service.mailboxes), None)
    return mailbox.rpartition("@")[2] if mailbox is not None else None


def set_domain(path: Path, domain: str, locale: Locale) -> str | None:
    """Make the settings at `path` take mail for `domain`; a sentence when something was written.

    A file that is not there is written whole, explained in `locale`. One that is there keeps its remarks and
    everything else; its own domains stay, but for the one it came with. Raises UserError.
    """
    if not path.exists():
        path.write_text(explained_settings(locale, {"mail": mail_of(domain)}), encoding="utf-8")
        return f"{path} is written: mail for @{domain} is taken."
    mail = load_settings(path).mail
    if domain.casefold() in {each.casefold() for each in mail.domains}:
        return None
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except (OSError, TOMLKitError) as wrong:
        raise UserError(f"{path} cannot be changed: {wrong}.") from wrong
    table = document.setdefault("mail", tomlkit.table())
    wanted = mail_of(domain)
    own = mail.domains != _DEFAULT.domains
    table["domains"] = [domain, *(mail.domains if own else ())]
    if not own or mail.addresses == _DEFAULT.addresses:
        table["addresses"] = list(wanted.addresses)
    if not own or mail.reply_address == _DEFAULT.reply_address:
        table["reply_address"] = wanted.reply_address
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return f"{path} now takes mail for @{domain}."
