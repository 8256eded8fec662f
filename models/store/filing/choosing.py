"""The store that the settings name."""

from __future__ import annotations

from models.errors import UserError
from models.settings.settings import Settings
from models.store.files import FileStore


def store_of(settings: Settings) -> FileStore:
    """Where files are kept, and where those of before are looked for: once [files.s3] names a bucket, the
    directory and the bucket are both looked at until `guichet files move` emptied one of them.

    Raises UserError when the library for buckets is not installed.
    """
    directory = FileStore(settings.files_dir, marked=True)
    if settings.files.s3 is None:
        return directory
    from models.store.filing.both import TwoPlaces

    try:
        from models.store.filing.s3 import S3Files
    except ModuleNotFoundError as wrong:
        raise UserError("[files.s3] needs the library obstore: pip install 'guichet[s3]'") from wrong
    bucket = S3Files(settings.files.s3)
    return TwoPlaces(bucket, directory) if settings.files.store == "s3" else TwoPlaces(directory, bucket)
