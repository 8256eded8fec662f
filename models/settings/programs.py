"""Settings of what other programs call: the JSON API, Open311; and of what they are told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from models.settings.section import Count, Network, OneLine, Seconds, Section


class ApiSettings(Section):
    calls_per_minute: Count = Field(
        300,
        description="Calls of one token in a minute; more are answered 429, with how long to wait. There is "
        "no API until a token is made: guichet api add NAME.",
    )
    creations_per_hour: Count = Field(200, description="Requests that one token may create in an hour.")
    body_bytes: Count = Field(
        20_000_000, description="Largest call, files included (they travel as base64, a third larger)."
    )


class Open311Settings(Section):
    enabled: bool = Field(
        False,
        description="Answer reporting applications (FixMyStreet and others) by Open311 GeoReport v2, at "
        "/open311/v2. Request types say what may be posted and what is shown (open311); keys are made by "
        "guichet open311 add.",
    )
    public: bool = Field(
        False,
        description="Whether requests of shown types are read without a key too: type, place to the street, "
        "state and dates; never words or people.",
    )
    jurisdiction_id: OneLine = Field(
        "", description="What callers name the town by; a call with another one is answered 404."
    )
    contact: OneLine = Field("", description="Who gives keys, for people who make applications.")
    wait_seconds: Annotated[float, Field(ge=0, le=30)] = Field(
        5.0,
        description="How long an application that posts waits for its reference; then it gets a token to "
        "ask again with.",
    )
    calls_per_minute: Count = Field(120, description="Calls with one key in a minute; more are answered 429.")


class WebhookSettings(Section):
    allowed_networks: tuple[Network, ...] = Field(
        (),
        description="Private networks whose programs may be told too (guichet webhooks): 192.0.2.0/24. All "
        "others are refused, so that nobody makes the service call what only it can reach.",
    )
    timeout_seconds: Seconds = Field(10.0, description="How long a program that is told may take to answer.")


class PartnerSettings(Section):
    keys_dir: Path | None = Field(
        None,
        description="Directory with the key that each partner gave us, in a file named as the partner; empty "
        "means data_dir/secrets/partners.",
    )
    allowed_networks: tuple[Network, ...] = Field(
        (),
        description="Private networks where a partner's server may be (http is taken there): 192.0.2.0/24. "
        "All others are refused, so that nobody makes the service call what only it can reach.",
    )
    timeout_seconds: Seconds = Field(
        20.0, description="Longest silence of a partner's server; three times as much for a whole answer."
    )
    poll_minutes: Annotated[int, Field(ge=0, le=1440)] = Field(
        15, description="How often partners are asked what became of requests; 0 for never."
    )
