"""Moving stored mail to another folder, on servers with MOVE, with UIDPLUS, or with neither."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

log = structlog.get_logger(__name__)


def name_there(client: IMAPClient, folder: str) -> str:
    """What a folder of ours is called on a server that keeps personal folders below a prefix.

    « Guichet » is « INBOX.Guichet » there (RFC 2342); a name that has the prefix, or that needs none, stays.
    Raises IMAPClientError only when the connection is gone.
    """
    if not client.has_capability("NAMESPACE"):
        return folder
    try:
        personal = client.namespace().personal
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return folder
    prefix = str(personal[0][0] or "") if personal else ""
    if not prefix or folder.upper() == "INBOX" or folder.startswith(prefix):
        return folder
    return prefix + folder


def move(client: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move messages of the selected folder, making `folder` when it is not there. Raises IMAPClientError."""
    folder = name_there(client, folder)
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
