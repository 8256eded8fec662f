"""A rendered notice becomes a letter: bytes that every mail client threads, answers and shows."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, quote
from functools import lru_cache

from dispatch.letters.parts.mime import FORBIDDEN, LetterFile, body_of
from dispatch.letters.render import Rendered
from dispatch.letters.written import Letter
from dispatch.notices.catalogue import Notice
from intake.mail.machines.automatic import LOOP_HEADER
from models.errors import InvalidValue, PermanentFailure
from models.signing.tokens import Purpose, Signer
from models.values import EmailAddress

#: How a header goes on in the next line (RFC 5322 §2.2.3).
FOLD = "\r\n "
#: The person that tokens of bounces name: a report comes from a machine.
NOBODY = 0
#: References kept: the first, which names the thread, and the newest (RFC 5322 §3.6.4 sets no limit).
MAX_REFERENCES = 20
#: Longest Message-ID repeated; longer ones are hostile or broken (RFC 5322 §2.1.1 allows lines of 998).
MAX_ID_CHARACTERS = 250
#: Octets in one encoded word: with its frame and the longest name of ours, a line of 76 (RFC 2047 §2).
_WORD_OCTETS = 36
#: Names whose written form is remembered: that of the town stands in every letter, twice.
_MOST_PHRASES = 64
#: Letters whose id is remembered: more than those of a batch, which are prepared before the first leaves.
_MOST_PROOFS = 128

_ID = re.compile(r"[!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter goes; `email` is the envelope's form."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """Everything about a letter but its words."""

    outbox_id: int
    to: Address
    notice: Notice
    locale: str
    written_at: datetime
    #: Subject of the reply token: the request; None for a letter about none.
    reply_subject_id: int | None = None
    #: How far the request had come when this was written (`Signer.sign`).
    stamp: int = 0
    person_id: int | None = None
    #: Bare Message-IDs, oldest first; the last is what this letter answers.
    thread_ids: Sequence[str] = ()


class Letterbox:
    """Writes letters in the town's name. Thread-safe.

    `reply_address` is the base of signed addresses: `demandes@ville.test` gives `demandes+TOKEN@ville.test`.
    """

    def __init__(self, signer: Signer, *, reply_address: str, reply_days: int) -> None:
        self._signer = signer
        self._base = EmailAddress.parse(reply_address)
        self._reply_days = reply_days
        # Asked three times a letter: for its foot, its header and its row.
        self._proof = lru_cache(_MOST_PROOFS)(signer.message_id_proof)

    def message_id(self, outbox_id: int) -> str:
        """The bare Message-ID of an outbox row, the same at every try."""
        return f"{self.marker(outbox_id)}@{self._base.ascii_domain}"

    def marker(self, outbox_id: int) -> str:
        """What stands in the body's foot, for mail whose ids a relay rewrote."""
        return f"guichet.{outbox_id}.{self._proof(outbox_id)}"

    def reply_to(self, head: LetterHead) -> str:
        """The signed address that answers go to; '' for notices nobody can answer."""
        purpose = head.notice.reply
        if purpose is None or head.person_id is None or head.reply_subject_id is None:
            return ""
        return self._signed(purpose, head.reply_subject_id, head.person_id, head.written_at, head.stamp)

    def answers_about(self, purpose: Purpose, request_id: int, person_id: int, at: datetime, of: int) -> str:
        """The signed address by which staff order something about a request of a list, or end their task."""
        return self._signed(purpose, request_id, person_id, at, of)

    def bounce_to(self, head: LetterHead) -> str:
        """Where bounces of this letter come back (VERP); only they know this address."""
        return self._signed(Purpose.BOUNCE, head.outbox_id, NOBODY, head.written_at, 0)

    def build(
        self, rendered: Rendered, head: LetterHead, sender_name: str, files: Sequence[LetterFile] = ()
    ) -> Letter:
        """The letter, whole. Raises PermanentFailure when its recipient cannot stand in a header."""
        try:
            recipient = EmailAddress.parse(head.to.email)
        except InvalidValue as wrong:
            raise PermanentFailure("The address is not a valid one.", wrong.private) from wrong
        headers = _Headers()
        put = headers.put
        put("From", _mailbox(sender_name, self._base.envelope))
        put("To", _mailbox(head.to.name, recipient.envelope))
        put("Subject", _encoded(rendered.subject))
        put("Date", format_datetime(head.written_at))
        put("Message-ID", f"<{self.message_id(head.outbox_id)}>")
        thread = _thread(head.thread_ids)
        if thread:
            put("In-Reply-To", f"<{thread[-1]}>")
            put("References", FOLD.join(f"<{each}>" for each in thread))
        if reply_to := self.reply_to(head):
            put("Reply-To", _mailbox(sender_name, reply_to))
        if head.notice.automatic:
            put("Auto-Submitted", head.notice.automatic)
        put("X-Auto-Response-Suppress", "All")
        put(LOOP_HEADER, self._base.ascii_domain)
        put("Content-Language", head.locale)
        return Letter(
            outbox_id=head.outbox_id,
            envelope_from=self.bounce_to(head),
            envelope_to=recipient.envelope,
            raw=headers.raw() + body_of(rendered.text, rendered.html, files),
            smtputf8=recipient.needs_smtputf8 or self._base.needs_smtputf8,
        )

    def _signed(self, purpose: Purpose, subject_id: int, person_id: int, now: datetime, stamp: int) -> str:
        until = now + timedelta(days=self._reply_days)
        token = self._signer.sign(purpose, subject_id, person_id, until, stamp)
        return f"{self._base.local}+{token}@{self._base.ascii_domain}"


class _Headers:
    """The only way a header gets in: nothing that ends a line passes, but a fold of ours.

    The standard library folds each header anew, which costs as much as the rest of a letter.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []

    def put(self, name: str, value: str) -> None:
        if FORBIDDEN.search(value.replace(FOLD, " ")):
            raise PermanentFailure("The letter could not be written.", f"control character in {name}")
        self._lines.append(f"{name}: {value}\r\n")

    def raw(self) -> bytes:
        """The headers so far; UTF-8 only in addresses that need SMTPUTF8 (RFC 6532)."""
        return "".join(self._lines).encode("utf-8")


def _encoded(text: str) -> str:
    """`text` as RFC 2047 wants it when it is not plain ASCII. A line end is refused here, before folding adds
    ours.
    """
    if FORBIDDEN.search(text):
        raise PermanentFailure("The letter could not be written.", "control character in a header")
    # An ASCII text that looks like an encoded word would be decoded by its reader.
    if text.isascii() and "=?" not in text:
        return text
    octets = text.encode("utf-8", "replace")
    words, at = [], 0
    while at < len(octets):
        ends = at + _WORD_OCTETS
        while ends < len(octets) and octets[ends] & 0xC0 == 0x80:  # in the middle of a character
            ends -= 1
        words.append(b64encode(octets[at:ends]).decode())
        at = ends
    return FOLD.join(f"=?utf-8?b?{word}?=" for word in words)


def _mailbox(name: str, address: str) -> str:
    phrase = _phrase(name)
    return f"{phrase}{FOLD}<{address}>" if phrase else address


@lru_cache(_MOST_PHRASES)
def _phrase(name: str) -> str:
    """A name as it stands before an address; '' for one that says nothing."""
    cleaned = " ".join(FORBIDDEN.sub(" ", name).split())[:120]
    if not cleaned or "@" in cleaned:
        # A name that looks like an address is shown by some clients as the address itself.
        cleaned = cleaned.replace("@", " ").strip()
    if not cleaned:
        return ""
    return f'"{quote(cleaned)}"' if cleaned.isascii() and "=?" not in cleaned else _encoded(cleaned)


def _thread(ids: Sequence[str]) -> list[str]:
    sound = [each for each in dict.fromkeys(ids) if len(each) <= MAX_ID_CHARACTERS and _ID.fullmatch(each)]
    return sound if len(sound) <= MAX_REFERENCES else [sound[0], *sound[1 - MAX_REFERENCES :]]
