"""Marks that a machine wrote a mail: absences, lists, reports, devices (RFC 3834, RFC 2919, RFC 5965).

A mark says that nobody must be answered. Whether the mail may be a request is not decided here: a parent who
writes « Absente du 7 au 11 décembre », a web form sent through a bulk service and a citizen forwarded by a
mailbox rule all carry marks of machines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from intake.mail.machines.absences import is_absence_subject, says_absence
from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.headers import Headers
from intake.mail.wire.mime import Part
from intake.mail.wire.subjects import bare_subject
from intake.message import Automatic

#: The field our own letters carry, and how we know them when they come back; names of fields have no case.
LOOP_HEADER = "X-Guichet-Loop"

# receipt    = the subject of a read receipt, "Lu :" / "Read:" / …
_RECEIPT = re.compile(
    r"(?:read|lu|accus[ée] de (?:lecture|r[ée]ception)|gelesen|le[íi]do|letto|not read|non "
    r"lu|delivered|return receipt \(displayed\))\s*[:(]|disposition notification|accus[ée] de lecture",
    re.IGNORECASE,
)
# machine    = local part of a machine, [delimiter and more], "@"
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|noreply|do-?not-?reply|nepasrepondre|listserv|majordomo|"
    r"bounce[s]?|auto-?reply|owner-.+|.+-request|.+-bounces)(?:[+=_.-].*)?@",
    re.IGNORECASE,
)
#: RFC 5321 §4.5.3.1 allows 254 octets; beyond, going back and forth in one would take time in its square.
_LONGEST_ADDRESS = 320
# scanner    = makes and names of devices; form = names of programs that send web forms
_SCANNER = re.compile(
    r"scan(?:ner)?\b|copieur|copier|photocopieur|multifonction|\bmfp\b|ricoh|konica|kyocera|canon "
    r"?ir|xerox|workcentre|toshiba e-?studio|sharp mx|"
    r"brother|hp (?:laserjet|officejet|digital sending)|lexmark|epson|fax",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"wordpress|wpforms|contact form|formulaire|drupal|joomla|typo3|spip|jotform|typeform|gravity "
    r"?forms|formspree|demarches|phpmailer|webform|elementor|swift ?mailer|symfony",
    re.IGNORECASE,
)
# field      = at a line's head, the name of a field of a web form, ":"
_FORM_FIELD = re.compile(
    r"^[ \t*>]{0,6}(?:nom|pr[ée]nom|name|your name|votre nom|e-?mail|courriel|adresse "
    r"e-?mail|t[ée]l[ée]phone|phone|message|"
    r"votre message|objet|sujet|subject)[ \t*]{0,4}:",
    re.IGNORECASE | re.MULTILINE,
)
_READ = 20_000
_AUTOREPLY_FIELDS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-vacation",
    "x-autoreply-from",
    "x-mail-autoreply",
)
_LIST_FIELDS = ("x-mailing-list", "x-beenthere", "mailing-list", "x-mailman-version", "x-ml-name", "x-list")
_TRACKERS = (
    "x-jira-fingerprint",
    "x-redmine-host",
    "x-bugzilla-reason",
    "x-rt-originator",
    "x-zammad-ticket-id",
)


@dataclass(frozen=True, slots=True)
class _Mail:
    """What the marks are looked for in. `submitted` is the keyword of Auto-Submitted, '' when it says
    nothing.
    """

    part: Part
    headers: Headers
    subject: str
    sender: str
    text: str
    submitted: str
    precedence: str

    @property
    def title(self) -> str:
        """The subject as an absence would have it: « Re: Réponse automatique » in answer to something is a
        person's.
        """
        return self.subject if self.headers.has("in-reply-to") else bare_subject(self.subject)


def find_automatic(part: Part, subject: str, sender: str, text: str = "") -> Automatic | None:
    """The first mark of a machine, asked for in the order of `_MARKS`; None when a person wrote it to us."""
    headers = part.headers
    submitted = headers.structured("auto-submitted").value.split("(")[0].strip()
    mail = _Mail(
        part,
        headers,
        subject,
        sender[:_LONGEST_ADDRESS],
        text[:_READ],
        "" if submitted == "no" else submitted,
        headers.text("precedence").strip().casefold(),
    )
    return next((found for mark in _MARKS if (found := mark(mail)) is not None), None)


def wants_no_answer(headers: Headers) -> bool:
    """X-Auto-Response-Suppress: a wish not to be answered automatically; the mail is stored all the same."""
    value = headers.text("x-auto-response-suppress").casefold()
    return any(word in value for word in ("all", "oof", "autoreply", "dr", "rn", "nrn"))


def _ours(mail: _Mail) -> Automatic | None:
    is_ours = mail.headers.has(LOOP_HEADER.lower())
    return Automatic("loop", "It carries our own loop header.") if is_ours else None


def _report(mail: _Mail) -> Automatic | None:
    """A feedback report or a read receipt, by its form."""
    types = {child.content_type for child in mail.part.children}
    kind = ""
    if mail.part.content_type == "multipart/report":
        kind = mail.part.parameters.get("report-type", "").casefold()
    if kind == "feedback-report" or "message/feedback-report" in types:
        return Automatic("feedback", "It is a feedback report (RFC 5965).")
    if kind == "disposition-notification" or (kind and "message/disposition-notification" in types):
        return Automatic("read_receipt", "It is a read receipt (RFC 8098).")
    return None


def _replied(mail: _Mail) -> Automatic | None:
    """A header says that a program replied."""
    if mail.submitted.startswith(("auto-replied", "auto-notified")):
        return Automatic("vacation", f"Auto-Submitted: {mail.submitted[:40]}.")
    if mail.precedence in {"auto_reply", "auto-reply"}:
        return Automatic("vacation", "Precedence: auto_reply.")
    for name in _AUTOREPLY_FIELDS:
        if mail.headers.has(name) and mail.headers.text(name).casefold() not in {"no", "false", "0"}:
            return Automatic("vacation", f"{name.title()} is set.")
    if mail.headers.text("delivered-to").casefold() == "autoresponder":
        return Automatic("vacation", "A program wrote it.")
    if mail.headers.text("x-fc-machinegenerated") == "true":
        return Automatic("vacation", "A program wrote it.")
    return None


def _mailbox_rule(mail: _Mail) -> Automatic | None:
    """Exchange's mailbox rule answered. One that redirects names the mailbox, not the sender: that is a
    citizen's mail.
    """
    named = {
        box.address.casefold() for box in parse_addresses(mail.headers.raw("x-ms-exchange-inbox-rules-loop"))
    }
    source = mail.headers.text("x-ms-exchange-generated-message-source").casefold()
    if mail.sender.casefold() in named or source.startswith("mailbox rules"):
        return Automatic("vacation", "Exchange's inbox rules wrote it.")
    return None


def _absence(mail: _Mail) -> Automatic | None:
    """An absence by its subject and another mark, or by what it says of itself; by its subject alone only in
    answer.
    """
    is_called = is_absence_subject(mail.title) or is_absence_subject(mail.headers.text("x-original-subject"))
    if is_called and (mail.submitted or wants_no_answer(mail.headers) or says_absence(mail.text)):
        return Automatic("vacation", "The subject and another mark are those of an absence message.")
    if says_absence(mail.text, by_itself=True):
        return Automatic("vacation", "The text says that it is an automatic answer.")
    if is_called:
        return Automatic("vacation", "The subject is that of an absence message.", only_in_answer=True)
    return None


def _list(mail: _Mail) -> Automatic | None:
    """Sent by a list; or in bulk, unless it is a web form: those are sent through the same services."""
    for name, value in mail.headers.fields:
        if name.startswith("list-") and name != "list-unsubscribe" and name != "list-unsubscribe-post":
            return Automatic("list", f"{name.title()} is set.")
        if name in _LIST_FIELDS or (name == "x-loop" and b"@" in value):
            return Automatic("list", f"{name.title()} is set.")
    if _is_form(mail):
        return None
    if mail.precedence in {"list", "bulk", "junk"}:
        return Automatic("list", f"Precedence: {mail.precedence}.")
    return Automatic("list", "It was sent in bulk.") if mail.headers.has("list-unsubscribe") else None


def _device(mail: _Mail) -> Automatic | None:
    """A scanner or a web form: what it sends was asked by a person."""
    if _SCANNER.search(_mailer(mail.headers)):
        return Automatic("generated", "A scanner or copier sent it.", is_likely_request=True)
    if _is_form(mail):
        return Automatic("generated", "A web form sent it.", is_likely_request=True)
    return None


def _generated(mail: _Mail) -> Automatic | None:
    """A program wrote it, and says so, or another ticket system does: perhaps an alarm, perhaps for a
    person.
    """
    reason = f"Auto-Submitted: {mail.submitted[:40]}." if mail.submitted else _tracker(mail.headers)
    return Automatic("generated", reason, is_likely_request=True) if reason else None


def _tracker(headers: Headers) -> str:
    """The field by which a ticket system knows its own mail again (X-…-Loop), '' when there is none."""
    for name, _ in headers.fields:
        is_loop = name.startswith("x-") and (name.endswith("-loop") or "loop-prevention" in name)
        if (is_loop and name != "x-ms-exchange-inbox-rules-loop") or name in _TRACKERS:
            return f"{name.title()} is set."
    return ""


def _bulk_service(mail: _Mail) -> Automatic | None:
    if not mail.headers.has("feedback-id"):
        return None
    return Automatic("generated", "A service that sends for programs sent it.", is_likely_request=True)


def _null_sender(mail: _Mail) -> Automatic | None:
    return_path = mail.headers.raw_all("return-path")
    if not return_path or return_path[0].strip() != b"<>":
        return None
    return Automatic("generated", "Its envelope sender is empty.", is_likely_request=True)


def _read_receipt(mail: _Mail) -> Automatic | None:
    is_one = any(child.content_type == "message/disposition-notification" for child in mail.part.walk())
    if not is_one or not _RECEIPT.match(mail.subject):
        return None
    return Automatic("read_receipt", "The subject is that of a read receipt.")


def _machine_address(mail: _Mail) -> Automatic | None:
    """A portal's notice may hold a citizen's request: stored for people to see, never answered."""
    if not _MACHINE.match(mail.sender):
        return None
    return Automatic("generated", "Its sender is a machine's address.", is_likely_request=True)


#: What is asked of a mail, surest first.
_MARKS: tuple[Callable[[_Mail], Automatic | None], ...] = (
    _ours,
    _report,
    _replied,
    _mailbox_rule,
    _absence,
    _list,
    _device,
    _generated,
    _bulk_service,
    _null_sender,
    _read_receipt,
    _machine_address,
)


def _mailer(headers: Headers) -> str:
    return f"{headers.text('x-mailer')} {headers.text('user-agent')}"[:500]


def _is_form(mail: _Mail) -> bool:
    """Whether a web form sent it: by its program, or by two fields of a form in its text."""
    if mail.headers.has("x-php-originating-script") or mail.headers.has("x-php-script"):
        return True
    if _FORM.search(_mailer(mail.headers)):
        return True
    is_sent_by_program = (
        mail.submitted
        or mail.headers.has("feedback-id")
        or mail.headers.has("list-unsubscribe")
        or mail.precedence
    )
    return bool(is_sent_by_program) and len({found[0] for found in _FORM_FIELD.finditer(mail.text)}) >= 2
