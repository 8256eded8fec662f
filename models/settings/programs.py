"""Settings of what other programs call: the JSON API."""

from __future__ import annotations

from pydantic import Field

from models.settings.section import Count, Section


class ApiSettings(Section):
    calls_per_minute: Count = Field(
        300,
        description="Calls of one token in a minute; more are answered 429, with how long to wait. There is "
        "no API until a token is made: guichet api tokens add.",
    )
    creations_per_hour: Count = Field(200, description="Requests that one token may create in an hour.")
    body_bytes: Count = Field(
        20_000_000, description="Largest call, files included (they travel as base64, a third larger)."
    )
