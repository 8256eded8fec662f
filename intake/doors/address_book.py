"""Which addresses are ours: what a door asks before it takes a recipient."""

from __future__ import annotations

from collections.abc import Iterable

from models.errors import InvalidValue
from models.organisation import Organisation
from models.settings.mail import MailSettings
from models.values import EmailAddress


class AddressBook:
    """Says of any address whether mail for it is ours. Thread-safe; `replace` takes effect at once.

    Ours are: the addresses given, postmaster at each of our domains (RFC 5321 §4.5.1), the reply
    address with any +detail, and with `catch_all` everything at our domains. Nothing outside our
    domains is ever ours, whatever the addresses say: the service must not become a relay.
    """

    def __init__(
        self,
        domains: Iterable[str],
        addresses: Iterable[str] = (),
        *,
        detailed: Iterable[str] = (),
        catch_all: bool = False,
    ) -> None:
        self._domains = frozenset(_domain(domain) for domain in domains)
        self._detailed = frozenset(EmailAddress.parse(address).key for address in detailed)
        self._catch_all = catch_all
        self._keys: frozenset[str] = frozenset()
        self.replace(addresses)

    @classmethod
    def from_settings(cls, mail: MailSettings, addresses: Iterable[str] = ()) -> AddressBook:
        """The book of `[mail]`, with `addresses` (the services' mailboxes) besides."""
        book = cls(mail.domains, detailed=(mail.reply_address,), catch_all=mail.catch_all)
        book.replace((*mail.addresses, *addresses))
        return book

    def replace(self, addresses: Iterable[str]) -> None:
        """From now on take these addresses, and no longer the former ones."""
        self._keys = frozenset(EmailAddress.parse(address).key for address in addresses)

    def accepts(self, address: str) -> bool:
        """Whether mail for `address` is ours; False for what is no address at all."""
        if address.casefold() == "postmaster":
            return True
        try:
            found = EmailAddress.parse(address)
        except InvalidValue:
            return False
        if found.domain not in self._domains:
            return False
        return (
            self._catch_all
            or found.key in self._keys
            or found.base.key in self._detailed
            or found.local.casefold() == "postmaster"
        )


def _domain(domain: str) -> str:
    return EmailAddress.parse(f"postmaster@{domain}").domain


def mailboxes(organisation: Organisation) -> Iterable[str]:
    """Every address of ours that a service's mail comes to."""
    return [address for service in organisation.services for address in service.mailboxes]
