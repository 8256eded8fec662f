"""A call of an SMS provider, read as the settings say: texts that came, and what became of ours (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

from intake.sms.form import read_form, written_form
from intake.sms.twilio_receipt import DeliveryReceipt, ReceiptState
from models.errors import InvalidValue
from models.settings.sms_calls import RECEIPT_STATES, GatewayDoorSettings

#: Texts or receipts of one call; providers send at most some dozens together.
MOST_AT_ONCE = 200
_LONGEST_ID = 200
_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
#: Fewer digits are a short code, which no country code stands before.
_SHORT_CODE = 6

#: One text or receipt, as JSON or a form has it.
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BroughtText:
    """A text that the provider brought. `key` is the same for the same text, however often it comes."""

    key: str
    sender: str
    to: str
    #: As the ledger keeps it: the form of every text (`intake.sms.form`).
    kept: bytes


@dataclass(frozen=True, slots=True)
class BroughtReceipt:
    """What the provider said about a text of ours. `key` is the same for the same news."""

    key: str
    kept: bytes


def read_items(
    settings: GatewayDoorSettings, content_type: str, body: bytes, query: str, *, most_fields: int = 200
) -> list[Item]:
    """The texts or receipts of a call, in order. `content_type` has no parameters.

    Raises InvalidValue when it is not written as `settings.format` says, or holds none or too many.
    Linear in `body`.
    """
    written: str = settings.format
    if written == "auto":
        written = _format_of(content_type, body)
    if written == "json":
        found = _json_items(settings, body)
    else:
        raw = query if written == "query" else body.decode("ascii", "replace")
        found = [_fields(raw, settings.charset, most_fields)]
    if not found:
        raise InvalidValue("The call holds nothing.")
    if len(found) > MOST_AT_ONCE:
        raise InvalidValue(f"The call holds more than {MOST_AT_ONCE} messages.")
    return found


def text_in(settings: GatewayDoorSettings, name: str, item: Item, day: date) -> BroughtText:
    """The text in `item`, which came on `day` (UTC); `name` is the provider's. Raises InvalidValue
    when it has no sender or no words where the settings say.
    """
    sender = _international(_at(item, settings.message_from_path))
    words = _find(item, settings.message_text_path)
    if not sender:
        raise InvalidValue(f"There is no sender at '{settings.message_from_path}'.")
    if isinstance(words, bool) or not isinstance(words, (str, int)):
        raise InvalidValue(f"There are no words at '{settings.message_text_path}'.")
    to = _international(_at(item, settings.message_to_path))
    given = _at(item, settings.message_id_path)
    if settings.message_id_path and not given:
        raise InvalidValue(f"There is no id at '{settings.message_id_path}'.")
    # Without an id, the same words of the same number another day are another text.
    sid = given or digest_of({"day": day.isoformat(), "call": item})
    whole = str(words).encode("utf-8", "replace").decode()
    kept = written_form(sender, to, whole, f"{name}:{sid}"[:_LONGEST_ID])
    return BroughtText(f"sms:{name}:{_short(sid)}", sender, to, kept)


def receipt_in(settings: GatewayDoorSettings, name: str, item: Item) -> BroughtReceipt:
    """The receipt in `item`. A word that the settings do not know is kept as such, not refused: the provider
    would only say it again. Raises InvalidValue when it names no text or has no status.
    """
    carrier_id = _at(item, settings.receipt_id_path)
    ours = _at(item, settings.receipt_ours_path)
    said = _at(item, settings.receipt_status_path)
    if not (carrier_id or ours):
        raise InvalidValue("The receipt names no text where the settings say.")
    if not said:
        raise InvalidValue(f"There is no status at '{settings.receipt_status_path}'.")
    code = _at(item, settings.receipt_error_path)
    meaning: str = settings.statuses.get(said, "")
    if meaning and meaning not in RECEIPT_STATES - {"failed", "canceled"}:
        meaning = settings.errors.get(code, meaning)
    state = meaning if meaning in RECEIPT_STATES else "failed" if meaning else ""
    kept = {
        "Carrier": name,
        "Id": carrier_id,
        "Outbox": ours if ours.isascii() and ours.isdigit() and len(ours) <= 18 else "",
        "State": state,
        "Reason": meaning if meaning and meaning not in RECEIPT_STATES else "",
        "Said": f"{said} {code}".strip(),
    }
    # Without an id of the provider two tries of one text have one reference: what is said twice is known by
    # all that was said.
    key = f"{_short(carrier_id)}:{_short(kept['Said'])}" if carrier_id else digest_of(item)
    return BroughtReceipt(f"receipt:{name}:{key}", urlencode(kept).encode())


def read_kept_receipt(raw: bytes) -> DeliveryReceipt:
    """The receipt that `receipt_in` had kept. Raises InvalidValue, whose private sentence says what the
    provider said, when the settings did not know its word then. Linear in `raw`.
    """
    form = read_form(raw)
    said, state = form.get("Said", ""), form.get("State", "")
    if state not in RECEIPT_STATES:
        raise InvalidValue(
            "This is not a delivery receipt.",
            f"the provider says '{said[:60]}', which doors.sms.gateway.statuses does not know",
        )
    ours = form.get("Outbox", "")
    return DeliveryReceipt(
        form.get("Carrier", ""),
        form.get("Id", ""),
        cast("ReceiptState", state),
        outbox_id=int(ours) if ours else None,
        reason=form.get("Reason", ""),
        said=said,
    )


def digest_of(item: Item) -> str:
    """What is the same for the same call and for no other."""
    return hashlib.sha256(json.dumps(item, sort_keys=True, default=str).encode()).hexdigest()


def _format_of(content_type: str, body: bytes) -> str:
    if content_type == _JSON or content_type.endswith("+json"):
        return "json"
    if content_type == _FORM:
        return "form"
    if body:
        raise InvalidValue("The call is neither JSON nor a form.", reason="type")
    return "query"


def _json_items(settings: GatewayDoorSettings, body: bytes) -> list[Item]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise InvalidValue("The call is not JSON.") from wrong
    if settings.list_path:
        content = _find(content, settings.list_path)
    listed = content if isinstance(content, list) else [content]
    if not all(isinstance(each, dict) for each in listed):
        raise InvalidValue("The call holds no message where the settings say.")
    return listed


def _fields(raw: str, charset: str, most: int) -> Item:
    try:
        pairs = parse_qsl(
            raw, keep_blank_values=True, encoding=charset, errors="replace", max_num_fields=most
        )
    except ValueError as wrong:
        raise InvalidValue("The call has too many fields.") from wrong
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields


def _find(item: Any, path: str) -> Any:
    """What stands at `path`: a name as it is, else step by step (`message.0.id`); None for nothing."""
    if not path:
        return None
    if isinstance(item, dict) and path in item:
        return item[path]
    for step in path.split("."):
        if isinstance(item, dict):
            item = item.get(step)
        elif isinstance(item, list) and step.isascii() and step.isdigit() and int(step) < len(item):
            item = item[int(step)]
        else:
            return None
    return item


def _at(item: Item, path: str) -> str:
    found = _find(item, path)
    if isinstance(found, bool) or not isinstance(found, (str, int)):
        return ""
    return "".join(_printable(str(found)[:_LONGEST_ID])).strip()


def _printable(text: str) -> Iterator[str]:
    return (c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")


def _international(number: str) -> str:
    """`33639980012` and `0033639980012` as providers write them, with the `+`; all else as it is."""
    digits = number.replace(" ", "")
    if not (digits.isascii() and digits.isdigit()):
        return number
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return number if digits.startswith("0") or len(digits) <= _SHORT_CODE else f"+{digits}"


def _short(key: str) -> str:
    """A key as the ledger's column holds it: as it is when it is short and plain, else its hash."""
    plain = key.isascii() and len(key) <= 64 and all(c.isalnum() or c in "-_." for c in key)
    return key if plain else hashlib.sha256(key.encode()).hexdigest()
