"""Mail that nobody must answer: absences, lists, machines, loops, reports (RFC 3834, RFC 2919, RFC 5965)."""

from __future__ import annotations

import re

from intake.mail.wire.headers import Headers
from intake.mail.wire.mime import Part
from intake.mail.wire.subjects import bare_subject
from intake.message import Automatic

LOOP_HEADER = "x-guichet-loop"

_ABSENCE = re.compile(
    r"(?:\[[^\]]{1,40}\]\s*)?(?:"
    r"r[ée]ponse automatique|(?:message|r[ée]ponse) d['’ ]?(?:absence|automatique)|absent?(?:ce|e)? (?:du|de mon|au) bureau|(?:je suis )?absente? (?:jusqu|du \d)|automatic reply|auto(?:matic)?[- ]?(?:reply|response|respond(?:er)?)|out of (?:the )?office|away from (?:my )?(?:office|mail|e-?mail|desk)|"
    r"on vacation|vacation (?:reply|notice|response|message)|autoreply|automatische (?:antwort|abwesenheits)|abwesenheit|respuesta autom[áa]tica|fuera de (?:la )?oficina|"
    r"risposta automatica|fuori ufficio|resposta autom[áa]tica|automatisch antwoord|afwezig|autosvar|automatiskt svar|frånvaro|automaattinen vastaus|"
    r"odpowiedź automatyczna|автоответ|自动回复|自動回覆|自動返信|i am (?:currently )?(?:out|away)"
    r")",
    re.IGNORECASE,
)
_RECEIPT = re.compile(
    r"(?:read|lu|accus[ée] de (?:lecture|r[ée]ception)|gelesen|le[íi]do|letto|not read|non lu|delivered|return receipt \(displayed\))\s*[:(]|disposition notification|accus[ée] de lecture",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|noreply|do-?not-?reply|nepasrepondre|listserv|majordomo|"
    r"bounce[s]?|auto-?reply|owner-.+|.+-request|.+-bounces)(?:[+=_.-].*)?@",
    re.IGNORECASE,
)
#: RFC 5321 §4.5.3.1 allows 254 octets; beyond, going back and forth in one would take time in its square.
_LONGEST_ADDRESS = 320
_SCANNER = re.compile(
    r"scan(?:ner)?\b|copieur|copier|photocopieur|multifonction|\bmfp\b|ricoh|konica|kyocera|canon ?ir|xerox|workcentre|toshiba e-?studio|sharp mx|"
    r"brother|hp (?:laserjet|officejet|digital sending)|lexmark|epson|fax",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"wordpress|wpforms|contact form|formulaire|drupal|joomla|typo3|spip|jotform|typeform|gravity ?forms|formspree|demarches|phpmailer|webform|elementor|swift ?mailer|symfony",
    re.IGNORECASE,
)


def find_automatic(part: Part, subject: str, sender: str) -> Automatic | None:
    """Why this mail must not be answered, None when a person wrote it to us."""
    headers = part.headers
    if headers.has(LOOP_HEADER):
        return Automatic("loop", "It carries our own loop header.")
    if report := _report(part):
        return report
    submitted = headers.structured("auto-submitted").value.split("(")[0].strip()
    precedence = headers.text("precedence").strip().casefold()
    # « Re: Réponse automatique » that answers something is a person's.
    title = subject if headers.has("in-reply-to") else bare_subject(subject)
    if _ABSENCE.match(title) or _ABSENCE.match(headers.text("x-original-subject")):
        return Automatic("vacation", "The subject is that of an absence message.")
    if submitted.startswith(("auto-replied", "auto-notified")):
        return Automatic("vacation", f"Auto-Submitted: {submitted[:40]}.")
    vacation = _vacation_header(headers, precedence)
    if vacation:
        return Automatic("vacation", vacation)
    if list_reason := _list(headers, precedence):
        return Automatic("list", list_reason)
    if submitted and submitted != "no":
        return _generated(headers, subject, sender, f"Auto-Submitted: {submitted[:40]}.")
    if device := _device(headers):
        return Automatic("generated", device, is_request=True)
    return_path = headers.raw_all("return-path")
    if return_path and return_path[0].strip() == b"<>":
        return Automatic("generated", "Its envelope sender is empty.")
    if _RECEIPT.match(subject) and _is_receipt_body(part):
        return Automatic("read_receipt", "The subject is that of a read receipt.")
    if _MACHINE.match(sender[:_LONGEST_ADDRESS]):
        # A portal's notice may hold a citizen's request: stored for people to see, never answered.
        return Automatic("generated", "Its sender is a machine's address.", is_request=True)
    return None


def wants_no_answer(headers: Headers) -> bool:
    """X-Auto-Response-Suppress: a wish not to be answered automatically; the mail is stored all the same."""
    value = headers.text("x-auto-response-suppress").casefold()
    return any(word in value for word in ("all", "oof", "autoreply", "dr", "rn", "nrn"))


def _report(part: Part) -> Automatic | None:
    if part.content_type == "multipart/report":
        kind = part.parameters.get("report-type", "").casefold()
        types = {child.content_type for child in part.children}
        if kind == "feedback-report" or "message/feedback-report" in types:
            return Automatic("feedback", "It is a feedback report (RFC 5965).")
        if kind == "disposition-notification" or "message/disposition-notification" in types:
            return Automatic("read_receipt", "It is a read receipt (RFC 8098).")
    if any(p.content_type == "message/feedback-report" for p in part.children):
        return Automatic("feedback", "It is a feedback report (RFC 5965).")
    return None


def _is_receipt_body(part: Part) -> bool:
    return any(child.content_type == "message/disposition-notification" for child in part.walk())


def _vacation_header(headers: Headers, precedence: str) -> str:
    if precedence in {"auto_reply", "auto-reply"}:
        return "Precedence: auto_reply."
    for name in (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponder",
        "x-auto-reply",
        "x-vacation",
        "x-autoreply-from",
        "x-mail-autoreply",
    ):
        value = headers.text(name)
        if headers.has(name) and value.casefold() not in {"no", "false", "0"}:
            return f"{name.title()} is set."
    if headers.text("x-ms-exchange-inbox-rules-loop") or headers.text(
        "x-ms-exchange-generated-message-source"
    ).casefold().startswith("mailbox rules"):
        return "Exchange's inbox rules wrote it."
    if (
        headers.text("delivered-to").casefold() == "autoresponder"
        or headers.text("x-fc-machinegenerated") == "true"
    ):
        return "A program wrote it."
    return ""


def _list(headers: Headers, precedence: str) -> str:
    for name in (
        "list-id",
        "list-post",
        "x-mailing-list",
        "x-beenthere",
        "mailing-list",
        "x-loop",
        "list-help",
    ):
        if headers.has(name) and (name != "x-loop" or "@" in headers.text(name)):
            return f"{name.title()} is set."
    if precedence in {"list", "bulk", "junk"}:
        return f"Precedence: {precedence}."
    if headers.has("feedback-id") or headers.has("list-unsubscribe"):
        return "It was sent in bulk."
    return ""


def _generated(headers: Headers, subject: str, sender: str, reason: str) -> Automatic:
    traces = " ".join(
        (
            headers.text("x-mailer"),
            headers.text("user-agent"),
            headers.text("x-php-originating-script"),
            sender,
        )
    )
    is_request = bool(_SCANNER.search(f"{traces} {subject}") or _FORM.search(f"{traces} {subject}"))
    return Automatic("generated", reason, is_request=is_request)


def _device(headers: Headers) -> str:
    mailer = f"{headers.text('x-mailer')} {headers.text('user-agent')}"
    if _SCANNER.search(mailer):
        return "A scanner or copier sent it."
    if headers.has("x-php-originating-script") or headers.has("x-php-script") or _FORM.search(mailer):
        return "A web form sent it."
    return ""
