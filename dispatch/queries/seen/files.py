"""Files of a request as its pages name them, and which of them stand for others outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

#: What is said of a file on a page.
FILE = (
    "id", "entry_id", "shown_name", "filename", "content_type", "size_bytes", "removed_at", "sha256",
    "derived_from", "taken_at", "latitude", "longitude",
)  # fmt: skip
#: Types of files that a browser can show by itself.
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


@dataclass(frozen=True, slots=True)
class File:
    id: int
    name: str
    content_type: str
    size_bytes: int
    is_gone: bool
    sha256: str = ""
    #: Made of the file of that hash.
    derived_from: str = ""
    #: A copy of a picture on which somebody of staff blackened what nobody outside may see; and the picture
    #: that there is such a copy of.
    is_cover: bool = False
    is_covered: bool = False
    #: When a photo says that it was taken.
    taken_at: datetime | None = None
    #: Where it says so, in WGS84 degrees: latitude, longitude.
    taken_where: tuple[float, float] | None = None

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it by itself."""
        return self.content_type in PICTURES


def file_of(row: Mapping[str, Any]) -> File:
    """A file of a row that has the columns FILE."""
    name = row["shown_name"] or row["filename"]
    latitude, longitude = row["latitude"], row["longitude"]
    return File(
        row["id"],
        name,
        row["content_type"].lower(),
        row["size_bytes"],
        row["removed_at"] is not None,
        row["sha256"],
        row["derived_from"],
        taken_at=row["taken_at"],
        taken_where=None if latitude is None or longitude is None else (latitude, longitude),
    )


def with_covers(files: Sequence[File]) -> Sequence[File]:
    """The files of an entry, those marked that are covered copies, or have one; former copies are left out.
    What mail brought in a format that no browser shows has a copy, too, and is no picture here.
    """
    pictures = {each.sha256 for each in files if each.is_picture and not each.is_gone}
    copies = [each for each in files if each.derived_from and each.derived_from in pictures]
    if not copies:
        return files
    covers = {each.id for each in copies if not each.is_gone}
    origins = {each.derived_from for each in copies if not each.is_gone}
    former = {each.id for each in copies if each.is_gone}
    return [
        replace(
            each,
            is_cover=each.id in covers,
            is_covered=each.sha256 in origins and each.id not in covers,
        )
        for each in files
        if each.id not in former
    ]
