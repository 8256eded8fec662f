"""Mailboxes on a real Dovecot: one user a test, and doors that fetch from it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient.exceptions import IMAPClientError

from intake.doors.imap.connection import hang_up
from intake.doors.imap.cursor import CursorStore
from intake.doors.smtp.listening import utc_now
from models.settings.doors import ImapDoorSettings
from models.tables.mailboxes import MailboxCursor
from tests.doors.house import House
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.oauth import CLIENT_ID, CLIENT_SECRET, OAuthServer
from tests.servers.processes import until

#: So long that nothing in a test can come from a look by the clock.
NEVER_SECONDS = 1_000.0


class Mailbox:
    """A user's mail on the server, and the settings of a door to it."""

    def __init__(self, server: Dovecot, directory: Path) -> None:
        self.server = server
        self.user = f"u{uuid.uuid4().hex[:10]}"
        self._password_file = directory / f"{self.user}.password"
        self._password_file.write_text(PASSWORD + "\n")
        self.client = server.connect(self.user)

    def settings(self, **changes: Any) -> dict[str, Any]:
        return {
            "name": "shared",
            "host": "127.0.0.1",
            "port": self.server.imap_port,
            "tls": "none",
            "username": self.user,
            "password_file": str(self._password_file),
            "recipient": "mairie@ville.test",
            "processed_folder": "Processed",
            "failed_folder": "Failed",
            "poll_seconds": NEVER_SECONDS,
            "first_retry_seconds": 0.05,
            "max_retry_seconds": 0.1,
            **changes,
        }

    def put(self, *contents: bytes, folder: str = "INBOX", arrived: datetime | None = None) -> None:
        """Deliver messages, as the mail server does."""
        for content in contents:
            self.client.append(folder, content, (), arrived)

    def make(self, folder: str) -> None:
        """Make a folder. While others ask for it, Dovecot may say that it exists and mean that now it
        does.
        """
        with suppress(IMAPClientError):
            self.client.create_folder(folder)
        assert self.client.folder_exists(folder)

    def count(self, folder: str = "INBOX") -> int:
        """How many messages the folder has; 0 when there is none such."""
        client = self.server.connect(self.user)
        try:
            if not client.folder_exists(folder):
                return 0
            number = client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"]
            assert isinstance(number, int)
            return number
        finally:
            client.logout()

    def reconnect(self) -> None:
        """Connect again, to a server that was started again."""
        self.close()
        self.client = self.server.connect(self.user)

    def close(self) -> None:
        hang_up(self.client)


def letter(number: int) -> bytes:
    return (
        b"Return-Path: <a@example.org>\r\nDelivered-To: mairie@ville.test\r\nSubject: %d\r\n\r\nBonjour\r\n"
        % number
    )


def wait_for_rows(house: House, number: int) -> None:
    until(lambda: len(house.ledger()) >= number, f"{number} rows in the ledger")


def wait_for_mail(mailbox: Mailbox, number: int, folder: str) -> None:
    def there() -> bool:
        try:
            return mailbox.count(folder) == number
        except (OSError, IMAPClientError):  # the server is being started again
            return False

    until(there, f"{number} messages in {folder}")


def cursor_of(house: House, mailbox: Mailbox) -> MailboxCursor:
    settings = ImapDoorSettings.model_validate(mailbox.settings())
    return CursorStore(house.database, settings).load(utc_now())


def oauth_settings(mailbox: Mailbox, oauth: OAuthServer, directory: Path, **changes: Any) -> dict[str, Any]:
    (directory / "secret").write_text(CLIENT_SECRET)
    settings = mailbox.settings()
    del settings["password_file"]
    settings["oauth"] = {
        "token_url": f"{oauth.url}/token",
        "client_id": CLIENT_ID,
        "client_secret_file": str(directory / "secret"),
        **changes,
    }
    return settings
