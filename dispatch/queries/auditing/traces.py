"""History and access log with their places in the chain, for an auditor; the note in a checkpoint's file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models.errors import UserError
from models.store.chain.rows import ACCESSES, HISTORY, stream, table_name
from models.store.glance import as_json, as_time

#: Nobody's checkpoint is longer.
_MOST_BYTES = 1 << 20
#: How a file begins that age encrypted.
_AGE = b"age-encryption.org/"
#: What an export says of a row; words that people wrote are not among them: they stand in the requests.
COLUMNS = {
    ACCESSES: ("id", "at", "actor", "action", "subject", "data"),
    HISTORY: (
        "id", "request_id", "at", "kind", "actor_role", "person_id", "channel", "inbound_id", "erased_at",
    ),
}  # fmt: skip


def export_rows(session: Session, chain: str, write: Callable[[str], object], *, as_csv: bool) -> int:
    """Each row with its position and its link (hexadecimal), in the order of the rows; how many. A row that
    is not sealed yet has neither.
    """
    names = ("position", *COLUMNS[chain], "link")
    columns = ", ".join(f"r.{name}" for name in COLUMNS[chain])
    if as_csv:
        write(_csv_line(names))
    count = 0
    for row in stream(
        session.connection(),
        f"SELECT l.position, {columns}, l.link FROM {table_name(chain)} r "
        f"LEFT JOIN trace_link l ON l.chain = ? AND l.row_id = r.id AND length(l.salt) > 0 ORDER BY r.id",
        chain,
    ):
        shown = {name: _shown(name, value) for name, value in zip(names, row, strict=True)}
        if as_csv:
            write(_csv_line([json.dumps(v) if isinstance(v, dict) else v for v in shown.values()]))
        else:
            write(json.dumps(shown, ensure_ascii=False))
        count += 1
    return count


def read_note(path: Path, opened: Callable[[bytes], bytes] | None = None) -> str:
    """What a file holds that may be a checkpoint: itself, a mail, a backup's manifest, encrypted as it lies
    in a set (`.age`) when `opened` decrypts it. Raises UserError naming the file, also when there is none in
    it.
    """
    try:
        with path.open("rb") as stream_:
            content = stream_.read(_MOST_BYTES)
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    ending = path.suffix
    if content.startswith(_AGE):
        if opened is None:
            raise UserError(
                f"{path} is encrypted, and the recovery key is not here: `guichet backup restore` with --key "
                f"opens its set, or decrypt the file with age and give the outcome."
            )
        content, ending = opened(content), Path(path.stem).suffix
    note = _note_in(path, ending, content)
    if not note.strip():
        raise UserError(
            f"{path} holds no checkpoint: it is empty, or of a backup made before the first one. Nothing was "
            f"verified; give a later one."
        )
    return note


def _note_in(path: Path, ending: str, content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    if ending == ".json":
        try:
            found = json.loads(text)["checkpoint"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise UserError(f"{path} holds no checkpoint.") from wrong
        return found if isinstance(found, str) else ""
    if ending == ".eml":
        from intake.mail.parse import parse_mail

        return parse_mail(content).text
    return text


def _shown(name: str, value: Any) -> Any:
    if name in ("at", "erased_at"):
        moment = as_time(value)
        return moment.isoformat() if moment else None
    if name == "data":
        return as_json(value)
    return bytes(value).hex() if name == "link" and value is not None else value


def _csv_line(values: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow("" if value is None else value for value in values)
    return out.getvalue()
