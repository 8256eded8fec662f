"""A rendered notice becomes a letter: bytes that every mail client threads, answers and shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import encode_rfc2231, format_datetime, quote

from dispatch.carriers.interface import Letter
from dispatch.notices import Notice
from dispatch.render import Rendered
from models.errors import InvalidValue, PermanentFailure
from models.tokens import Purpose, Signer
from models.values import EmailAddress

#: The person that tokens of bounces name: a report comes from a machine.
NOBODY = 0
LOOP_HEADER = "X-Guichet-Loop"
#: References kept: the first, which names the thread, and the newest (RFC 5322 §3.6.4 sets no limit, relays do).
MAX_REFERENCES = 20
#: Longest Message-ID repeated; longer ones are hostile or broken (RFC 5322 §2.1.1 allows lines of 998).
MAX_ID_CHARACTERS = 250

_FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]")
_ID = re.compile(r"[!-;=?-~]+")
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that travels along."""

    name: str
    content_type: str
    content: bytes


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
    #: Subject of the reply token: the request, or the outbox row for a confirmation; None without either.
    reply_subject_id: int | None = None
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

    def message_id(self, outbox_id: int) -> str:
        """The bare Message-ID of an outbox row, the same at every try."""
        return f"{self.marker(outbox_id)}@{self._base.ascii_domain}"

    def marker(self, outbox_id: int) -> str:
        """What stands in the body's foot, for mail whose ids a relay rewrote."""
        return f"guichet.{outbox_id}.{self._signer.message_id_proof(outbox_id)}"

    def reply_to(self, head: LetterHead) -> str:
        """The signed address that answers go to; '' for notices nobody can answer."""
        purpose = head.notice.reply
        if purpose is None or head.person_id is None:
            return ""
        subject_id = head.outbox_id if purpose is Purpose.CONFIRM else head.reply_subject_id
        if subject_id is None:
            return ""
        return self._signed(purpose, subject_id, head.person_id, head.written_at)

    def bounce_to(self, head: LetterHead) -> str:
        """Where bounces of this letter come back (VERP); only they know this address."""
        return self._signed(Purpose.BOUNCE, head.outbox_id, NOBODY, head.written_at)

    def build(
        self, rendered: Rendered, head: LetterHead, sender_name: str, files: Sequence[LetterFile] = ()
    ) -> Letter:
        """The letter, whole. Raises PermanentFailure when its recipient cannot stand in a header."""
        try:
            recipient = EmailAddress.parse(head.to.email)
        except InvalidValue as wrong:
            raise PermanentFailure("The address is not a valid one.", wrong.private) from wrong
        message = _body(rendered, files)
        put = _Headers(message).put
        put("From", _mailbox(sender_name, self._base.envelope))
        put("To", _mailbox(head.to.name, recipient.envelope))
        put("Subject", _encoded(rendered.subject))
        put("Date", format_datetime(head.written_at))
        put("Message-ID", f"<{self.message_id(head.outbox_id)}>")
        thread = _thread(head.thread_ids)
        if thread:
            put("In-Reply-To", f"<{thread[-1]}>")
            put("References", " ".join(f"<{each}>" for each in thread))
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
            raw=message.as_bytes(policy=message.policy.clone(linesep="\r\n")),
            smtputf8=recipient.needs_smtputf8 or self._base.needs_smtputf8,
        )

    def _signed(self, purpose: Purpose, subject_id: int, person_id: int, now: datetime) -> str:
        token = self._signer.sign(purpose, subject_id, person_id, now + timedelta(days=self._reply_days))
        return f"{self._base.local}+{token}@{self._base.ascii_domain}"


class _Headers:
    """The only way a header gets in: nothing that ends a line passes."""

    def __init__(self, message: MIMEBase) -> None:
        self._message = message

    def put(self, name: str, value: str) -> None:
        if _FORBIDDEN.search(value.replace("\n ", " ")):
            raise PermanentFailure("The letter could not be written.", f"control character in {name}")
        self._message[name] = value


def _encoded(text: str) -> str:
    """`text` as RFC 2047 wants it when it is not plain ASCII. A line end is refused here, before folding adds ours."""
    if _FORBIDDEN.search(text):
        raise PermanentFailure("The letter could not be written.", "control character in a header")
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=75).encode(linesep="\n")


def _mailbox(name: str, address: str) -> str:
    cleaned = " ".join(_FORBIDDEN.sub(" ", name).split())[:120]
    if not cleaned or "@" in cleaned:
        # A name that looks like an address is shown by some clients as the address itself.
        cleaned = cleaned.replace("@", " ").strip()
    if not cleaned:
        return address
    if cleaned.isascii():
        return f'"{quote(cleaned)}" <{address}>'
    return f"{_encoded(cleaned)} <{address}>"


def _thread(ids: Sequence[str]) -> list[str]:
    sound = [each for each in dict.fromkeys(ids) if len(each) <= MAX_ID_CHARACTERS and _ID.fullmatch(each)]
    return sound if len(sound) <= MAX_REFERENCES else [sound[0], *sound[1 - MAX_REFERENCES :]]


def _body(rendered: Rendered, files: Sequence[LetterFile]) -> MIMEBase:
    both = MIMEMultipart("alternative")
    both.attach(_words(rendered.text, "plain"))
    both.attach(_words(rendered.html, "html"))
    if not files:
        return both
    whole = MIMEMultipart("mixed")
    whole.attach(both)
    for file in files:
        whole.attach(_file(file))
    return whole


def _words(text: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part.set_payload(text.encode("utf-8", "replace").decode("utf-8"), charset=_UTF8)
    return part


def _file(file: LetterFile) -> MIMEBase:
    major, _, minor = file.content_type.partition("/")
    if not (_TOKEN.fullmatch(major) and _TOKEN.fullmatch(minor)) or major in ("multipart", "message"):
        major, minor = "application", "octet-stream"
    part = MIMEBase(major, minor)
    part.set_payload(file.content)
    encode_base64(part)
    name = (
        " ".join(_FORBIDDEN.sub(" ", file.name).replace("/", "_").replace("\\", "_").split())[:150]
        or "fichier"
    )
    disposition = f'attachment; filename="{quote(name)}"'
    if not name.isascii():
        disposition = f"attachment; filename*={encode_rfc2231(name, 'utf-8')}"
    part["Content-Disposition"] = disposition
    return part


_TOKEN = re.compile(r"[a-zA-Z0-9!#$&^_.+-]{1,60}", re.ASCII)
