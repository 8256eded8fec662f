"""What is wrong with a mailbox door, in words: for `guichet doctor imap NAME`."""

from __future__ import annotations

import difflib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from intake.doors.imap.connection import connect, hang_up, log_in, trouble
from intake.doors.imap.moving import name_there
from intake.doors.imap.oauth import TokenSource
from models.errors import GuichetError
from models.settings.doors import ImapDoorSettings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, a `warning` the door can live with, or an `error` that stops it."""

    level: Literal["ok", "warning", "error"]
    sentence: str
    #: What to do about it, '' when nothing.
    advice: str = ""


def examine(settings: ImapDoorSettings) -> list[Finding]:
    """Everything found on the way to the mailbox, in the order it was looked at; ends at the first error.

    Changes nothing on the server.
    """
    findings = []
    for finding in _steps(settings):
        findings.append(finding)
        if finding.level == "error":
            break
    return findings


def _steps(settings: ImapDoorSettings) -> Iterator[Finding]:
    yield _try(
        lambda: socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM),
        settings,
        f"The name {settings.host} is found (DNS).",
        "Check doors.imap.host.",
    )
    tokens = TokenSource(settings.oauth) if settings.oauth else None
    if tokens is not None:
        yield _try(
            tokens.token,
            settings,
            "The sign-in service gives an access token.",
            "Check token_url, client_id, the client secret (has it expired?) and the refresh token.",
        )
    try:
        client = connect(settings)
    except GuichetError as wrong:
        yield Finding("error", wrong.public, _connection_advice(settings))
        return
    try:
        yield Finding("ok", f"{settings.host}:{settings.port} answers ({settings.tls}).")
        yield _try(
            lambda: log_in(client, settings, tokens),
            settings,
            f"The login as {settings.username} works.",
            "Correct username, or the password in password_file, of [[doors.imap]]; the mailbox must allow "
            "IMAP. For Microsoft 365 and Gmail a password no longer works: use oauth."
            if tokens is None
            else "The application may lack the right to read this mailbox by IMAP, or the scope is wrong.",
        )
        yield from _folders(client, settings)
        yield from _abilities(client)
    finally:
        hang_up(client)


def _try(step: Callable[[], object], settings: ImapDoorSettings, done: str, advice: str) -> Finding:
    try:
        step()
    except (OSError, GuichetError, IMAPClientError) as wrong:
        return Finding("error", trouble(wrong, settings).public, advice)
    return Finding("ok", done)


def _connection_advice(settings: ImapDoorSettings) -> str:
    usual = {"tls": 993, "starttls": 143}.get(settings.tls)
    if usual and settings.port != usual:
        return f"tls = {settings.tls} usually goes with port {usual}, not {settings.port}."
    return "Check host, port and tls; a private certificate authority goes into ca_file."


def _folders(client: IMAPClient, settings: ImapDoorSettings) -> Iterator[Finding]:
    try:
        names = [str(name) for _, _, name in client.list_folders()]
        try:
            state = client.select_folder(settings.folder, readonly=True)
        except IMAPClientError:
            near = difflib.get_close_matches(settings.folder, names, n=3, cutoff=0.4) or names[:10]
            yield Finding(
                "error", f"There is no folder '{settings.folder}'.", f"There are: {', '.join(near)}."
            )
            return
        yield Finding("ok", f"The folder '{settings.folder}' holds {state.get(b'EXISTS', 0)} messages.")
        for name in dict.fromkeys([settings.processed_folder, settings.failed_folder]):
            there = name_there(client, name) if name else ""
            if there and there not in names:
                yield Finding(
                    "warning", f"There is no folder '{there}' yet.", "The door makes it when needed."
                )
    except (OSError, IMAPClientError) as wrong:
        yield Finding("error", trouble(wrong, settings).public)


def _abilities(client: IMAPClient) -> Iterator[Finding]:
    if client.has_capability("IDLE"):
        yield Finding("ok", "The server tells of new mail at once (IDLE).")
    else:
        yield Finding("warning", "The server has no IDLE.", "New mail is looked for every poll_seconds.")
    if not client.has_capability("MOVE") and not client.has_capability("UIDPLUS"):
        yield Finding(
            "warning",
            "The server has neither MOVE nor UIDPLUS.",
            "Moved mail stays in the folder, marked deleted, until somebody empties it.",
        )
