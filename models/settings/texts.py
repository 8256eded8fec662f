"""The settings of everything by text message; each is a section of settings.toml.

Secrets come from the environment or from a file named by the `*_file` setting, never from settings.toml
in clear: whoever reads the merged settings resolves the files.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, model_validator

from models.settings.section import FROZEN, WebAddress
from models.settings.sms_calls import GatewayDoorSettings
from models.settings.sms_carriers import GatewaySettings, TwilioSettings

Transliteration = Literal["off", "typography", "letters"]


class SmsTextSettings(BaseModel):
    """How texts to people are written, and what they may cost."""

    model_config = FROZEN

    transliteration: dict[str, Transliteration] = Field(
        default={"fr": "letters", "en": "letters"},
        description="What may be replaced to stay in the 160-character alphabet, by language: off, "
        "typography "
        "(quotes, dashes, ellipses, œ) or letters (also ç ê î û ë and capitals with accents).",
    )
    max_segments: int = Field(default=3, ge=1, le=10, description="The most segments one notice may take.")
    price_per_segment: Decimal = Field(
        default=Decimal("0.0798"), ge=0, description="Price of one segment sent."
    )
    currency: str = Field(
        default="EUR", min_length=3, max_length=3, description="Currency of prices and budget."
    )
    monthly_budget: Decimal | None = Field(
        default=None,
        ge=0,
        description="Sending stops, except confirmations of STOP, when the month has cost this.",
    )
    budget_alert_percent: int = Field(
        default=80,
        ge=1,
        le=100,
        description="The administrator is told when this share of the budget is spent.",
    )
    per_number_per_day: int = Field(
        default=10, ge=1, description="The most texts sent to one requester's number in a day; more wait."
    )
    per_staff_number_per_day: int = Field(
        default=100,
        ge=1,
        description="The same for a number of staff: whoever has no mailbox works by text.",
    )


class QuietHoursSettings(BaseModel):
    """When a text that can wait may be sent; `HH:MM-HH:MM` on the town's clock, '' for not at all."""

    model_config = FROZEN

    weekdays: str = Field(default="08:00-20:00", description="Hours of sending from Monday to Friday.")
    saturday: str = Field(default="09:00-19:00", description="Hours of sending on Saturdays.")
    sunday: str = Field(default="", description="Hours of sending on Sundays.")
    holidays: str = Field(
        default="",
        description="Hours of sending on public holidays, those of [town] holidays in organisation.toml.",
    )


class TwilioDoorSettings(BaseModel):
    """What the webhook door needs to believe a caller."""

    model_config = FROZEN

    public_url: WebAddress = Field(description="Public address the calls are signed for, as set at Twilio.")
    fallback_public_url: WebAddress | None = Field(
        default=None, description="Public address of the fallback URL, when it is another host."
    )
    auth_tokens: tuple[SecretStr, ...] = Field(
        default=(),
        description="Auth tokens that sign calls: the present one, and the next while it is changed.",
    )
    shared_keys: dict[str, SecretStr] = Field(
        default={}, description="Shared keys by their id, for calls signed with HMAC-SHA256."
    )
    max_body_bytes: int = Field(default=65_536, gt=0, description="Longest form accepted.")
    max_fields: int = Field(default=200, gt=0, description="Most fields accepted in a form.")
    read_timeout_seconds: float = Field(
        default=5.0, gt=0, description="Longest time a caller may take to send it."
    )


class UploadSettings(BaseModel):
    """The page where photos are handed in after a text message."""

    model_config = FROZEN

    max_files: int = Field(default=3, ge=1, le=10, description="Most files at once.")
    max_file_bytes: int = Field(default=15_000_000, gt=0, description="Largest file.")
    valid_days: int = Field(default=7, ge=1, le=60, description="How long a link works.")
    read_timeout_seconds: float = Field(
        default=60.0, gt=0, description="Longest silence while files are coming before the line is closed."
    )
    total_timeout_seconds: float = Field(
        default=900.0, gt=0, description="Longest time files may take in all."
    )


class SmsDoorSettings(BaseModel):
    """The webhook of the SMS provider, on the HTTP door. Twilio is believed by sms.twilio's auth token."""

    model_config = FROZEN

    enabled: bool = Field(
        default=False,
        description="Take texts and receipts on the HTTP door: at /sms/twilio with [sms.twilio], at "
        "/sms/gateway with [doors.sms.gateway].",
    )
    next_auth_token: SecretStr | None = Field(
        default=None, description="A second auth token, while it is being changed, from the environment."
    )
    next_auth_token_file: Path | None = Field(
        default=None, description="File holding a second auth token, while it is being changed at Twilio."
    )
    shared_keys: dict[str, SecretStr] = Field(
        default={},
        description="Shared keys by their id, for calls signed with HMAC-SHA256, from the environment.",
    )
    fallback_public_url: WebAddress | Literal[""] = Field(
        default="", description="Public address of the fallback URL, when it is on another host."
    )
    max_body_bytes: int = Field(default=65_536, gt=0, description="Longest form accepted.")
    max_fields: int = Field(default=200, gt=0, description="Most fields accepted in a form.")
    read_timeout_seconds: float = Field(
        default=5.0, gt=0, description="Longest time a caller may take to send it."
    )
    rejected_per_hour: int = Field(
        default=10, ge=1, description="Calls turned away within an hour before the administrator is told."
    )
    gateway: GatewayDoorSettings | None = Field(
        default=None, description="Calls of a provider that is no Twilio."
    )


class SmsSettings(BaseModel):
    """Everything by text message."""

    model_config = FROZEN

    carrier: Literal["none", "files", "twilio", "gateway"] = Field(
        default="files",
        description="What takes texts away: files (written under data_dir/outgoing/sms), twilio, "
        "gateway (any "
        "provider with one HTTP call), or none: everybody is told by email.",
    )
    agents_need_code: bool = Field(
        default=True,
        description="Orders texted by agents need the six-character code of the notice, not only their "
        "number and the request's: a sender's number can be forged. Without it, when this is false, only the "
        "state of a request changes; no words leave, nothing changes hands.",
    )
    upload_link: bool = Field(
        default=True,
        description="Put a one-time link to hand in photos into the acknowledgement of a text.",
    )
    reconcile_minutes: int = Field(
        default=10,
        ge=0,
        description="Texts that never arrived by the webhook are fetched from Twilio this often; 0 "
        "for never.",
    )
    code_minutes: int = Field(
        default=30, ge=5, le=1440, description="How long a code that links an address and a number works."
    )
    texts: SmsTextSettings = SmsTextSettings.model_construct()
    quiet_hours: QuietHoursSettings = QuietHoursSettings.model_construct()
    uploads: UploadSettings = UploadSettings.model_construct()
    twilio: TwilioSettings | None = Field(default=None, description="The Twilio account.")
    gateway: GatewaySettings | None = Field(default=None, description="The provider behind `gateway`.")

    @model_validator(mode="after")
    def _complete(self) -> SmsSettings:
        if self.carrier == "twilio" and self.twilio is None:
            raise ValueError("carrier is twilio: [sms.twilio] must give the account")
        if self.carrier == "gateway" and self.gateway is None:
            raise ValueError("carrier is gateway: [sms.gateway] must describe it")
        return self

    @property
    def number(self) -> str:
        """The number that people text, in E.164; '' when there is none, or its provider alone knows it."""
        twilio = self.twilio.from_number if self.twilio is not None else ""
        return twilio or (self.gateway.number if self.gateway is not None else "")
