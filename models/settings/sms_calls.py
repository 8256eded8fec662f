"""Settings of the calls of an SMS provider behind the gateway: who is believed, and where things stand in
them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, Field, SecretStr, model_validator

from models.settings.section import FROZEN, Network, OneLine

#: Where a provider that is no Twilio brings texts, and what became of ours, below the public address.
GATEWAY_MESSAGE_PATH = "/sms/gateway/message"
GATEWAY_RECEIPT_PATH = "/sms/gateway/receipt"

#: What a word of a provider may mean: where the text is, or why it did not arrive.
ReceiptMeaning = Literal[
    "queued", "sending", "sent", "delivered", "failed", "canceled",
    "invalid_number", "unknown_number", "not_a_mobile", "opted_out", "blocked", "too_long",
    "unreachable", "busy", "expired", "account", "sender", "settings",
]  # fmt: skip
#: Of these, where a text is; the others say that it failed, and why.
RECEIPT_STATES = frozenset(get_args(ReceiptMeaning)[:6])


class GatewayDoorSettings(BaseModel):
    """What a call of the provider looks like, as its manual's own example has it, and what proves it.

    Every proof that is set must hold; at least one is.
    """

    model_config = FROZEN

    token_in: str = Field(
        default="",
        pattern=r"^((header|query):[A-Za-z0-9_-]{1,60})?$",
        examples=["header:X-Token"],
        description="Where calls carry a secret word: `header:X-Token`, or `query:token` when the provider "
        "sends no header of ours; '' when they carry none.",
    )
    token: SecretStr | None = Field(default=None, description="That word, from the environment.")
    token_file: Path | None = Field(
        default=None,
        description="File holding that word; or GUICHET_DOORS__SMS__GATEWAY__TOKEN.",
        examples=["secrets/sms_token"],
    )
    signature_header: OneLine = Field(
        default="", description="Header with an HMAC of the call; '' when calls are not signed."
    )
    signature_key: SecretStr | None = Field(
        default=None, description="The key that signs calls, from the environment."
    )
    signature_key_file: Path | None = Field(
        default=None,
        description="File holding the key that signs calls; or GUICHET_DOORS__SMS__GATEWAY__SIGNATURE_KEY.",
    )
    signature_hash: Literal["sha256", "sha512", "sha1"] = Field(
        default="sha256", description="Hash of the HMAC."
    )
    signature_written: Literal["hex", "base64"] = Field(
        default="hex", description="How the signature is written."
    )
    signature_prefix: OneLine = Field(
        default="", description="What stands before the signature: `sha256=`; '' for nothing."
    )
    signed: OneLine = Field(
        default="{body}",
        pattern=r"\{(body|url)\}",
        description="What is signed, of {body}, {url} (public address, path and query) and {timestamp}. "
        "Fields of the query count only when {url} is.",
    )
    timestamp_header: OneLine = Field(
        default="",
        description="Header with the time of the call, in seconds since 1970, put where {timestamp} is.",
    )
    timestamp_seconds: int = Field(
        default=300, ge=1, le=86_400, description="How far that time may be from ours."
    )
    peers: tuple[Network, ...] = Field(
        default=(), description="Addresses or networks that calls come from; () for any."
    )
    format: Literal["auto", "json", "form", "query"] = Field(
        default="auto", description="How calls are written; auto: as their Content-Type says."
    )
    charset: Literal["utf-8", "iso-8859-1", "iso-8859-15", "cp1252"] = Field(
        default="utf-8", description="Characters of forms and queries."
    )
    list_path: str = Field(
        default="", description="Where a call has a list of texts or receipts: `results`; '' when it is one."
    )
    answer: OneLine = Field(
        default="", description="What a call taken is answered with, when the provider wants a word."
    )
    message_id_path: str = Field(
        default="",
        description="Where a text has the provider's id: `message.id`, or the name of a field. The same id "
        "is the same text. '' when there is none: then the same call is.",
    )
    message_from_path: str = Field(
        default="", description="Where it has the sender's number; '' for no texts.", examples=["from"]
    )
    message_to_path: str = Field(
        default="", description="Where it has the number that was texted.", examples=["to"]
    )
    message_text_path: str = Field(default="", description="Where it has the words.", examples=["text"])
    receipt_id_path: str = Field(
        default="", description="Where a receipt has the id that sms.gateway.id_path found."
    )
    receipt_ours_path: str = Field(
        default="", description="Where it has the reference of ours that was sent as {id}."
    )
    receipt_status_path: str = Field(
        default="", description="Where it says what became of the text; '' for no receipts."
    )
    receipt_error_path: str = Field(default="", description="Where it has an error code, if it does.")
    statuses: dict[str, ReceiptMeaning] = Field(
        default={},
        description="What each word at receipt_status_path means: queued, sending, sent, delivered, failed, "
        "canceled; or why it failed: invalid_number, unknown_number, not_a_mobile, opted_out, blocked, "
        "too_long (never again), unreachable, busy, expired (later), account, sender, settings (ours).",
    )
    errors: dict[str, ReceiptMeaning] = Field(
        default={}, description="What each code at receipt_error_path means; it wins when the text failed."
    )

    @model_validator(mode="after")
    def _proved(self) -> GatewayDoorSettings:
        if not (self.token_in or self.signature_header or self.peers):
            raise ValueError(
                "calls must be proved: set token_in, signature_header or peers, or anybody could write "
                "in anybody's name"
            )
        if ("{timestamp}" in self.signed) != bool(self.timestamp_header):
            raise ValueError("timestamp_header and {timestamp} in signed go together")
        return self

    @model_validator(mode="after")
    def _queries_are_signed(self) -> GatewayDoorSettings:
        if self.format == "query" and self.signature_header and "{url}" not in self.signed:
            raise ValueError("what calls say stands in their query: {url} must be signed")
        return self

    @model_validator(mode="after")
    def _complete(self) -> GatewayDoorSettings:
        if bool(self.message_from_path) != bool(self.message_text_path):
            raise ValueError("message_from_path and message_text_path go together")
        if self.receipt_status_path and not (self.receipt_id_path or self.receipt_ours_path):
            raise ValueError("receipts need receipt_id_path or receipt_ours_path: which text are they about?")
        if self.receipt_status_path and not self.statuses:
            raise ValueError("receipts need statuses: what does each word of the provider mean?")
        if not (self.message_from_path or self.receipt_status_path):
            raise ValueError(
                "nothing is taken: set message_from_path and message_text_path, or the receipt_ ones"
            )
        return self
