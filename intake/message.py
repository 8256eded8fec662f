"""What was understood of one message, whatever its door: plain frozen values, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from models.vocabulary import Channel

#: Why a message says nothing in words: it needs a key, it has pictures or other files alone,
#: or nothing at all.
NoWords = Literal["encrypted", "pictures", "files", "empty"]
#: `other`: surely neither French nor English.
Language = Literal["fr", "en", "other"]
#: In `ParsedMessage.extra`: the words of its HTML that are not seen, one run a line.
HIDDEN = "hidden_words"
AutomaticKind = Literal["vacation", "list", "generated", "loop", "feedback", "read_receipt", "delay"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address as a header gave it; `address` is bare, may be malformed, never has a line break."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """One file that came along.

    `filename` is safe to write and to show (no separators, controls or bidi tricks, ≤ 120 characters);
    `shown_name` is what the sender called it, decoded, without control characters and marks that turn it
    round.
    `content_type` is what the bytes are, not what the sender said.
    """

    filename: str
    shown_name: str
    content_type: str
    size_bytes: int
    sha256: str
    #: None once the bytes are in the file store.
    content: bytes | None
    #: Shown inside the text (Content-ID or disposition inline).
    inline: bool = False
    #: A signature logo or tracking pixel: kept, not listed as a document.
    decorative: bool = False
    content_id: str = ""
    #: Where and when a photo was taken (EXIF), WGS84 degrees.
    latitude: float | None = None
    longitude: float | None = None
    taken_at: datetime | None = None
    #: SHA-256 of the attachment this one was made from (a JPEG copy of a HEIC, a file out of winmail.dat).
    derived_from: str = ""
    #: Text that could be read in it (a forwarded message), '' otherwise.
    text: str = ""


@dataclass(frozen=True, slots=True)
class RemoteMedia:
    """A file that stayed with the SMS provider, to be fetched later; the type is the provider's word."""

    url: str
    content_type: str = ""


#: `partial`: it leaves out what must be covered; `unknown`: not verified, or its key cannot be had.
SignatureResult = Literal["pass", "fail", "partial", "unknown"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A DKIM signature whose domain is aligned with From, and what verifying it gave."""

    domain: str
    result: SignatureResult


@dataclass(frozen=True, slots=True)
class Automatic:
    """A mark that a machine wrote it: then nobody is answered automatically.

    Whether it becomes a request is another question. Only what is proved to answer us or to be ours does not,
    and a proof is not the reader's to give (dispatch/inbound/machines.py).
    """

    kind: AutomaticKind
    reason: str
    #: Machines write so for people (a scanner, a web form, a portal):
    #: a request even when nothing proves it one.
    is_likely_request: bool = False
    #: People write so too (« Absente du 7 au 11 décembre »): it counts only in answer to a letter of ours.
    only_in_answer: bool = False


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """One failed recipient of a delivery report (RFC 3464); `status` is RFC 3463 (`5.1.1`) or ''."""

    address: str
    status: str
    permanent: bool
    diagnostic: str = ""


#: What became of the letter: it failed; it is late, its server goes on trying; it arrived; it waits until
#: somebody proves to be a person (a challenge of the recipient's mail filter).
BounceKind = Literal["failure", "delay", "delivery", "challenge"]


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server or filter says of a letter, with whatever could identify it."""

    recipients: tuple[BouncedRecipient, ...]
    original_message_id: str = ""
    kind: BounceKind = "failure"


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """One message, read. Every string is valid Unicode without NUL; header values have no line breaks."""

    channel: Channel
    subject: str = ""
    #: The subject without Re:, TR:, [EXTERNE]… prefixes.
    bare_subject: str = ""
    #: Whether the subject says that another mail is handed on (TR:, Fwd:):
    #: what it quotes is then what it says.
    is_forward: bool = False
    sender: Mailbox | None = None
    #: Why `sender` is only what can be made of it and no single mailbox strictly written in From (RFC 5322
    #: §3.6.2): `several`, `not_in_from`, `route`, `encoded`, `angle`, `alike`; `list` when somebody else
    #: who is named stands in for it; '' when it is one.
    sender_doubt: str = ""
    reply_to: tuple[Mailbox, ...] = ()
    #: Who wrote it before a list or a gateway put its own address into From (X-Original-From and its like).
    original_from: Mailbox | None = None
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    #: Bare ids without angle brackets; '' when absent or malformed.
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    #: Date header as aware UTC; None when absent or broken.
    date: datetime | None = None
    #: The whole body as text, lines ended by \n.
    text: str = ""
    #: The new text alone; equals `text` when nothing is quoted. Inline answers keep what they answer.
    reply: str = ""
    quoted: str = ""
    signature: str = ""
    attachments: tuple[ParsedAttachment, ...] = ()
    #: Why there is no text to read; None when there is one.
    no_words: NoWords | None = None
    #: Files of a text message, in the order sent; the bytes come later
    #: (dispatch/delivery/carriers/twilio_media.py).
    media: tuple[RemoteMedia, ...] = ()
    automatic: Automatic | None = None
    #: The emoji or word by which somebody reacted to a message without writing one;
    #: '' when it is no reaction.
    reaction: str = ""
    bounce: Bounce | None = None
    #: Delivered-To, X-Original-To: addresses this copy was delivered to, by a relay's word.
    delivered_to: tuple[str, ...] = ()
    #: Authentication-Results headers, topmost first, unfolded, no encoded word decoded, untrusted.
    authentication_results: tuple[str, ...] = ()
    #: How many Received fields stand above each of them.
    authentication_received_above: tuple[int, ...] = ()
    #: DKIM signatures of the domain of From.
    signatures: tuple[Signature, ...] = ()
    #: X-Spam-*, X-Rspamd-* headers by lower-case name: a trusted upstream's opinion.
    spam_headers: tuple[tuple[str, str], ...] = ()
    #: What was wrong and how it was read all the same; sentences for an administrator.
    defects: tuple[str, ...] = ()
    #: The language it is in, and the one that its new words show (intake/words/language.py); None when nobody
    #: looked.
    language: Language | None = None
    language_written: Literal["fr", "en", ""] | None = None
    #: Hash of (Message-ID, From, body): the same mail arriving twice has the same.
    content_key: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was newly written: the whole text when nothing could be cut off."""
        return self.reply or self.text

    @property
    def opening(self) -> str:
        """What this says as the first message of a request: with the signature, which often holds the
        address.

        Of a forwarded mail, and of one that answers nothing, nothing is cut: the quoted part is the matter.
        """
        answers = bool(self.in_reply_to or self.references) and not self.is_forward
        if not answers:
            return self.text or self.reply
        return "\n\n".join(filter(None, (self.words, self.signature)))
