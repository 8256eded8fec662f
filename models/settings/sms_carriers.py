"""Settings of what takes text messages away: Twilio, a gateway of one HTTP call, files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

from models.settings.section import FROZEN, OneLine, WebAddress

#: Where Twilio says what became of a text, below the public address.
TWILIO_STATUS_PATH = "/sms/twilio/status"


class TwilioSettings(BaseModel):
    """The Twilio account, who texts appear to come from, and the limits of each call."""

    model_config = FROZEN

    account_sid: str = Field(
        pattern=r"^AC[0-9a-fA-F]{32}$", description="Account SID (AC…).", examples=["AC" + "0" * 32]
    )
    auth_token: SecretStr | None = Field(default=None, description="Auth token, from the environment.")
    auth_token_file: Path | None = Field(
        default=None, description="File holding the auth token; or GUICHET_SMS__TWILIO__AUTH_TOKEN."
    )
    from_number: str = Field(
        default="",
        pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8})?$",
        description="Number in E.164.",
        examples=["+33199001234"],
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
        description="Where Twilio reaches this service (https://guichet.mairie.example); empty means "
        "doors.http.public_url.",
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


class GatewaySettings(BaseModel):
    """An SMS provider reached by one HTTP call, described by its manual's own example."""

    model_config = FROZEN

    name: str = Field(
        default="gateway", pattern=r"^[a-z][a-z0-9-]{0,30}$", description="Name shown in the outbox."
    )
    url: WebAddress = Field(
        description="Where a text is handed over.", examples=["https://sms.example.org/messages"]
    )
    method: Literal["POST", "PUT", "GET"] = Field(default="POST", description="HTTP method.")
    format: Literal["json", "form"] = Field(default="json", description="How the body is written.")
    body: str = Field(
        description="The body, with {to} {to_digits} {text} {sender} {id} {encoding} {receipt_url} "
        "{message_url} where they go; JSON or a=b&c=d. With GET it becomes the query.",
        examples=['{"to": "{to}", "text": "{text}", "from": "{sender}"}'],
    )
    sender: OneLine = Field(
        default="",
        description="Sender as the provider wants it, put where {sender} is: a number, or a name, which "
        "nobody can answer.",
    )
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
    success_codes: tuple[str, ...] = Field(
        default=("0",), description="Codes at error_path that mean that all is well."
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

    @field_validator("name")
    @classmethod
    def _of_its_own(cls, name: str) -> str:
        if name == "twilio":
            raise ValueError("this name is that of the other provider")
        return name

    @property
    def can_be_answered(self) -> bool:
        """False when texts come from a name: they must then say so and give the email address."""
        return not any(c.isalpha() for c in self.sender)

    @property
    def number(self) -> str:
        """The sender in E.164 when it is a number, else ''."""
        digits = self.sender.removeprefix("+").removeprefix("00")
        return f"+{digits}" if digits.isascii() and digits.isdigit() and len(digits) > 6 else ""


class TextFilesSettings(BaseModel):
    """Texts written to a directory instead of being sent: for a trial, or for a modem's spool."""

    model_config = FROZEN

    directory: Path = Field(description="Where each text becomes one file.")
