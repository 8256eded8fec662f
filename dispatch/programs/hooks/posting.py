"""One telling to a program: signed by the Standard Webhooks specification."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from dispatch.delivery.outside.calling import exchange
from models.settings.programs import WebhookSettings


def signed_headers(identity: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Headers by the Standard Webhooks specification: who verifies takes any of the signatures.

    The time is signed too: a call that was overheard is of no use later.
    """
    seconds = str(int(at.timestamp()))
    signed = f"{identity}.{seconds}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(_key(each), signed, hashlib.sha256).digest()).decode()
        for each in secrets
        if each
    ]
    return {
        "webhook-id": identity,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signatures),
    }


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def post(url: str, body: bytes, headers: dict[str, str], settings: WebhookSettings) -> int:
    """Send it; the status of the answer. Raises Unanswered, PermanentFailure for what is not allowed."""
    answer = exchange(
        "POST",
        url,
        body=body,
        headers={**headers, "Content-Type": "application/json"},
        allowed=settings.allowed_networks,
        setting="webhooks.allowed_networks",
        seconds=settings.timeout_seconds,
        most_bytes=1024,
    )
    return answer.status
