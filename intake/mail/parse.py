"""Bytes to a ParsedMessage: pure, never fails but on emptiness, and says what was wrong.

The tree is cut by our own code (mime.py): the standard library takes 2.4 s on 195 KB of ";" and mail-parser
7.4 s, and no parser at hand bounds depth, parts and headers before it works.
"""

from __future__ import annotations

import hashlib

from intake.mail.body.parts import BodyReader
from intake.mail.body.text import Body, choose, decode_html, decode_text, squeeze_blank_lines
from intake.mail.files.attachments import Attachments
from intake.mail.machines.automatic import find_automatic, wants_no_answer
from intake.mail.machines.bounce import find_bounce, original_message_id
from intake.mail.machines.challenges import is_challenge
from intake.mail.proof.alignment import domain_of
from intake.mail.proof.signatures import Keys, read_signatures
from intake.mail.reply.split import Reply, split_lines
from intake.mail.wire.addresses import doubt_of_mailbox, parse_addresses
from intake.mail.wire.authentication import MOST
from intake.mail.wire.dates import parse_date
from intake.mail.wire.encoded_words import header_text, plain_text
from intake.mail.wire.headers import Headers
from intake.mail.wire.identifiers import parse_message_id, parse_message_ids
from intake.mail.wire.limits import DEFAULT, Limits
from intake.mail.wire.mime import Part, parse_tree
from intake.mail.wire.subjects import bare_subject, is_forward
from intake.mail.wire.trace import Trace, read_trace
from intake.message import HIDDEN, Automatic, Bounce, BouncedRecipient, Mailbox, NoWords, ParsedMessage
from intake.words.reactions import find_reaction
from models.vocabulary import Channel

_SUBJECT_CHARS = 2_000
_RESULTS = "authentication-results"


class Unreadable(Exception):
    """The bytes are no message at all; the text says why, for an administrator."""


def parse_mail(raw: bytes, *, limits: Limits = DEFAULT, keys: Keys | None = None) -> ParsedMessage:
    """The message read; with `keys` its signatures are verified.

    Raises Unreadable when there is nothing to read, and nothing else for any bytes. Linear in `raw`.
    """
    if not raw.strip(b"\r\n\t \x00"):
        raise Unreadable("The message is empty.")
    defects: list[str] = []
    part = parse_tree(raw, defects, limits)
    headers = part.headers
    if not headers.fields:
        defects.append("The message has no header at all; all of it was read as text.")
    attachments = Attachments(defects, limits)
    reader = BodyReader(attachments, defects, limits)
    reader.read(part)
    body = reader.body()
    attachments.add_copies()
    reply = _reply(body)
    subject = headers.text("subject")[:_SUBJECT_CHARS]
    sender = _sender(headers, defects, limits)
    address = sender.address if sender else ""
    bounce = find_bounce(part, subject, address, body.text) or _challenge(subject, address, body.text)
    message_id = parse_message_id(headers.raw("message-id"))
    trace = read_trace(headers)
    return ParsedMessage(
        channel=Channel.EMAIL,
        subject=subject,
        bare_subject=bare_subject(subject),
        is_forward=is_forward(subject),
        sender=sender,
        sender_doubt=_sender_doubt(headers),
        reply_to=_boxes(headers, "reply-to", limits),
        original_from=_original_from(headers),
        to=_boxes(headers, "to", limits),
        cc=_boxes(headers, "cc", limits),
        message_id=message_id,
        in_reply_to=parse_message_ids(headers.raw("in-reply-to"), limits.references),
        references=parse_message_ids(b" ".join(headers.raw_all("references")), limits.references),
        date=parse_date(headers.text("date")),
        text=body.text,
        reply=reply.reply,
        quoted=reply.quoted,
        signature=reply.signature,
        attachments=tuple(attachments.found),
        no_words=_no_words(body.text, reader),
        automatic=_automatic(bounce, part, subject, address, body.text),
        reaction="" if attachments.found else reader.reaction or find_reaction(reply.reply, by_mail=True),
        bounce=bounce,
        delivered_to=_delivered_to(headers, trace, limits),
        authentication_results=tuple(map(plain_text, headers.raw_all(_RESULTS)[: MOST + 1])),
        authentication_received_above=_received_above(headers),
        signatures=read_signatures(headers, raw, domain_of(address), keys),
        spam_headers=_spam_headers(headers),
        defects=tuple(defects),
        content_key=_content_key(message_id or _nameless(headers), address, part),
        extra=_extra(part, trace, reader.hidden()),
    )


def parse_bare_text(raw: bytes) -> ParsedMessage:
    """A bare plain text, as the body of a mail without header. Linear in `raw`."""
    defects: list[str] = []
    body = choose(decode_text(raw, "", defects), "")
    body.text = squeeze_blank_lines(body.text)
    return _bare(body, defects)


def parse_bare_html(raw: bytes) -> ParsedMessage:
    """A bare HTML text, as the body of a mail without header. Linear in `raw`."""
    defects: list[str] = []
    return _bare(choose("", decode_html(raw, "", defects)), defects)


def _bare(body: Body, defects: list[str]) -> ParsedMessage:
    reply = _reply(body)
    return ParsedMessage(
        channel=Channel.EMAIL,
        text=body.text,
        reply=reply.reply,
        quoted=reply.quoted,
        signature=reply.signature,
        defects=tuple(defects),
    )


def _reply(body: Body) -> Reply:
    """The reply in the plain version, unless only the HTML one shows what is quoted."""
    found = split_lines(body.lines)
    if found.has_quote or not body.html:
        return found
    marked = split_lines(body.html)
    return marked if marked.has_quote and any(line.hint for line in body.html) else found


def _no_words(text: str, reader: BodyReader) -> NoWords | None:
    """Why the message says nothing that can be read here; None when it says something."""
    if reader.is_encrypted or text.lstrip().startswith("-----BEGIN PGP MESSAGE-----"):
        # What stands beside an encrypted part is its program's notice, never the words.
        return "encrypted"
    if text.strip():
        return None
    documents = [one for one in reader.attachments.found if not one.decorative]
    if not documents:
        return "empty"
    return "pictures" if all(one.content_type.startswith("image/") for one in documents) else "files"


def _automatic(bounce: Bounce | None, part: Part, subject: str, address: str, text: str) -> Automatic | None:
    if bounce is None:
        return find_automatic(part, subject, address, text)
    return (
        Automatic("delay", "It is a notice of delay; its server goes on trying.")
        if bounce.kind == "delay"
        else None
    )


def _challenge(subject: str, address: str, text: str) -> Bounce | None:
    """What a mail filter asks before it delivers our letter, as a report about the address it guards."""
    if not is_challenge(subject, text):
        return None
    waits = BouncedRecipient(address, "", permanent=False, diagnostic="waits for a person to confirm it")
    return Bounce((waits,), kind="challenge")


def _sender(headers: Headers, defects: list[str], limits: Limits) -> Mailbox | None:
    boxes = _boxes(headers, "from", limits)
    if len(boxes) > 1:
        defects.append("The message names several senders; the first is taken.")
    with_address = next((box for box in boxes if "@" in box.address), None)
    if with_address or boxes:
        return with_address or boxes[0]
    fallback = next((box for box in parse_addresses(headers.raw("sender")) if "@" in box.address), None)
    defects.append(
        "The message has no sender." if fallback is None else "The message has no From; Sender is taken."
    )
    return fallback


def _sender_doubt(headers: Headers) -> str:
    """Why whom From names is nobody; '' when it names one mailbox."""
    values = headers.raw_all("from")
    if len(values) != 1:
        return "several" if values else "not_in_from"
    return doubt_of_mailbox(values[0])


def _received_above(headers: Headers) -> tuple[int, ...]:
    """For each Authentication-Results that is kept, how many Received stand above it."""
    above = 0
    counts: list[int] = []
    for name, _ in headers.fields:
        above += name == "received"
        if name == _RESULTS and len(counts) <= MOST:
            counts.append(above)
    return tuple(counts)


def _original_from(headers: Headers) -> Mailbox | None:
    """The first address of the fields in which lists and gateways keep the From that they replaced."""
    return next(
        (
            box
            for name in ("x-original-from", "x-original-sender", "x-google-original-from")
            for box in parse_addresses(headers.raw(name), 5)
            if "@" in box.address
        ),
        None,
    )


def _boxes(headers: Headers, name: str, limits: Limits) -> tuple[Mailbox, ...]:
    """The mailboxes of every field of that name, each once, within the addresses and bytes that are looked
    at.
    """
    found: dict[Mailbox, None] = {}
    left = limits.address_bytes
    for value in headers.raw_all(name):
        if left <= 0 or len(found) >= limits.addresses:
            break
        found.update(dict.fromkeys(parse_addresses(value[:left], limits.addresses - len(found))))
        left -= len(value)
    return tuple(found)


def _delivered_to(headers: Headers, trace: Trace, limits: Limits) -> tuple[str, ...]:
    found: list[str] = []
    for name in (
        "x-original-to",
        "delivered-to",
        "x-delivered-to",
        "envelope-to",
        "x-envelope-to",
        "x-forwarded-to",
    ):
        found.extend(box.address for box in _boxes(headers, name, limits) if "@" in box.address)
    # A mailbox in Bcc is often named by nobody but the server that delivered (`for <…>`).
    return tuple(dict.fromkeys([*found, *trace.recipients]))[: limits.addresses]


def _spam_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    names = ("x-spam", "x-rspamd", "x-spamd", "x-ovh-spam", "x-virus")
    return tuple(
        (name, header_text(value)[:1_000]) for name, value in headers.fields if name.startswith(names)
    )[:50]


def _extra(part: Part, trace: Trace, hidden: tuple[str, ...]) -> dict[str, str]:
    """Facts for rules and for the administrator, by name; absent ones are left out."""
    headers = part.headers
    extra: dict[str, str] = {}
    for key, name in (
        ("list_id", "list-id"),
        ("original_from", "x-original-from"),
        ("list_post", "list-post"),
        ("mailing_list", "mailing-list"),
        ("auto_submitted", "auto-submitted"),
        ("importance", "importance"),
        ("mailer", "x-mailer"),
        ("language", "content-language"),
    ):
        if value := headers.text(name)[:300]:
            extra[key] = value
    if about := original_message_id(part):
        extra["original_message_id"] = about
    if trace.received_at:
        extra["received_at"] = trace.received_at.isoformat()
    if trace.hop_count:
        extra["hops"] = str(trace.hop_count)
    if hidden:
        extra[HIDDEN] = "\n".join(hidden)[:4_000]
    if wants_no_answer(headers):
        extra["suppress_answer"] = headers.text("x-auto-response-suppress")[:100]
    if headers.has("return-path"):
        extra["return_path"] = headers.text("return-path").strip("<> ")[:320]
    return extra


def _nameless(headers: Headers) -> str:
    """What tells two mails without Message-ID apart when their bodies are empty or the same."""
    return "\n".join(("", headers.text("subject"), headers.text("date")))


def _content_key(message_id: str, address: str, part: Part) -> str:
    """Hash of (Message-ID, From, body): trace headers and transfer encodings may differ between two copies,
    and whatever a relaxed signature leaves free (RFC 6376 §3.4.4): runs of blanks, those at ends of lines,
    empty lines at the end.
    """
    digest = hashlib.sha256()
    for piece in (message_id, address.casefold()):
        digest.update(piece.encode("utf-8", "replace") + b"\x00")
    for leaf in part.walk():
        if not leaf.is_multipart:
            digest.update(_relaxed(leaf.content()) + b"\x00")
    return digest.hexdigest()


def _relaxed(content: bytes) -> bytes:
    """The same lines without what may differ in them. Nothing here takes a step of Python for each line."""
    lines = content.replace(b"\t", b" ").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    while b"  " in lines:
        # Each time runs are half as long: of the longest there can be, ten million, there are 24.
        lines = lines.replace(b"  ", b" ")
    return b"\n".join(map(bytes.rstrip, lines.split(b"\n"))).rstrip()
