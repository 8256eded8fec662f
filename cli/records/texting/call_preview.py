"""What the settings make of a call of the SMS provider: for `guichet sms read`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from intake.sms.form import parse_sms
from intake.sms.gateway_call import Item, read_items, read_kept_receipt, receipt_in, text_in
from models.errors import InvalidValue, UserError
from models.settings.sms_calls import GatewayDoorSettings


def read_whole(file: Path, most: int) -> bytes:
    """The octets of `file`, or of standard input for `-`. Raises UserError when they cannot be read, or are
    more than `most`.
    """
    try:
        if str(file) == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with file.open("rb") as opened:
                raw = opened.read(most + 1)
    except OSError as wrong:
        raise UserError(f"{file} cannot be read: {wrong.strerror}.") from wrong
    if len(raw) > most:
        raise UserError(f"{file} is longer than a call may be (doors.sms.max_body_bytes).")
    return raw


def read_facts(
    door: GatewayDoorSettings, raw: bytes, kind: str, content_type: str = ""
) -> list[dict[str, str]]:
    """Each text or receipt in `raw` as it would be understood. Raises InvalidValue, which says what is not
    where the settings say.
    """
    if not content_type and door.format == "auto":
        content_type = "application/json" if raw[:1] in (b"{", b"[") else "application/x-www-form-urlencoded"
    items = read_items(door, content_type, raw, raw.decode("ascii", "replace").removeprefix("?"))
    return [_text(door, item) if kind == "message" else _receipt(door, item) for item in items]


def _text(door: GatewayDoorSettings, item: Item) -> dict[str, str]:
    brought = text_in(door, "gateway", item, datetime.now(UTC).date())
    parsed = parse_sms(brought.kept)
    return {
        "id": parsed.message_id.partition(":")[2],
        "from": parsed.sender.address if parsed.sender else "",
        "to": brought.to,
        "text": parsed.text,
        "defects": " ".join(parsed.defects),
    }


def _receipt(door: GatewayDoorSettings, item: Item) -> dict[str, str]:
    kept = receipt_in(door, "gateway", item).kept
    try:
        receipt = read_kept_receipt(kept)
    except InvalidValue as wrong:
        return {"state": "", "defects": wrong.private}
    return {
        "id": receipt.carrier_id,
        "ours": str(receipt.outbox_id or ""),
        "state": receipt.state,
        "reason": receipt.reason,
        "said": receipt.said,
    }
