"""A text message as the provider's form brings it, and as a ParsedMessage."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode

from intake.message import Automatic, Mailbox, ParsedMessage, RemoteMedia
from intake.sms.commands import MAX_CHARACTERS
from intake.words.reactions import find_reaction
from models.errors import InvalidValue
from models.values import PhoneNumber
from models.vocabulary import Channel

MAX_FIELDS = 500
MAX_MEDIA = 10


def read_form(raw: bytes) -> dict[str, str]:
    """The fields of an urlencoded form, blank ones too; of a repeated field the first value counts.

    Raises InvalidValue for more than 500 fields. Octets that are no UTF-8 become U+FFFD. Linear in `raw`.
    """
    try:
        pairs = parse_qsl(
            raw.decode("ascii", "replace"),
            keep_blank_values=True,
            max_num_fields=MAX_FIELDS,
            errors="replace",
        )
    except ValueError as wrong:
        raise InvalidValue("This form has too many fields.") from wrong
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def written_form(sender: str, to: str, body: str, message_sid: str) -> bytes:
    """The form a provider would have sent for this text: for the command line and for reconciliation."""
    return urlencode(
        {"MessageSid": message_sid, "From": sender, "To": to, "Body": body, "NumMedia": "0"}
    ).encode()


def parse_sms(raw: bytes) -> ParsedMessage:
    """The text message in the urlencoded form `raw` (Twilio's field names), as received; never raises.

    `sender.address` is E.164, or what was given when it is no telephone number (a short code, a name):
    then `automatic` says that nobody can be answered. `message_id` is the provider's id. Linear in `raw`.
    """
    defects: list[str] = []
    try:
        form = read_form(raw)
    except InvalidValue as wrong:
        form, defects = {}, [f"{wrong.public} Nothing of it was read."]
    body = _plain(form.get("Body", ""), MAX_CHARACTERS)
    sid = _one_line(form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or "")
    sender, automatic = _sender(_one_line(form.get("From", "")), defects)
    to = _one_line(form.get("To", ""))
    key = hashlib.sha256("\0".join((sid, sender.address if sender else "", body)).encode("utf-8", "replace"))
    extra = {"opt_out_type": _one_line(form["OptOutType"]).upper()} if form.get("OptOutType") else {}
    media = _media(form, defects)
    return ParsedMessage(
        channel=Channel.SMS,
        sender=sender,
        to=(Mailbox(to),) if to else (),
        message_id=sid,
        text=body,
        reply=body,
        media=media,
        reaction="" if media else find_reaction(body),
        automatic=automatic,
        content_key=key.hexdigest(),
        defects=tuple(defects),
        extra=extra,
    )


def _sender(given: str, defects: list[str]) -> tuple[Mailbox | None, Automatic | None]:
    if not given:
        defects.append("The text has no sender.")
        return None, None
    try:
        return Mailbox(PhoneNumber.parse(given).e164), None
    except InvalidValue:
        defects.append("The sender is no telephone number.")
        return Mailbox(given), Automatic(
            "generated", "The sender is a short code or a name: it takes no answer."
        )


def _media(form: dict[str, str], defects: list[str]) -> tuple[RemoteMedia, ...]:
    said = form.get("NumMedia", "0")
    media = []
    # Counted by the fields that are there: NumMedia is only compared.
    for place in range(MAX_MEDIA):
        url = _one_line(form.get(f"MediaUrl{place}", ""), 2000)
        if url:
            media.append(RemoteMedia(url, _one_line(form.get(f"MediaContentType{place}", ""))))
    if said not in ("", str(len(media))):
        defects.append(f"NumMedia does not agree with the {len(media)} media found.")
    return tuple(media)


def _one_line(text: str, longest: int = 200) -> str:
    return "".join(c for c in text[:longest] if c.isprintable() and not "\ud800" <= c <= "\udfff").strip()


def _plain(text: str, longest: int) -> str:
    whole = text[:longest].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return "".join(c for c in whole if not "\ud800" <= c <= "\udfff").strip()
