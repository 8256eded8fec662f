"""One set: the database of one moment, the files it points to, keys, settings and organisation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from dispatch.upkeep.backup.destinations import FILE_LIST
from dispatch.upkeep.backup.manifest import Manifest, Member, make_set_id
from models.settings.settings import Settings
from models.signing.named_files import named_files
from models.store.chain.checkpoint import newest_checkpoint
from models.store.copies import copy_database
from models.store.database import Database
from models.store.durable import hash_file
from models.store.files import FileStore

#: Sheets beside the organisation document that belong to it.
_SHEETS = (".csv", ".tsv", ".xlsx")


def make_stage(
    stage: Path,
    database: Database,
    files: FileStore,
    settings: Settings,
    settings_file: Path | None,
    now: datetime,
) -> tuple[Manifest, set[str]]:
    """Write everything but the files themselves into the empty directory `stage`; the manifest, and the
    files' digests.

    The database is copied first: a file is always in the store before a row points to it.
    """
    files.require()
    copy_name, contents, digests = copy_database(database, stage)
    sizes = files.sizes_of(digests)
    there = sorted(sizes)
    (stage / FILE_LIST).write_text("".join(f"{digest}\n" for digest in there), encoding="ascii")
    origins = {copy_name: "", FILE_LIST: ""}
    for name, path in _small_files(settings, settings_file):
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, stage / name)
        origins[name] = str(path)
    manifest = Manifest(
        set_id=make_set_id(now),
        made_at=now,
        version=version("guichet"),
        contents=asdict(contents),
        members=tuple(Member(name, origin, *hash_file(stage / name)) for name, origin in origins.items()),
        files=len(there),
        files_bytes=sum(sizes.values()),
        missing=tuple(sorted(digests.difference(there)))[:100],
        checkpoint=_newest_checkpoint(database),
        domains=settings.mail.domains,
    )
    return manifest, set(there)


def _newest_checkpoint(database: Database) -> str:
    with database.reading() as session:
        if not sa.inspect(session.connection()).has_table("trace_checkpoint"):
            return ""  # a database of a version that sealed nothing
        found = newest_checkpoint(session)
    return found[1] if found is not None else ""


def _small_files(settings: Settings, settings_file: Path | None) -> Iterator[tuple[str, Path]]:
    """Settings, organisation with its sheets, templates of the town's own, and every secret: without the
    keys, the reply addresses of four hundred days are dead.
    """
    if settings_file is not None and settings_file.exists():
        yield "settings.toml", settings_file
    document = settings.organisation_file
    if document.exists():
        yield "organisation/organisation.toml", document
        for sheet in sorted(document.parent.iterdir()):
            if sheet.suffix.lower() in _SHEETS and sheet.is_file() and _is_plain(sheet.name):
                yield f"organisation/{sheet.name}", sheet
    if settings.templates_dir is not None and settings.templates_dir.is_dir():
        for path in sorted(settings.templates_dir.glob("*/*/*")):
            relative = path.relative_to(settings.templates_dir).as_posix()
            if path.is_file() and all(_is_plain(part) for part in relative.split("/")):
                yield f"templates/{relative}", path
    seen = set()
    for path in sorted(
        {settings.reply_keys_file, settings.audit_key_file, *(path for _, path in named_files(settings))}
    ):
        # Two passwords in folders of two names may be called the same.
        name = f"{path.parent.name}-{path.name}" if path.name in seen else path.name
        if path.is_file() and _is_plain(name) and name not in seen:
            seen.add(name)
            yield f"secrets/{name}", path
    if settings.partner_keys_dir.is_dir():
        for path in sorted(settings.partner_keys_dir.iterdir()):
            if path.is_file() and _is_plain(path.name):
                yield f"secrets/partners/{path.name}", path


def _is_plain(name: str) -> bool:
    return name.isascii() and all(letter.isalnum() or letter in "._-" for letter in name) and ".." not in name
