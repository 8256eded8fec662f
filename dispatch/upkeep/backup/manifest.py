"""What a set says of itself: how it was made, what it holds, and the SHA-256 of each of its members."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from models.errors import UserError

FORMAT = 1
NAME = "manifest.json"
_SET_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z", re.ASCII)
_MEMBER = re.compile(r"[A-Za-z0-9._-]{1,100}(?:/[A-Za-z0-9._-]{1,100}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a set: its name in it, the place it came from, and what its plain bytes are."""

    name: str
    origin: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` are the digests of the file store that the database of this set points to."""

    set_id: str
    made_at: datetime
    version: str
    contents: dict[str, Any]
    members: tuple[Member, ...]
    files: int
    files_bytes: int
    #: Digests that rows point to and that the store did not have: damage older than the set.
    missing: tuple[str, ...] = ()
    #: The newest signed note of the traces (models/store/chain); '' when there was none yet.
    checkpoint: str = ""
    #: Of the town's mail: whose set it is. Sets of earlier versions do not say.
    domains: tuple[str, ...] = ()

    @property
    def database_copy(self) -> str:
        """Name of the member that is the copy of the database."""
        return next(each.name for each in self.members if each.name.startswith("database."))

    def to_json(self) -> str:
        values = {**asdict(self), "format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Raises UserError for what this version cannot read; names that would leave the set are refused."""
        try:
            values = json.loads(text)
            if values.pop("format") != FORMAT:
                raise UserError("This set was made by a newer Guichet: install that version to use it.")
            members = tuple(Member(**each) for each in values.pop("members"))
            if not all(is_member_name(each.name) for each in members):
                raise UserError("The manifest of this set is damaged.", "a member's name leaves the set")
            made_at = datetime.fromisoformat(values.pop("made_at"))
            missing, domains = (tuple(values.pop(each, ())) for each in ("missing", "domains"))
            return cls(members=members, made_at=made_at, missing=missing, domains=domains, **values)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise UserError("The manifest of this set is damaged.", type(wrong).__name__) from wrong


def make_set_id(moment: datetime) -> str:
    """The name of a set made at `moment` (UTC, by the second): `20261127T081500Z`."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def is_set_id(text: str) -> bool:
    return _SET_ID.fullmatch(text) is not None


def moment_of(set_id: str) -> datetime:
    return datetime.strptime(set_id, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def is_member_name(text: str) -> bool:
    """Whether a name stays inside the set it is written into."""
    return _MEMBER.fullmatch(text) is not None and ".." not in text.split("/")
