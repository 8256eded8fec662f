"""An SMS provider that is no Twilio, put together from the settings: what hands texts over, who may call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pydantic import SecretStr

from cli.office import now
from intake.doors.http.gateway_proof import Proof
from models.errors import ConfigurationFailure, UserError
from models.settings.settings import Settings
from models.settings.sms_calls import GATEWAY_MESSAGE_PATH, GATEWAY_RECEIPT_PATH
from models.settings.sms_carriers import GatewaySettings
from models.signing.keys import read_secret

if TYPE_CHECKING:
    from dispatch.delivery.carriers.gateway import Gateway


def gateway_name(settings: Settings) -> str:
    """The provider's name, in the ledger as in the outbox: a receipt is about a text of the same one."""
    return settings.sms.gateway.name if settings.sms.gateway is not None else "gateway"


def made_gateway(gateway: GatewaySettings, settings: Settings) -> Gateway:
    """What hands texts over. Raises UserError when a secret cannot be read."""
    from dispatch.delivery.carriers.gateway import Gateway

    return Gateway(
        gateway,
        secret_of(gateway.secret, gateway.secret_file),
        receipt_url=_called_at(settings, GATEWAY_RECEIPT_PATH),
        message_url=_called_at(settings, GATEWAY_MESSAGE_PATH),
    )


def gateway_proof(settings: Settings) -> Proof:
    """What a call of the provider must prove. Raises UserError when a secret is missing."""
    door = settings.doors.sms.gateway
    assert door is not None
    try:
        return Proof(
            door,
            _public_url(settings),
            token=_token(settings),
            key=secret_of(door.signature_key, door.signature_key_file),
            now=now,
        )
    except ConfigurationFailure as wrong:
        raise UserError(wrong.public, wrong.private) from wrong


def secret_of(given: SecretStr | None, file: Path | None) -> str:
    """A secret of the environment, or of its file; '' when there is neither. Raises UserError."""
    if given is not None:
        return given.get_secret_value()
    return read_secret(file) if file is not None else ""


def _called_at(settings: Settings, path: str) -> str:
    """The whole address that the provider calls, with the secret word when it stands in the query."""
    door = settings.doors.sms.gateway
    place, _, name = (door.token_in if door is not None else "").partition(":")
    word = f"?{name}={quote(_token(settings), safe='')}" if place == "query" else ""
    return f"{_public_url(settings)}{path}{word}"


def _token(settings: Settings) -> str:
    door = settings.doors.sms.gateway
    return secret_of(door.token, door.token_file) if door is not None else ""


def _public_url(settings: Settings) -> str:
    return settings.doors.http.public_url.rstrip("/")
