"""Where the organisation in force and its earlier versions are kept, as the commands see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.organisation.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Version:
    """One organisation that was put in force."""

    number: int
    applied_at: datetime
    applied_by: str
    note: str


class OrganisationStore(Protocol):
    """Versions are numbered upwards and never changed; the newest is in force."""

    def current(self) -> Organisation | None:
        """The organisation in force; None before the first was applied."""
        ...

    def apply(self, organisation: Organisation, by: str, note: str) -> int:
        """Put a checked organisation in force, in one transaction; the number of its version.

        Parts that are gone are archived where requests still use them.
        """
        ...

    def history(self) -> Sequence[Version]:
        """Every version, newest first."""
        ...

    def version(self, number: int) -> Organisation | None:
        """The organisation of that version, or None."""
        ...
