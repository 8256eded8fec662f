"""A message becomes a change to a request, and a line of its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import Request
from dispatch.inbound.case import Case
from dispatch.inbound.sms.photos import remember_remote_files
from dispatch.inbound.thread import Proof
from dispatch.letters.subjects import own_words_off
from dispatch.notices.details import Details
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.requests.participants import role_of
from models.errors import InvalidValue
from models.tables.ledger import Door
from models.tables.requests import EntryKind
from models.values import EmailAddress
from models.vocabulary import ActorRole, Audience

#: Names of files that came with a message and were not kept, for want of room.
FILES_NOT_KEPT = "files_not_kept"
#: What a door says of a message that nobody is told of.
QUIET = "quiet"
#: Doors by which a mail comes with the name of whoever.
_MAIL = frozenset((Door.SMTP, Door.LMTP, Door.IMAP))
#: A subject is shown on one line of a list and of a mail.
SUBJECT_CHARACTERS = 250


def change_of(case: Case, request: Request, actor: Actor | None = None) -> Change:
    """What this message does to `request`: by its writer as requester, unless another actor is given."""
    return Change(
        case.session,
        case.in_force,
        request,
        actor or case.actor(ActorRole.REQUESTER),
        case.cause or f"inbound:{case.message.id}",
        case.now,
        inbound_id=case.message.id,
        channels=case.settings.channels,
        answers=(case.sender.person_id, case.parsed.message_id),
        together=case.together,
        quiet=bool(case.message.door_facts.get(QUIET)),
    )


def record_message(
    case: Case,
    change: Change,
    kind: EntryKind = EntryKind.MESSAGE_IN,
    *,
    public: bool = True,
    opening: bool = False,
    beside: Mapping[str, Any] | None = None,
) -> tuple[int, list[int]]:
    """The message as a line of the request's history; its id and the ids of the files worth sending on.

    `opening`: it is the first message of the request, of which less is folded away. `beside` is kept with it.
    """
    parsed = case.parsed
    entry_id = change.write(
        kind,
        channel=parsed.channel,
        public=public,
        text=parsed.opening if opening else parsed.words,
        quoted=parsed.quoted,
        data={**_said_beside(case, change.request), **(beside or {})},
    )
    shown = change.attach(entry_id, parsed.attachments)
    remember_remote_files(case, change.request.id)
    return entry_id, shown


def _said_beside(case: Case, request: Request) -> dict[str, Any]:
    """What a notice or a command shows of a message beside its words; what says nothing is left out."""
    parsed, writer = case.parsed, case.writer
    subject = " ".join(own_words_off(parsed.subject).split())[:SUBJECT_CHARACTERS]
    said = {
        "typed_by": _official_at_desk(case),
        "signature": parsed.signature,
        "subject": subject if subject != request.subject else "",
        "no_words": parsed.no_words or "",
        **_whose_words(case, request),
        FILES_NOT_KEPT: parsed.extra.get(FILES_NOT_KEPT, ""),
        "asks_elsewhere": writer.asks_elsewhere if writer is not None else "",
        "from_machine": (
            writer.written_from.address
            if writer is not None and writer.stands_in and writer.written_from is not None
            else ""
        ),
    }
    return {key: value for key, value in said.items() if value}


def _whose_words(case: Case, request: Request) -> dict[str, Any]:
    """The address of somebody in copy who wrote it; and theirs, or that of somebody of the town hall, when
    nothing proves that it comes from there.
    """
    contact = case.sender.contact
    if contact is None or case.message.door not in _MAIL:
        return {}
    others = contact.person_id != request.requester_id and not case.sender.is_staff
    in_copy = others and role_of(case.session, request.id, contact.value) is not None
    of_ours = case.sender.is_staff or case.in_force.official_of(contact.person_id) is not None
    proved = case.mail_proof.proved or case.thread.proof is Proof.TOKEN
    return {
        "in_copy": contact.written if in_copy else "",
        "unproved": contact.written if (in_copy or of_ours) and not proved else "",
    }


def _official_at_desk(case: Case) -> str:
    """`official:KEY` of the elected official who wrote it down for somebody; '' when none did."""
    by = str(case.message.door_facts.get("by", "")) if case.message.door == Door.DESK else ""
    return by if by.startswith("official:") else ""


def participants(case: Case) -> list[str]:
    """Addresses in To and Cc that are not ours: they may answer in the same request.

    Nobody when nothing proves who names them: they would be let in by a stranger.
    """
    if not case.mail_proof.proved:
        return []
    ours = {domain.lower() for domain in case.settings.mail.domains}
    found = []
    for box in (*case.parsed.to, *case.parsed.cc):
        try:
            address = EmailAddress.parse(box.address)
        except InvalidValue:
            continue
        if address.domain not in ours:
            found.append(address.key)
    return found


def answer_writer(
    case: Case,
    notice: str,
    data: Details | Mapping[str, Any] | None = None,
    *,
    audience: Audience = Audience.REQUESTER,
    locale: str = "",
    held: str = "",
) -> None:
    """Tell the writer something that belongs to no request, once per message; nothing when they have no
    address.
    """
    if case.sender.contact is not None:
        tell_contact(
            occasion_of(case),
            notice,
            case.sender.contact,
            data or {},
            audience=audience,
            locale=locale,
            held=held,
        )


def occasion_of(case: Case) -> Occasion:
    """This message, as what gives rise to notices about no request."""
    return Occasion(case.session, f"inbound:{case.message.id}", case.now, case.message.id, case.locale)
