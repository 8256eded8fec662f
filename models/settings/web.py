"""Settings of the pages: the counter in a browser, for those who work and for those who ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from models.settings.section import Section


def _readable(colour: str) -> str:
    from models.colours import ENOUGH, WHITE, contrast

    found = contrast(colour, WHITE)
    if found < ENOUGH:
        raise ValueError(
            f"cannot be read on white: its contrast is {found:.1f}, at least {ENOUGH} is needed; "
            "take a darker one"
        )
    return colour.lower()


class WebSettings(Section):
    board: bool = Field(
        True,
        description="Open the pages: the desk and the requests for those who work, the tracking page for "
        "those who ask. They are served at doors.http, whose public_url must be https unless it is this "
        "machine.",
    )
    colour: Annotated[str, AfterValidator(_readable)] = Field(
        "#0b4a8f", description="The town's colour, #rrggbb; dark enough to be read on white."
    )
    logo_file: Path | None = Field(
        None, description="The town's logo: a PNG, JPEG, WebP or GIF file of at most 500 kB."
    )
    agent_hours: Annotated[int, Field(ge=1, le=168)] = Field(
        12, description="Hours without a page after which an agent has to sign in again."
    )
    citizen_minutes: Annotated[int, Field(ge=5, le=1440)] = Field(
        30, description="The same in minutes for everybody else."
    )
    code_minutes: Annotated[int, Field(ge=5, le=60)] = Field(
        15, description="Minutes during which the link and the code of a sign-in work."
    )
    undo_seconds: Annotated[int, Field(ge=0, le=300)] = Field(
        20,
        description="Seconds that what a change of state tells the requester waits, and what a colleague "
        "hears of a request given to them, so that it can be undone; words wait "
        "agents.publish_delay_seconds when that is longer.",
    )
