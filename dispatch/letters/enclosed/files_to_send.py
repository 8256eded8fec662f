"""The files of a notice: all are named, those that fit travel along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from dispatch.letters.view import FileView, NoticeView
from dispatch.notices.catalogue import Notice


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file of a notice as the store knows it."""

    name: str
    content_type: str
    sha256: str
    size_bytes: int
    #: Its place among the files that the notice names.
    place: int = 0


def files_of(
    ids: Iterable[int], notice: Notice, attachments: Mapping[int, Any], max_bytes: int
) -> tuple[tuple[FileView, ...], tuple[FileToSend, ...]]:
    """Every document is named; those that fit together under `max_bytes` travel along."""
    listed: list[FileView] = []
    sent: list[FileToSend] = []
    total = 0
    for attachment_id in dict.fromkeys(ids):
        row = attachments.get(attachment_id)
        if row is None or row.decorative:
            continue
        fits = notice.carries_files and row.removed_at is None and total + row.size_bytes <= max_bytes
        if fits:
            total += row.size_bytes
            sent.append(FileToSend(row.filename, row.content_type, row.sha256, row.size_bytes, len(listed)))
        listed.append(FileView(row.shown_name or row.filename, row.size_bytes, attached=fits))
    return tuple(listed), tuple(sent)


def without_file_names(
    view: NoticeView, files: Sequence[FileToSend]
) -> tuple[NoticeView, tuple[FileToSend, ...]]:
    """Files numbered, for a reader who may not know who asks: names tell (« CNI Petit.pdf »)."""
    word = "file" if view.locale == "en" else "fichier"
    names = [f"{word} {place}{PurePath(each.name).suffix[:8]}" for place, each in enumerate(view.files, 1)]
    listed = tuple(replace(each, name=name) for each, name in zip(view.files, names, strict=True))
    sent = tuple(replace(each, name=names[each.place]) for each in files)
    return replace(view, files=listed), sent
