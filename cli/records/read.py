"""`guichet read`: what Guichet understands of a mail, without storing anything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.choices import one_of

if TYPE_CHECKING:
    from intake.message import ParsedMessage
    from intake.reading.room import ReadingRoom


class Kind(StrEnum):
    """As what a file is read."""

    MIME = "mime"
    TEXT = "text"
    HTML = "html"


# Below this many files, starting more processes takes longer than reading.
_MANY = 500
# Files in memory at once.
_TOGETHER = 32


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, directories, or - for standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")] = False,
    kind: Annotated[
        Kind,
        typer.Option(**one_of(Kind, "read as"), help="A whole message (mime), or a bare body (text, html)."),
    ] = Kind.MIME,
) -> None:
    """Read mails without storing them, and show what was understood."""
    failed = False
    for row in _rows(list(_expand(paths)), kind):
        failed = failed or "error" in row
        if as_json:
            from cli.present import write_json

            write_json(row)
        else:
            from cli.records.read_pretty import show

            show(row)
    if failed:
        raise typer.Exit(1)


def _expand(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if path != "-" and Path(path).is_dir():
            yield from sorted(str(found) for found in Path(path).rglob("*") if found.is_file())
        else:
            yield path


def _rows(paths: list[str], kind: Kind) -> Iterator[dict[str, Any]]:
    """One row a file, in order, read where the service reads: in processes with limits of time and memory."""
    import os

    from intake.reading.room import ReadingRoom

    with ReadingRoom(workers=1 if len(paths) < _MANY else min(os.cpu_count() or 1, 4)) as room:
        for start in range(0, len(paths), _TOGETHER):
            yield from _read_together(room, paths[start : start + _TOGETHER], kind)


def _read_together(room: ReadingRoom, paths: list[str], kind: Kind) -> Iterator[dict[str, Any]]:
    """A row for each path: what was read, or `error` instead of the rest."""
    from intake.message import ParsedMessage

    raws: dict[str, bytes] = {}
    wrong: dict[str, str] = {}
    for path in paths:
        try:
            raws[path] = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as failure:
            wrong[path] = f"{failure.strerror or failure}"
    found = dict(zip(raws, room.read_many(raws.values(), kind.value), strict=True))
    for path in paths:
        message = found.get(path)
        if isinstance(message, ParsedMessage):
            yield as_row(path, message)
        else:
            yield {"path": path, "error": wrong[path] if message is None else message.reason}


def as_row(path: str, message: ParsedMessage) -> dict[str, Any]:
    """A parsed message as the JSON object whose keys other programs rely on."""

    def box(mailbox: Any) -> dict[str, str]:
        return {"address": mailbox.address, "name": mailbox.name}

    return {
        "path": path,
        "subject": message.subject,
        "from": box(message.sender) if message.sender else None,
        "reply_to": [box(one) for one in message.reply_to],
        "to": [box(one) for one in message.to],
        "cc": [box(one) for one in message.cc],
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to[0] if message.in_reply_to else "",
        "references": list(message.references),
        "date": message.date.isoformat() if message.date else None,
        "text": message.text,
        "reply": message.reply,
        "quoted": message.quoted,
        "signature": message.signature,
        "attachments": [
            {
                "filename": one.filename,
                "content_type": one.content_type,
                "size_bytes": one.size_bytes,
                "sha256": one.sha256,
                "inline": one.inline,
            }
            for one in message.attachments
        ],
        "automatic": {"kind": message.automatic.kind, "reason": message.automatic.reason}
        if message.automatic
        else None,
        "bounce": {
            "recipients": [
                {
                    "address": one.address,
                    "status": one.status,
                    "permanent": one.permanent,
                    "diagnostic": one.diagnostic,
                }
                for one in message.bounce.recipients
            ],
            "kind": message.bounce.kind,
        }
        if message.bounce
        else None,
        "reaction": message.reaction,
        "no_words": message.no_words,
        "defects": list(message.defects),
    }


if __name__ == "__main__":
    typer.run(read)
