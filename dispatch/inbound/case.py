"""One message on the counter: what is known of it, and what is found out when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from dispatch.history.request import Request, lock_request
from dispatch.inbound.thread import Proof, Thread, find_thread
from dispatch.inbound.who.writer import Writer
from dispatch.people.contacts import mark_reachable
from dispatch.people.languages import known_language
from dispatch.people.senders import Sender, find_sender, note_told_phone, sender_of_agent
from dispatch.rules.index import RuleIndex
from intake.ledger.claims import ClaimedMessage, ledger
from intake.mail.proof.verdict import MailProof, Trust, judge
from intake.mail.reply_tokens import envelope_tokens
from intake.message import ParsedMessage
from intake.words.language import written_by
from models.organisation import Organisation
from models.settings.settings import Settings
from models.signing.tokens import Purpose, Signer
from models.store.organisations import InForce
from models.tables.ledger import Door
from models.vocabulary import ActorRole


# Made once, as everywhere on the way of a message: making a statement costs more than running it. Each count
# ends at its limit.
def _since(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    lately = (ledger.c.person_id == sa.bindparam("person"), ledger.c.received_at > sa.bindparam("since"))
    few = sa.select(sa.literal_column("1")).where(*lately, *where).limit(sa.bindparam("most")).subquery()
    return sa.select(sa.func.count()).select_from(few)


_BY, _FAILED = (ledger.c.mail_proof[name].as_string() for name in ("by", "failed"))
_SIGNED = ledger.c.mail_proof["signed"].as_string()
_UNPROVED = sa.and_(_BY.is_not(None), sa.or_(_BY == "", _FAILED != ""))
_MESSAGES_SINCE = _since()
#: Of staff, what each kind of proof lets in is counted by itself; a text message bears none.
_OF_STAFF = {
    "proved": _since(_BY != "", _FAILED == ""),
    "signed": _since(_UNPROVED, _SIGNED == "yes"),
    "nothing": _since(_UNPROVED, _SIGNED.is_(None)),
    "sms": _since(_BY.is_(None)),
}


@dataclass(slots=True)
class Case:
    """What the questions are asked about. `recipients` holds those of merged copies too.

    Who wrote, where it belongs and the request it is about are looked up when first asked for, once: a
    copy, a bounce or a receipt makes nobody known and locks nothing.
    """

    session: Session
    message: ClaimedMessage
    parsed: ParsedMessage
    recipients: tuple[str, ...]
    in_force: InForce
    index: RuleIndex
    settings: Settings
    signer: Signer
    now: datetime
    #: Who is behind it, where From may name a machine; None for what is no mail.
    writer: Writer | None = None
    #: Whether it hands one of our own letters on to another service: then that letter's words place nothing.
    hands_on_ours: bool = False
    #: What its notices are unique by, when it is not this message arriving.
    cause: str = ""
    #: The act on many requests that it is part of.
    together: str = ""
    _sender: Sender | None = None
    _thread: Thread | None = None
    _request: Request | None = None
    _wrote_too_much: bool | None = None
    _mail_proof: MailProof | None = None

    @property
    def organisation(self) -> Organisation:
        return self.in_force.organisation

    @property
    def sender(self) -> Sender:
        """Who the message says it is from, made known when new."""
        if self._sender is None:
            self._sender = self._confirmed_sender() or find_sender(
                self.session, self.parsed, self.message.envelope_from, self.in_force, self.now
            )
            if self.writer is not None and self.writer.phone and self._sender.person_id is not None:
                note_told_phone(self.session, self._sender.person_id, self.writer.phone)
        return self._sender

    def _confirmed_sender(self) -> Sender | None:
        """The agent who said that this message, from an address we do not know, is theirs."""
        person_id = self.message.door_facts.get("confirmed_as")
        return sender_of_agent(self.session, person_id, self.in_force) if person_id is not None else None

    @property
    def mail_proof(self) -> MailProof:
        """What proves that it comes from whom its From names."""
        if self._mail_proof is None:
            mail = self.settings.mail
            trust = Trust(mail.authserv_id, mail.relays, mail.trusted_networks, mail.relay_hops)
            message = self.message
            self._mail_proof = judge(
                self.parsed, trust, door=message.door, peer=message.peer, facts=message.door_facts
            )
        return self._mail_proof

    @property
    def tokens(self) -> list[str]:
        """The signed reply addresses it was sent to, by its envelope and those of its merged copies."""
        own = self.message.envelope_to
        merged = own if self.message.door == Door.IMAP else (*self.recipients, *own)
        return envelope_tokens(merged, self.settings.mail.reply_address)

    @property
    def person_id(self) -> int | None:
        """The person who wrote; None too as long as no question needed to know."""
        return self._sender.person_id if self._sender is not None else None

    @property
    def thread(self) -> Thread:
        """Where the message belongs, and how sure that is."""
        if self._thread is None:
            self._thread = find_thread(
                self.session,
                self.parsed,
                self.tokens,
                self.sender,
                self.signer,
                self.in_force,
                self.now,
            )
            contact = self.sender.contact
            proved = self._thread.proof is Proof.TOKEN or self.mail_proof.proved
            if proved and contact is not None and not contact.reachable and contact.channel == "email":
                mark_reachable(self.session, contact.contact_id)
        return self._thread

    @thread.setter
    def thread(self, thread: Thread) -> None:
        self._thread, self._request = thread, None

    @property
    def request(self) -> Request | None:
        """The request it belongs to, locked until the transaction ends; None when it belongs to none."""
        if self._request is None and self.thread.request_id is not None:
            self._request = lock_request(self.session, self.in_force, self.thread.request_id)
        return self._request

    @property
    def locale(self) -> str:
        """The language in which its writer is answered: theirs, else the message's, else the town's."""
        contact = self.sender.contact
        if contact is None or self.sender.is_staff:
            return contact.locale if contact is not None else self.organisation.town.locale
        known = known_language(self.session, contact)
        return known or written_by(self.parsed) or self.organisation.town.locale

    @property
    def released(self) -> bool:
        """Whether an administrator let it through, whatever it holds."""
        return bool(self.message.door_facts.get("released_by"))

    @property
    def _let_through(self) -> bool:
        return self.released or bool(self.message.door_facts.get("confirmed_by"))

    @property
    def speaks_as_staff(self) -> bool:
        """Whether its writer works on the request it belongs to, rather than asking for it."""
        if self.thread.purpose is not None:
            return self.thread.purpose not in (Purpose.REQUESTER, Purpose.PARTNER)
        asks = self.request is not None and self.request.requester_id == self.sender.person_id
        return self.sender.is_staff and not asks

    @property
    def automatic(self) -> bool:
        """Whether nobody must be answered (a scanner, a web form, a list, somebody who writes without
        end).
        """
        return (
            self.parsed.automatic is not None
            or self.parsed.bounce is not None
            or "suppress_answer" in self.parsed.extra
            or self.wrote_too_much
        )

    @property
    def wrote_too_much(self) -> bool:
        """Whether its sender wrote so much in the last hour that answers would only feed a loop; never of
        what a person let through. Of staff, what proves it counts with what is proved alike.
        """
        if self._wrote_too_much is None:
            limit, let_through = self.settings.limits.messages_per_sender_per_hour, self._let_through
            self._wrote_too_much = not let_through and self._count_lately(limit) >= limit
        return self._wrote_too_much

    def answer_all_the_same(self) -> None:
        """Have it answered, whatever its sender wrote before: it is no machine's."""
        self._wrote_too_much = False

    def actor(self, role: ActorRole) -> Actor:
        """Its writer as one who acts on a request."""
        contact = self.sender.contact
        name = self.sender.agent.name if self.sender.agent else contact.name if contact else ""
        return Actor(role, self.sender.person_id, name, self.known_by)

    @property
    def known_by(self) -> str:
        """How its writer was known, as the history keeps it: `token+dkim`, `code`; '' not at all."""
        if self.parsed.channel == "sms":
            return "code" if self.thread.proof is Proof.TOKEN and not self.thread.by_number else "number"
        means = [self.thread.proof.value] if self.thread.proof is not None else []
        return "+".join([*means, *([self.mail_proof.by] if self.mail_proof.proved else [])])

    def _count_lately(self, most: int) -> int:
        if self.sender.person_id is None or not self.sender.known:
            return 0
        lately = {"person": self.sender.person_id, "since": self.now - timedelta(hours=1), "most": most}
        query = _OF_STAFF[self._kind_of_proof] if self.sender.is_staff else _MESSAGES_SINCE
        written: int = self.session.connection().execute(query, lately).scalar_one()
        return written

    @property
    def _kind_of_proof(self) -> str:
        if self.parsed.channel != "email":
            return "sms"
        if self.mail_proof.proved:
            return "proved"
        return "signed" if self.came_signed else "nothing"

    @property
    def came_signed(self) -> bool:
        """Whether it was found by a signed address of its writer's, as far as anybody looked."""
        return self._thread is not None and self._thread.proof is Proof.TOKEN
