"""What a notice says beyond its request: one frozen value for each kind, kept as JSON in the outbox."""

from __future__ import annotations

import datetime as dt
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

#: '' in stored data means no date.
OptionalDate = Annotated[dt.date | None, BeforeValidator(lambda given: given or None)]


class Details(BaseModel):
    """Nothing beyond the request. Subclasses add fields that templates see; unknown values are dropped."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    #: The agent who is away, when the reader is told because of standing in; '' otherwise.
    absent: str = ""


class Arrived(Details):
    """A message of its reader came in. `plain`: nothing proves who wrote it, so the town signs no word, name
    or file name of it, nor a link to where they are.
    """

    received_at: datetime
    plain: bool = False


class Acknowledgement(Arrived):
    """A message became a request. What follows `missing_fields` is read from its type when written."""

    #: Keys of the required fields which the message does not give, and the questions they make.
    missing_fields: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    #: Until when they are asked for, where silence has an effect (CRPA L114-5).
    missing_by: dt.date | None = None
    #: What silence means, and from when (CRPA R112-11-1); nothing is said of it for a street signal.
    silence: Literal["none", "acceptance", "rejection"] = "none"
    silence_on: dt.date | None = None
    remedies: str = ""
    paragraph: str = ""  # Of the request type.
    upload_url: str = ""  # Where photos can be sent from a telephone, '' when nowhere.
    known_already: bool = False  # Others had reported it before: it is treated with what they reported.
    may_ask_data: bool = False  # It may be a demand under the law on personal data: how that is made is said.
    #: Why nothing could be read in the message; '' when there were words.
    no_words: Literal["", "encrypted", "pictures", "files", "empty"] = ""


class Forwarded(Arrived):
    """A mail that somebody handed on became a request; who seems to ask for it, whom nothing was sent yet."""

    address: str
    name: str = ""


class OwnWords(Details):
    """A person's own words, when they are not those of the entry."""

    text: str = ""


class StateChange(Details):
    """A verb was used. `state` is the label of where it led, whatever happens later."""

    verb: str = ""
    from_state: str = ""
    to_state: str = ""
    state: str = ""
    comment: str = ""
    date: OptionalDate = None
    hours: str = ""
    by: str = ""  # Who ended it, for the agent who has it; who took it from them (`taken_over`).
    taken_over: bool = False
    #: What a refusal owes its reader (CRPA L211-2, R421-5 CJA), from the request type when written.
    silence: Literal["none", "acceptance", "rejection"] = "none"
    remedies: str = ""


class CommandHelp(Details):
    """Why an order did nothing.

    `reason` is one of dispatch.requests.workflow.Reason, or not_signed, handed_away, unknown_verb,
    names_official, unknown_…, asked, requester_unreachable, which_task, task_over, already_held, task_held,
    planned_already, planned_… (on which day), quote_kept, nothing_written, only_read; kept_inside,
    kept_unsure, said_already, comment_kept, comment_inside and doubt_… (intake.words.orders.values.Doubt)
    when words were kept; not_proved, not_confirmed, confirm_unclear, used_by_other, used_by_colleague,
    written_elsewhere, spent, code_needed (who is speaking); undo_none, undo_late, undo_already, undo_newer,
    undo_left, undo_passed_on, undo_split, undo_unlinked, undo_opt_out, undo_elsewhere (« annuler »);
    nothing_kept, two_kept, opted_out, no_number, unknown_request, line_wrong, date_past, merged_already,
    merge_closed, merge_unseen, closed_already, stale; linked_only; split_off, nothing_to_split; encrypted,
    hidden_words; no_incident, not_joined, nobody_joined, joined_words, names_people; visa_not_yours, no_visa,
    which_visa; words_of_other; unknown_partner, partner_unreachable, partner_is_staff, partner_missing.
    """

    reason: str
    written: str = ""  # What the agent wrote, and what comes near it.
    nearest: tuple[str, ...] = ()
    kept: str = ""  # The words that stay an internal note, and whether one word of the agent sends them.
    asks: bool = False
    date_example: str = ""  # An order with a date that is still to come.
    of_task: bool = False  # Answers the notice of a task: the words that end it are shown, as TaskDetails.
    done_word: str = ""
    refused_word: str = ""


class AnswerWaits(OwnWords):
    """A copy of what is about to leave, how long it can be withdrawn; whether it is this agent's first."""

    seconds: int
    first: bool = False
    #: The state that the request has now, by an order in these words; '' when they are an answer alone.
    state: str = ""
    others: int = 0  # Whose requests were joined to this one, and to whom it does not go.
    staying: tuple[str, ...] = ()  # Names of files that stay behind: the words ask for none of their kind.


class MessageToConfirm(Details):
    """A message held until its agent confirms it, in words of ours: its own may be a forger's."""

    confirmation: int
    received_at: datetime
    order: str = ""  # As read, in words of the workflow; '' for an answer or a note.
    word_count: int = 0  # Words and files it holds.
    file_count: int = 0
    hours: int = 48
    broken: bool = False  # Whether it bears a signature that does not hold.
    #: An address we do not know which wrote under the agent's name; '' when it is their own.
    unknown_address: str = ""
    signed: bool = False  # Whether it came to a signed address of theirs.
    again: bool = False  # Whether it is proved and repeats an order.
    since: tuple[str, ...] = ()  # Kinds of what others did about the request since.


class TaskDetails(Details):
    """A task and its number (0: not known); the words that end it are the workflow's, put in when written."""

    title: str
    number: int = 0
    due_at: datetime | None = None
    done_word: str = ""
    refused_word: str = ""


class Refusal(Details):
    """A message that was not taken; `answer` is the rule's own text."""

    reason: Literal[
        "rule", "too_large", "quota", "not_allowed", "unreadable", "infected", "files_not_kept"
    ] = "rule"
    answer: str = ""
    subject: str = ""
    received_at: datetime | None = None
    limit_bytes: int | None = None


class Undeliverable(Details):
    """What could not be told: the notice, why, and by which channel it may still be told."""

    reason: str
    notice: str = ""
    #: email, sms or '' when there is no other way.
    other_way: str = ""
    #: Whether the notice was sent that other way already.
    sent_other_way: bool = False


class LetterWaits(Details):
    """A letter that the recipient's mail filter holds until its sender proves to be a person."""

    address: str


class ContactCodeDetails(Details):
    """A code which proves that this address or number belongs to the same person."""

    code: str
    minutes: int = 30
    #: The contact that is linked when this second code, sent to the one on file, is given back.
    other: str = ""


class ContactChanged(Details):
    """What became of a change of address or number."""

    what: Literal["changed", "refused", "expired"]


class SignInDetails(ContactCodeDetails):
    """What signs its reader in at the pages, once: the link, or the code where the link was not opened."""

    url: str


class Survey(Details):
    """What the requester thinks of it; `again`: asked a last time; `written`: what they gave for a mark."""

    again: bool = False
    written: str = ""


class DataRequested(Details):
    """Somebody asked for what is kept about them: when that came in, and until when they are answered."""

    received_at: datetime
    due_at: datetime


class CodeSent(Details):
    """Where a code went; it is to be given back here."""

    to: str
    minutes: int = 30


class ContactsLinked(Details):
    """The other address or number that belongs to the same person from now on."""

    other: str


class SetAsideDetails(Details):
    """An inbound message which needs an administrator."""

    inbound: int
    reason: str
    #: Whether its sender was told that it was not taken.
    answered: bool = False


class CheckpointDetails(Details):
    """The signed note of how far history and access log had come, to be kept as it is."""

    note: str


class Alert(Details):
    """Something an administrator must see to: what, why, and the command that shows more."""

    summary: str
    explanation: str = ""
    #: What dispatch.notices.alerts says in the reader's language, and what a program said in its own words.
    key: str = ""
    explains: str = ""
    values: dict[str, str] = {}
    detail: str = ""
    command: str = ""
