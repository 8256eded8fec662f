"""The settings of everything by text message; each is a section of settings.toml.

Secrets come from the environment or from a file named by the `*_file` setting, never from settings.toml
in clear: whoever reads the merged settings resolves the files.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

_FROZEN = ConfigDict(frozen=True, extra="forbid")


def _one_line(text: str) -> str:
    if any(ord(c) < 0x20 or ord(c) == 0x7F for c in text):
        raise ValueError("must be one line without control characters")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(_one_line(text))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError("must look like https://host/path, without user or password")
    return text.rstrip("/")


OneLine = Annotated[str, AfterValidator(_one_line)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Transliteration = Literal["off", "typography", "letters"]


class SmsTextSettings(BaseModel):
    """How texts to people are written, and what they may cost."""

    model_config = _FROZEN

    transliteration: dict[str, Transliteration] = Field(
        default={"fr": "letters", "en": "letters"},
        description="What may be replaced to stay in the 160-character alphabet, by language: off, typography "
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
        default=10, ge=1, description="The most texts sent to one number in a day."
    )


class QuietHoursSettings(BaseModel):
    """When a text that can wait may be sent; `HH:MM-HH:MM` in local time, '' for not at all."""

    model_config = _FROZEN

    weekdays: str = Field(default="08:00-20:00", description="Hours of sending from Monday to Friday.")
    saturday: str = Field(default="09:00-19:00", description="Hours of sending on Saturdays.")
    sunday: str = Field(default="", description="Hours of sending on Sundays.")
    holidays: str = Field(default="", description="Hours of sending on public holidays.")
    timezone: str = Field(default="Europe/Paris", description="IANA name of the local time.")
    country: str = Field(default="FR", description="Country of the public holidays (ISO 3166-1).")
    subdivision: str = Field(
        default="",
        description="Part of the country with days of its own (57, 67, 68 for Alsace-Moselle; 971 to 976…).",
    )


class TwilioSettings(BaseModel):
    """The Twilio account, who texts appear to come from, and the limits of each call."""

    model_config = _FROZEN

    account_sid: str = Field(pattern=r"^AC[0-9a-fA-F]{32}$", description="Account SID (AC…).")
    auth_token: SecretStr | None = Field(default=None, description="Auth token, from the environment.")
    auth_token_file: Path | None = Field(
        default=None, description="File holding the auth token; or GUICHET_SMS__TWILIO__AUTH_TOKEN."
    )
    from_number: str = Field(
        default="", pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8})?$", description="Number in E.164."
    )
    messaging_service_sid: str = Field(
        default="",
        pattern=r"^(MG[0-9a-fA-F]{32})?$",
        description="Messaging service (MG…), instead of a number.",
    )
    alphanumeric_sender: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9 ]{0,10}[A-Za-z][A-Za-z0-9 ]{0,10})?$",
        max_length=11,
        description="Name shown as sender, instead of a number: people cannot answer such texts.",
    )
    public_url: WebAddress | Literal[""] = Field(
        default="",
        description="Where Twilio reaches this service (https://guichet.mairie.example); empty means doors.http.public_url.",
    )
    api_base_url: WebAddress = Field(default="https://api.twilio.com", description="Where Twilio is.")
    media_hosts: tuple[str, ...] = Field(
        default=("api.twilio.com", "mms.twiliocdn.com", "media.twiliocdn.com"),
        description="The only hosts photos are fetched from.",
    )
    connect_timeout_seconds: float = Field(default=5.0, gt=0, description="Longest wait for a connection.")
    timeout_seconds: float = Field(
        default=15.0, gt=0, description="Longest silence while waiting for an answer."
    )
    validity_seconds: int = Field(
        default=14400,
        ge=60,
        le=36000,
        description="After this a text not yet sent by Twilio is given up by it.",
    )
    media_max_bytes: int = Field(default=16_000_000, gt=0, description="Largest file fetched from one text.")
    media_timeout_seconds: float = Field(
        default=60.0, gt=0, description="Longest time one file may take in all."
    )

    @model_validator(mode="after")
    def _one_sender(self) -> TwilioSettings:
        given = [s for s in (self.from_number, self.messaging_service_sid, self.alphanumeric_sender) if s]
        if len(given) != 1:
            raise ValueError("set exactly one of from_number, messaging_service_sid, alphanumeric_sender")
        return self

    @property
    def can_be_answered(self) -> bool:
        """False when texts come from a name: they must then say so and give the email address."""
        return not self.alphanumeric_sender


class TwilioDoorSettings(BaseModel):
    """What the webhook door needs to believe a caller."""

    model_config = _FROZEN

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


class GatewaySettings(BaseModel):
    """An SMS provider reached by one HTTP call, described by its manual's own example."""

    model_config = _FROZEN

    name: str = Field(
        default="gateway", pattern=r"^[a-z][a-z0-9-]{0,30}$", description="Name shown in the outbox."
    )
    url: WebAddress = Field(description="Where a text is handed over.")
    method: Literal["POST", "PUT", "GET"] = Field(default="POST", description="HTTP method.")
    format: Literal["json", "form"] = Field(default="json", description="How the body is written.")
    body: str = Field(
        description="The body, with {to} {to_digits} {text} {sender} {id} {encoding} where they go; JSON or a=b&c=d. "
        "With GET it becomes the query.",
    )
    sender: OneLine = Field(default="", description="Sender as the provider wants it, put where {sender} is.")
    headers: dict[OneLine, OneLine] = Field(default={}, description="Headers sent with each call.")
    username: OneLine = Field(
        default="", description="User name, when the provider wants Basic authentication."
    )
    secret: SecretStr | None = Field(
        default=None, description="Password, token or key, from the environment."
    )
    secret_file: Path | None = Field(
        default=None, description="File holding the password, token or key; or GUICHET_SMS__GATEWAY__SECRET."
    )
    secret_header: OneLine = Field(
        default="Authorization: Bearer {secret}",
        description="Header that carries the secret when there is no user name; '' for none.",
    )
    id_path: str = Field(default="", description="Where the answer has the message's id: `messages.0.id`.")
    segments_path: str = Field(
        default="", description="Where the answer has the number of segments, if it does."
    )
    error_path: str = Field(default="", description="Where the answer has an error code, even with HTTP 200.")
    errors: dict[str, Literal["permanent", "temporary", "configuration"]] = Field(
        default={}, description="What each error code of the provider means, by code or by HTTP status."
    )
    opted_out_codes: tuple[str, ...] = Field(
        default=(), description="Error codes that mean the person said STOP."
    )
    lookup_url: str = Field(
        default="",
        description="Address that finds a text by {id} before it is sent again; '' when there is none.",
    )
    lookup_id_path: str = Field(default="", description="Where that answer has the id of a text it found.")
    reports_delivery: bool = Field(
        default=False, description="Whether the provider calls back when delivered."
    )
    timeout_seconds: float = Field(
        default=15.0, gt=0, description="Longest silence while waiting for an answer."
    )


class TextFilesSettings(BaseModel):
    """Texts written to a directory instead of being sent: for a trial, or for a modem's spool."""

    model_config = _FROZEN

    directory: Path = Field(description="Where each text becomes one file.")


class UploadSettings(BaseModel):
    """The page where photos are handed in after a text message."""

    model_config = _FROZEN

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
    """The webhook of the SMS provider, on the HTTP door; who calls is believed by sms.twilio's auth token."""

    model_config = _FROZEN

    enabled: bool = Field(default=False, description="Take texts at /sms/twilio, on the HTTP door.")
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


class SmsSettings(BaseModel):
    """Everything by text message."""

    model_config = _FROZEN

    carrier: Literal["none", "files", "twilio", "gateway"] = Field(
        default="files",
        description="What takes texts away: files (written under data_dir/outgoing/sms), twilio, gateway (any "
        "provider with one HTTP call), or none: everybody is told by email.",
    )
    agents_need_code: bool = Field(
        default=False,
        description="Orders texted by agents need the six-character code of the notice, not only their number and the "
        "request's: a sender's number can be forged.",
    )
    upload_link: bool = Field(
        default=True,
        description="Put a one-time link to hand in photos into the acknowledgement of a text.",
    )
    reconcile_minutes: int = Field(
        default=10,
        ge=0,
        description="Texts that never arrived by the webhook are fetched from Twilio this often; 0 for never.",
    )
    code_minutes: int = Field(
        default=30, ge=5, le=1440, description="How long a code that links an address and a number works."
    )
    texts: SmsTextSettings = SmsTextSettings()
    quiet_hours: QuietHoursSettings = QuietHoursSettings()
    uploads: UploadSettings = UploadSettings()
    twilio: TwilioSettings | None = Field(default=None, description="The Twilio account.")
    gateway: GatewaySettings | None = Field(default=None, description="The provider behind `gateway`.")

    @model_validator(mode="after")
    def _complete(self) -> SmsSettings:
        if self.carrier == "twilio" and self.twilio is None:
            raise ValueError("carrier is twilio: [sms.twilio] must give the account")
        if self.carrier == "gateway" and self.gateway is None:
            raise ValueError("carrier is gateway: [sms.gateway] must describe it")
        return self
