"""Who is behind a message: From says who wrote it, Reply-To where they want to be answered.

Where From is a machine, a no-reply or one of our own addresses, it names nobody, and the person stands
elsewhere: in
the fields of the web form, in Reply-To, or in what a list kept of the former From. Whoever is found so
becomes the sender of the message, without any proof that came with the machine's address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from intake.ledger.claims import ClaimedMessage
from intake.message import Mailbox, ParsedMessage
from intake.words.machine_addresses import is_machine_address
from intake.words.web_forms import FormPerson, find_form_person
from models.errors import InvalidValue
from models.organisation import Organisation
from models.settings.mail import MailSettings
from models.tables.ledger import Door
from models.values import EmailAddress
from models.vocabulary import Channel

#: Where the person was found; `nobody`: the message names none who could be answered.
FoundBy = Literal["from", "form", "reply_to", "original_from", "nobody"]
#: Reply-To addresses looked at and kept.
_MOST_REPLY_TO = 5
_MAIL_DOORS = (Door.SMTP, Door.LMTP, Door.IMAP, Door.CLI)


@dataclass(frozen=True, slots=True)
class Writer:
    """Whom a message names, and who of them counts as its writer.

    `asks_elsewhere` is a Reply-To of another domain than From's, '' when there is none: shown to staff as a
    warning.
    `phone` (E.164) is what a form says, proved by nothing.
    """

    written_from: Mailbox | None
    reply_to: tuple[str, ...]
    found_by: FoundBy
    person: Mailbox | None
    phone: str = ""
    asks_elsewhere: str = ""

    @property
    def stands_in(self) -> bool:
        """Whether the person is somebody else than the From says."""
        return self.found_by != "from"

    def as_json(self) -> dict[str, Any]:
        """As the ledger keeps it and `guichet inbox show` prints it; what says nothing is left out."""
        said = {
            "from": self.written_from.address if self.written_from else "",
            "reply_to": list(self.reply_to),
            "found_by": self.found_by,
            "person": self.person.address if self.person and self.stands_in else "",
            "name": self.person.name if self.person and self.stands_in else "",
            "phone": self.phone,
            "asks_elsewhere": self.asks_elsewhere,
        }
        return {key: value for key, value in said.items() if value}


def find_writer(
    parsed: ParsedMessage, message: ClaimedMessage, organisation: Organisation, mail: MailSettings
) -> Writer | None:
    """Who is behind a mail, by its fields alone; None for what is no mail, a report, or one of our own
    letters.
    """
    is_loop = parsed.automatic is not None and parsed.automatic.kind == "loop"
    if (
        parsed.channel != Channel.EMAIL
        or message.door not in _MAIL_DOORS
        or parsed.bounce is not None
        or is_loop
    ):
        return None
    ours = _Ours(organisation, mail)
    sender, reply_to = parsed.sender, tuple(box for box in parsed.reply_to if "@" in box.address)
    written = tuple(box.address for box in reply_to[:_MOST_REPLY_TO])
    if sender is None or any(ours.is_reply_address(box.address) for box in reply_to):
        return Writer(sender, written, "from", sender)
    outside = [box for box in reply_to[:_MOST_REPLY_TO] if ours.may_be_answered(box.address)]
    form = _form(parsed, organisation.town.region) if ours.names_nobody(parsed, sender) else None
    if form is not None and form.email and ours.may_be_answered(form.email):
        return Writer(sender, written, "form", Mailbox(form.email, form.name), form.phone)
    if not ours.is_impersonal(sender.address):
        return Writer(sender, written, "from", sender, asks_elsewhere=_elsewhere(sender, outside))
    if outside:
        name = outside[0].name or (form.name if form else "")
        return Writer(
            sender, written, "reply_to", Mailbox(outside[0].address, name), form.phone if form else ""
        )
    if parsed.original_from is not None and ours.may_be_answered(parsed.original_from.address):
        return Writer(sender, written, "original_from", parsed.original_from)
    if not ours.is_unread(sender.address):
        return Writer(sender, written, "from", sender)
    name = form.name if form is not None and form.name else sender.name
    return Writer(sender, written, "nobody", Mailbox("", name), form.phone if form else "")


def as_written_by(parsed: ParsedMessage, writer: Writer | None) -> ParsedMessage:
    """The message with the person found as its sender.

    The marks of the machine that sent it are the machine's: the person is answered. So are its proofs: they
    are no proof of the person.
    """
    if writer is None or not writer.stands_in:
        return parsed
    found = replace(
        parsed, sender=writer.person, sender_doubt="list", authentication_results=(), signatures=()
    )
    if writer.found_by == "nobody":
        return found
    mark = parsed.automatic
    extra = {name: value for name, value in parsed.extra.items() if name != "suppress_answer"}
    return replace(found, extra=extra, automatic=None if mark is None or mark.is_likely_request else mark)


@dataclass(frozen=True, slots=True)
class _Ours:
    """Which addresses are the town's, and which of them are somebody's."""

    organisation: Organisation
    mail: MailSettings

    def is_impersonal(self, address: str) -> bool:
        """Whether it stands for no person: a machine, a no-reply, or an address of ours that is nobody's."""
        return is_machine_address(address) or (self.is_ours(address) and not self._is_staff(address))

    def is_unread(self, address: str) -> bool:
        """Whether an answer there reaches nobody, or ourselves."""
        return not self.is_reply_address(address) and (
            is_machine_address(address) or self._takes_requests(address)
        )

    def names_nobody(self, parsed: ParsedMessage, sender: Mailbox) -> bool:
        """Whether the fields of a form may say who wrote: by its address, or by a machine's own mark."""
        marked = parsed.automatic is not None and parsed.automatic.is_likely_request
        if self.is_reply_address(sender.address) or parsed.is_forward:
            return False
        return self.is_impersonal(sender.address) or (marked and not self._is_staff(sender.address))

    def is_ours(self, address: str) -> bool:
        domain = _domain(address)
        return any(domain == each.lower() for each in self.mail.domains)

    def is_reply_address(self, address: str) -> bool:
        """Our reply address, with or without a token."""
        return _key(address, base=True) == _key(self.mail.reply_address, base=True)

    def may_be_answered(self, address: str) -> bool:
        """Whether somebody else than ourselves or a machine can be reached there."""
        return bool(_key(address)) and not self.is_unread(address) and not self.is_reply_address(address)

    def _takes_requests(self, address: str) -> bool:
        key = _key(address, base=True)
        boxes: Iterable[str] = (
            *self.mail.addresses,
            *(box for service in self.organisation.services for box in service.mailboxes),
        )
        return any(_key(box) == key for box in boxes)

    def _is_staff(self, address: str) -> bool:
        key = _key(address)
        if self.organisation.agent_with(key) is not None:
            return True
        return any(_key(service.email) == key for service in self.organisation.services if service.email)


def _form(parsed: ParsedMessage, region: str) -> FormPerson | None:
    return find_form_person(parsed.text, region)


def _elsewhere(sender: Mailbox, reply_to: list[Mailbox]) -> str:
    """The first Reply-To at another domain than the sender's; a domain and what is below it are one."""
    own = _domain(sender.address)
    for box in reply_to:
        other = _domain(box.address)
        if other != own and not other.endswith(f".{own}") and not own.endswith(f".{other}"):
            return box.address
    return ""


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _key(address: str, *, base: bool = False) -> str:
    """What addresses are compared by, '' for what is none."""
    try:
        found = EmailAddress.parse(address)
    except InvalidValue:
        return ""
    return found.base.key if base else found.key
