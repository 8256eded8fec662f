"""The carrier's settings for the fake Twilio, and texts to send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dispatch.delivery.carriers.twilio import TwilioCarrier
from dispatch.letters.written import Text
from models.settings.sms_carriers import TwilioSettings
from tests.servers.fake_twilio import ACCOUNT_SID, AUTH_TOKEN

TOWN = "+33199000001"
CITIZEN = "+33639980012"
PUBLIC_URL = "https://guichet.mairie.example"


def settings(url: str, **changed: Any) -> TwilioSettings:
    given: dict[str, Any] = {
        "account_sid": ACCOUNT_SID,
        "from_number": TOWN,
        "public_url": PUBLIC_URL,
        "api_base_url": url,
    }
    return TwilioSettings(**{**given, **changed})


def carrier(url: str, token: str = AUTH_TOKEN, **changed: Any) -> TwilioCarrier:
    return TwilioCarrier(settings(url, **changed), token)


def text(
    to: str = CITIZEN, body: str = "Votre demande est prise en charge.", attempt: int = 1, outbox_id: int = 7
) -> Text:
    return Text(outbox_id=outbox_id, to=to, body=body, queued_at=datetime.now(UTC), attempt=attempt)
