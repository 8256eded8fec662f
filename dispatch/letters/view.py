"""What templates are given: everything about one notice as plain frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.letters.subjects import says_a_subject
from dispatch.notices.details import Details
from models.folding import fold, words


@dataclass(frozen=True, slots=True)
class TownView:
    """The town hall as letters name it."""

    #: « Mairie de Saint-Exemple », or the name set for the sender.
    hall: str
    name: str
    #: As the country writes it; '' when unknown, like the rest.
    phone: str = ""
    email: str = ""
    postal_address: str = ""
    website: str = ""
    signature: str = ""
    #: The number answered at any hour, as the country writes it.
    emergency_phone: str = ""
    #: Where to write when no signed address is at hand.
    reply_address: str = ""
    #: How French sentences call it, alone, after « de » and after « à »: « la communauté » for one.
    office: str = "la mairie"
    of_office: str = "de la mairie"
    to_office: str = "à la mairie"


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Who treats the request, as the requester can reach them."""

    name: str
    phone: str = ""
    email: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class SignerView:
    """The agent whose words or act a letter to the requester carries (CRPA L111-2); each but the name may be
    ''.
    """

    name: str
    #: « Responsable de la voirie ».
    title: str = ""
    service: str = ""
    phone: str = ""

    @property
    def post(self) -> str:
        """Title and service, each said once: a « Chef de la police municipale » names the service. Linear in
        both.
        """
        named = f" {' '.join(words(fold(self.service)))} " in f" {' '.join(words(fold(self.title)))} "
        return self.title if named else ", ".join(filter(None, (self.title, self.service)))


@dataclass(frozen=True, slots=True)
class RequestView:
    reference: str
    #: Never empty, without our own references.
    subject: str
    #: Label of the state in the reader's language, and its kind.
    state: str
    state_kind: str
    service: ServiceView
    requester: str
    #: Address or number of the requester.
    requester_contact: str
    created_at: datetime
    building: str = ""
    building_address: str = ""
    assignee: str = ""
    request_type: str = ""
    priority: str = "normal"
    due_at: datetime | None = None
    #: Whether the hour at which it is due is said: of what is urgent, unless it is when the town hall closes.
    due_has_hour: bool = False
    planned_at: datetime | None = None
    planned_hours: str = ""
    #: The address of the town it is about; '' without one.
    address: str = ""
    #: A map of where that is, or else of where the photo was taken; '' without a position.
    map_url: str = ""
    tags: Sequence[str] = ()
    requester_is_elected: bool = False
    #: A number the requester wrote into a form (E.164), proved by nothing; '' without one.
    told_phone: str = ""
    #: References of the requests it is linked to.
    linked: Sequence[str] = ()
    #: Whether the requester's answer opens it again, now that it is closed.
    can_reopen: bool = False

    @property
    def has_subject(self) -> bool:
        """Whether there is a subject to name; « (sans objet) » is none."""
        return says_a_subject(self.subject)


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of the message. `attached` is False when it is too big to travel along."""

    name: str
    size_bytes: int
    attached: bool = True


@dataclass(frozen=True, slots=True)
class VerbView:
    """What the reader can answer: the usual way of writing a verb, the state it leads to, a line to copy."""

    word: str
    leads_to: str
    example: str
    comment_required: bool = False
    needs_date: bool = False
    #: What its button writes: the word, open where the reader must add something.
    tap: str = ""
    #: Whether the state it leads to is done.
    ends: bool = False


@dataclass(frozen=True, slots=True)
class ReadyView:
    """An answer that the town has ready for such a request: the order that sends it, and what it is about."""

    word: str
    label: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice, ready to be rendered. Strings that people wrote may hold anything; rendering tames them."""

    notice: str
    audience: str
    #: The notice whose templates serve when `notice` has none of its own.
    general: str
    locale: str
    town: TownView
    recipient: str = ""
    request: RequestView | None = None
    #: What a person wrote: the message, the answer or the note this notice carries.
    text: str = ""
    #: Who wrote it.
    author: str = ""
    #: Whether that is an elected official, whose words are a note and no order.
    author_is_elected: bool = False
    #: The agent who signs a letter to the requester.
    signer: SignerView | None = None
    #: How the request began, when `text` is something else.
    opening: str = ""
    #: Why the opening shows no text (a name in words.txt: encrypted, only_files, no_text); '' when it does.
    opening_unread: str = ""
    #: Whether the message came encrypted, so that `text` is empty.
    encrypted: bool = False
    #: The message's own subject, when it is not the request's.
    received_subject: str = ""
    #: Where its writer asks to be answered, when that is another domain than they wrote from: a warning.
    asks_elsewhere: str = ""
    #: The machine's address that it came from, when the person was found elsewhere or not at all.
    from_machine: str = ""
    #: The address of somebody in copy who wrote it, and whose address nothing proves that it came from.
    in_copy: str = ""
    unproved: str = ""
    #: Whether it goes to somebody outside, who is not told who asked.
    unnamed: bool = False
    files: Sequence[FileView] = ()
    verbs: Sequence[VerbView] = ()
    #: Ready answers that staff can send from here, the first of them.
    ready: Sequence[ReadyView] = ()
    #: A line that hands the request to a colleague or a service there is; '' where there is nobody else.
    hand_on: str = ""
    #: Whether answering this message reaches us in the right place.
    answerable: bool = True
    #: The signed address that answers go to, for links that answer by one tap; '' where there is none.
    answers_to: str = ""
    #: The page where its reader sees the request in a browser; '' where there is none.
    page_url: str = ""
    #: What finds the thread again when a relay rewrote our ids; '' in texts.
    marker: str = ""
    #: Six characters that name the request to this recipient alone; '' in letters.
    short_code: str = ""
    time_zone: str = "Europe/Paris"
    details: Details = field(default_factory=Details)
