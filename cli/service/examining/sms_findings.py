"""What `guichet doctor sms` says of a provider that is no Twilio: who may call, what its calls are for."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from cli.service.assembly.gateways import gateway_name, gateway_proof
from models.errors import UserError
from models.settings.settings import Settings
from models.settings.sms_calls import GATEWAY_MESSAGE_PATH, GATEWAY_RECEIPT_PATH


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `advice` is what to do when it is wrong, '' when it is well."""

    name: str
    finding: str
    advice: str = ""


def is_reachable(address: str) -> bool:
    """Whether somebody in the world can call `address`, and nobody on the way can read it."""
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.hostname not in ("127.0.0.1", "localhost")


def gateway_findings(settings: Settings) -> list[Finding]:
    """What is found of the provider behind `sms.gateway` and of its calls; [] where there is neither."""
    if settings.sms.gateway is None and settings.doors.sms.gateway is None:
        return []
    return [*_calls(settings), *_receipts(settings), _answers(settings)]


def _calls(settings: Settings) -> list[Finding]:
    door, base = settings.doors.sms.gateway, settings.doors.http.public_url.rstrip("/")
    if door is None:
        return []
    name = f"Calls of {gateway_name(settings)}"
    if not settings.doors.sms.enabled:
        return [Finding(name, "Not taken", "Set doors.sms.enabled.")]
    paths = [
        base + path
        for path, wanted in (
            (GATEWAY_MESSAGE_PATH, door.message_from_path),
            (GATEWAY_RECEIPT_PATH, door.receipt_status_path),
        )
        if wanted
    ]
    ways = []
    if door.token_in:
        ways.append(Finding("Proved by", "A secret word"))
    if door.signature_header:
        ways.append(Finding("Proved by", "A signature over it"))
    if door.peers:
        ways.append(Finding("Proved by", "The address of the caller"))
    advice = ""
    if not is_reachable(base):
        advice = (
            "The provider can hardly reach this: set doors.http.public_url to the https address of the "
            "reverse proxy."
        )
    try:
        gateway_proof(settings)
    except UserError as wrong:
        advice = wrong.public
    return [Finding(name, ", ".join(paths), advice), *ways]


def _receipts(settings: Settings) -> list[Finding]:
    gateway, door = settings.sms.gateway, settings.doors.sms.gateway
    if gateway is None or settings.sms.carrier != "gateway":
        return []
    taken = settings.doors.sms.enabled and door is not None and bool(door.receipt_status_path)
    if gateway.reports_delivery == taken:
        return [Finding("Receipts", "They are taken" if taken else "None: a text handed over counts as sent")]
    if taken:
        return [Finding("Receipts", "Taken, but not waited for", "Set sms.gateway.reports_delivery = true.")]
    return [
        Finding(
            "Receipts",
            "Waited for, but none can come",
            "Describe them in [doors.sms.gateway] (receipt_status_path, statuses), or set "
            "sms.gateway.reports_delivery = false.",
        )
    ]


def _answers(settings: Settings) -> Finding:
    if settings.texts_are_answered:
        return Finding("Answers to our texts", "Come in")
    return Finding("Answers to our texts", "Cannot come in: texts say at which address to write instead")
