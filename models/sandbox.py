"""A folder for training: an invented town whose settings are made here, so that nothing leaves the machine.

Neither what its settings.toml says nor the environment changes them: a relay or a provider named by either
is never spoken to.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import UserError
from models.settings.settings import Settings

#: The file that says that a folder is one of training; nothing else makes it one.
MARK = "training.json"
#: Where its data are, in that folder.
DATA = "var"
_ALWAYS = dict.fromkeys(("weekdays", "saturday", "sunday", "holidays"), "00:00-24:00")


class SandboxMark(BaseModel):
    """What the mark holds: where the pages are opened, and how long words can be taken back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Where browsers find the pages: this machine, or its address in the network of the room.
    address: str = Field("127.0.0.1", pattern=r"^[0-9A-Za-z.-]{1,80}$")
    port: int = Field(8180, ge=1, le=65535)
    undo_seconds: int = Field(20, ge=0, le=300)

    @property
    def is_shared(self) -> bool:
        """Whether other machines of the room may open the pages."""
        return self.address != "127.0.0.1"


class SandboxSettings(Settings):
    """Settings of a town that does not exist."""

    @property
    def http_is_safe(self) -> bool:
        """Nobody in it is real: what trainees do may be read in their own room."""
        return self.doors.http.enabled


def is_sandbox(settings: Settings) -> bool:
    """Whether these are settings of a town for training: nobody outside is ever called."""
    return isinstance(settings, SandboxSettings)


def sandbox_at(folder: Path) -> SandboxSettings | None:
    """The settings of a folder for training; None for any other. Raises UserError for a spoilt mark."""
    mark = folder / MARK
    return sandbox_settings(folder.absolute(), read_mark(folder)) if mark.is_file() else None


def read_mark(folder: Path) -> SandboxMark:
    """What the mark of a folder says. Raises UserError, also when its data lie elsewhere, as a town's."""
    if (folder / DATA).is_symlink():
        raise UserError(f"{folder / DATA} is a link. A training keeps its data in its own folder.")
    try:
        return SandboxMark.model_validate_json((folder / MARK).read_bytes())
    except (OSError, ValidationError) as wrong:
        raise UserError(
            f"{folder / MARK} cannot be read. Make the training anew in another folder."
        ) from wrong


def write_mark(folder: Path, mark: SandboxMark) -> None:
    """Make a folder one of training."""
    (folder / MARK).write_text(json.dumps(mark.model_dump(), indent=1) + "\n", encoding="utf-8")


def sandbox_settings(folder: Path, mark: SandboxMark) -> SandboxSettings:
    """The settings of that folder: letters and texts are files, no door for mail is open, no name is asked
    for, and what an exercise needs is not slowed down by limits.
    """
    http: dict[str, Any] = {
        "host": "0.0.0.0" if mark.is_shared else "127.0.0.1",  # noqa: S104  # asked for by an option
        "port": mark.port,
        "public_url": f"http://{mark.address}:{mark.port}",
    }
    return SandboxSettings.model_validate(
        {
            "data_dir": folder / DATA,
            "organisation_file": folder / "organisation.toml",
            "database": {"url": f"sqlite:///{folder / DATA}/guichet.db"},
            "doors": {"smtp": {"enabled": False}, "http": http},
            "mail": {"verify_signatures": False},
            "outgoing": {"carrier": "files", "per_recipient_per_hour": 500, "per_recipient_per_day": 1000},
            "sms": {"carrier": "files", "quiet_hours": _ALWAYS},
            "agents": {"publish_delay_seconds": mark.undo_seconds},
            "web": {"undo_seconds": mark.undo_seconds},
            "limits": {"acknowledgements_per_day": 500},
            "partners": {"poll_minutes": 0},
            "logs": {"level": "error"},
        }
    )
