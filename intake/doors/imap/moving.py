"""Moving stored mail to another folder, on servers with MOVE, with UIDPLUS, or with neither."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

log = structlog.get_logger(__name__)


def move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move messages of the selected folder, making `folder` when it is not there. Raises IMAPClientError."""
    try:
        _move_once(client, uids, folder)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:  # the folder is missing, or was renamed
        for make in (client.create_folder, client.subscribe_folder):
            try:
                make(folder)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as wrong:  # moving will tell
                log.info("imap.folder_not_made", error=type(wrong).__name__)
        _move_once(client, uids, folder)


def _move_once(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    if client.has_capability("MOVE"):
        client.move(uids, folder)
        return
    client.copy(uids, folder)
    client.add_flags(uids, [b"\\Deleted", b"\\Seen"], silent=True)
    if client.has_capability("UIDPLUS"):  # a plain EXPUNGE would also take what others marked
        client.uid_expunge(uids)
