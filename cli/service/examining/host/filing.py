"""What `guichet doctor` looks at where attachments and big messages are kept."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen
from models.errors import GuichetError
from models.settings.files import S3Settings
from models.store.files import FileStore

#: No file has it.
_NO_DIGEST = "0" * 64
#: How far apart our clock and the server's may be: what is removed is known to be old by both.
_CLOCKS_APART_SECONDS = 120.0


def where_files_are(office: Office) -> Iterator[Seen]:
    """Is the store there, may we do all we must, is what is erased gone, and is a move unfinished?"""
    settings = office.settings.files
    from models.store.filing.both import TwoPlaces

    files = office.files
    if settings.store == "s3" and settings.s3 is not None and isinstance(files, TwoPlaces):
        yield from _bucket(settings.s3, files.store)
    elif files.is_there():
        yield Seen("ok", f"Files are kept in {files.place}")
    else:
        yield Seen(
            "error",
            f"{files.place} is not the store of files: its marker is missing.",
            "Mount its disk; mail waits until then. A new place, or files put back from a backup: guichet db "
            "upgrade",
        )
    if isinstance(files, TwoPlaces):
        yield from _former(files)


def _bucket(settings: S3Settings, files: FileStore) -> Iterator[Seen]:
    from models.store.filing.s3 import S3Files

    assert isinstance(files, S3Files)
    try:
        version, apart = files.try_out(_NO_DIGEST)
        is_used = files.is_used()
        next(files.digests(), None)
    except GuichetError as wrong:
        advice = "See [files.s3], docs/files.md."
        if wrong.private != wrong.public:
            advice = f"{wrong.private.rstrip('.')}. See [files.s3], docs/files.md."
        yield Seen("error", f"{files.place}: {wrong.public}", advice)
        return
    if is_used:
        yield Seen("ok", f"Files are kept in {files.place}, which takes, gives back, lists and removes them.")
    else:
        yield Seen(
            "error",
            f"{files.place} answers, and was never used.",
            "It becomes ours when the service is restarted; or type: guichet db upgrade",
        )
    if version:
        yield Seen(
            "warning",
            "The bucket keeps versions: what was erased is still there as an earlier one.",
            "Have it drop earlier versions after a day (NoncurrentVersionExpiration), docs/files.md.",
        )
    if abs(apart) > _CLOCKS_APART_SECONDS:
        yield Seen(
            "error",
            f"The clocks of this machine and of the bucket are {abs(apart):.0f} s apart.",
            "timedatectl",
        )
    local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
    if settings.endpoint.startswith("http://") and not settings.endpoint.startswith(local):
        yield Seen(
            "error", "Files travel to the bucket unencrypted.", "An https:// address in files.s3.endpoint."
        )


def _former(files: FileStore) -> Iterator[Seen]:
    from models.store.filing.both import TwoPlaces

    assert isinstance(files, TwoPlaces)
    try:
        left = files.former.is_used()
    except GuichetError as wrong:
        yield Seen(
            "error",
            f"{files.former.place}, where files were kept before, cannot be looked at: {wrong.public}",
            "Mount its disk, or remove the empty directory. What is not found waits until then.",
        )
        return
    if left:
        yield Seen("warning", f"Files of before are still in {files.former.place}", "guichet files move")
