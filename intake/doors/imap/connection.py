"""A logged-in connection to an IMAP server, or the reason in words why there is none."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from intake.doors.imap.oauth import TokenSource, secret_of
from models.errors import ConfigurationFailure, GuichetError, TemporaryFailure
from models.settings.doors import ImapDoorSettings

_CONNECT_SECONDS = 15.0


def connect(settings: ImapDoorSettings) -> IMAPClient:
    """A connection under TLS as the settings ask, not yet logged in. Raises TemporaryFailure in words."""
    client = None
    try:
        client = IMAPClient(
            settings.host,
            port=settings.port,
            ssl=settings.tls == "tls",
            ssl_context=_context(settings),
            timeout=SocketTimeout(_CONNECT_SECONDS, settings.timeout_seconds),
        )
        if settings.tls == "starttls":
            client.starttls(_context(settings))
    except (OSError, IMAPClientError) as wrong:
        if client is not None:
            hang_up(client)
        raise trouble(wrong, settings) from wrong
    # Else imapclient gives times without a zone.
    client.normalise_times = False
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return client


def log_in(client: IMAPClient, settings: ImapDoorSettings, tokens: TokenSource | None) -> None:
    """Log in by password or XOAUTH2. Raises ConfigurationFailure or TemporaryFailure in words."""
    try:
        if tokens is not None:
            _log_in_by_token(client, settings, tokens)
        elif settings.password_file is not None:
            password = secret_of(settings.password_file, "password")
            if client.has_capability("LOGINDISABLED"):
                client.plain_login(settings.username, password)
            else:
                client.login(settings.username, password)
    except (OSError, IMAPClientError) as wrong:
        raise trouble(wrong, settings) from wrong


def _log_in_by_token(client: IMAPClient, settings: ImapDoorSettings, tokens: TokenSource) -> None:
    token = tokens.token()
    try:
        client.oauth2_login(settings.username, token)
    except LoginError:
        tokens.forget()
        raise


def hang_up(client: IMAPClient) -> None:
    """Close the connection, whatever state it is in."""
    with suppress(OSError, IMAPClientError):
        client.shutdown()


def _context(settings: ImapDoorSettings) -> ssl.SSLContext | None:
    if settings.tls == "none":
        return None
    try:
        return ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    except (OSError, ssl.SSLError) as wrong:
        raise ConfigurationFailure(f"The certificates in {settings.ca_file} cannot be read.") from wrong


def trouble(wrong: Exception, settings: ImapDoorSettings) -> GuichetError:
    """The failure that `wrong` means, with a sentence for an administrator."""
    server = f"{settings.host}:{settings.port}"
    if isinstance(wrong, GuichetError):
        return wrong
    if isinstance(wrong, LoginError):
        how = "the access token" if settings.oauth else "the login or the password"
        return ConfigurationFailure(f"{server} refuses {how}: {_said(wrong)}")
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return ConfigurationFailure(
            f"The certificate of {server} cannot be trusted: {wrong.verify_message or wrong.reason}."
        )
    if isinstance(wrong, ssl.SSLError):
        return TemporaryFailure(
            f"{server} does not speak TLS here ({wrong.reason or 'closed'}). Check port and tls."
        )
    if isinstance(wrong, socket.gaierror):
        return TemporaryFailure(f"The name {settings.host} cannot be found (DNS).")
    if isinstance(wrong, ConnectionRefusedError):
        return TemporaryFailure(f"{server} refuses connections: is host and port right, and the server up?")
    if isinstance(wrong, TimeoutError):
        return TemporaryFailure(f"{server} does not answer in time. A firewall may be in the way.")
    if isinstance(wrong, OSError):
        return TemporaryFailure(
            f"The connection to {server} broke: {wrong.strerror or type(wrong).__name__}."
        )
    return TemporaryFailure(f"{server} said: {_said(wrong)}")


def _said(wrong: Exception) -> str:
    text = " ".join(str(wrong).split())
    return "".join(c for c in text if c.isprintable())[:200]
