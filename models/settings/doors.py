"""Settings of the doors: where mail, texts and pages come in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from models.settings.section import THIS_MACHINE, Count, Network, OneLine, Port, Seconds, Section
from models.settings.texts import SmsDoorSettings

SocketMode = Annotated[str, Field(pattern=r"^0?[0-7]{3}$")]


class SmtpDoorSettings(Section):
    enabled: bool = Field(True, description="Listen for mail by SMTP.")
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for the world.")
    port: Port = Field(8025, description="Port; 25 for an MX.")
    hostname: str = Field("", description="Name said in the greeting; empty means the first mail domain.")
    max_message_bytes: Count = Field(26_214_400, description="Largest message taken (SIZE).")
    memory_bytes: Count = Field(
        268_435_456,
        description="Messages on their way held in memory together, all connections; one more gets "
        "452 4.3.1.",
    )
    max_recipients: Count = Field(50, description="Recipients of one message; more get 452 4.5.3.")
    max_connections: Count = Field(100, description="Connections at once; more get 421 4.7.0.")
    max_connections_per_peer: Count = Field(
        20, description="Connections at once from one address; more get 421 4.7.0."
    )
    max_errors: Count = Field(10, description="Refused commands on one connection before 421 4.7.0.")
    idle_seconds: Seconds = Field(
        300.0, description="Silence after which a connection is closed (RFC 5321 §4.5.3.2 asks for 300)."
    )
    session_seconds: Seconds = Field(
        7_200.0, description="Longest life of a connection, however busy; it ends with 421 4.4.2."
    )
    max_line_bytes: Count = Field(
        1_048_576,
        description="Longest line taken. RFC 5321 asks for at least 1000; one real message in twenty has "
        "longer ones.",
    )
    refuse_bare_newlines: bool = Field(
        False,
        description="Refuse any CR or LF that stands alone, as old scanners and web forms write them. A "
        "lone dot between such line ends (SMTP smuggling) is refused in any case, and only CRLF.CRLF "
        "ends a message.",
    )
    tls_cert_file: Path | None = Field(None, description="Certificate chain (PEM); offers STARTTLS when set.")
    tls_key_file: Path | None = Field(None, description="Private key (PEM).")
    proxy_protocol: bool = Field(
        False, description="Expect the PROXY protocol (v1 or v2) of a load balancer in front."
    )
    proxy_trusted: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses or networks of the load balancers; with proxy_protocol nobody else may "
        "connect.",
    )


class LmtpDoorSettings(Section):
    enabled: bool = Field(False, description="Listen for mail by LMTP, from a Postfix in front.")
    host: str = Field("127.0.0.1", description="Address to listen on, when no socket is set.")
    port: Port = Field(8024, description="Port, when no socket is set.")
    socket: Path | None = Field(None, description="Unix socket to listen on instead of host and port.")
    socket_mode: SocketMode = Field(
        "0660",
        description="Who may connect to the socket, in octal: whoever may is believed to be our relay. Its "
        "group is that of its directory when that is setgid.",
    )
    max_message_bytes: Count = Field(
        27_262_976,
        description="Largest message taken (SIZE); above the limit of the relay in front, which adds "
        "header lines.",
    )
    memory_bytes: Count = Field(
        268_435_456,
        description="Messages on their way held in memory together, all connections; one more gets "
        "452 4.3.1.",
    )
    max_recipients: Count = Field(50, description="Recipients of one message; more get 452 4.5.3.")
    max_connections: Count = Field(100, description="Connections at once; more get 421 4.7.0.")
    idle_seconds: Seconds = Field(300.0, description="Silence after which a connection is closed.")


class ImapOAuthSettings(Section):
    token_url: str = Field(
        description="Token endpoint of the provider; {tenant} stands in the address for Microsoft 365.",
        pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])",
        examples=["https://login.example.org/token"],
    )
    client_id: str = Field(description="Client id.", examples=["guichet"])
    client_secret_file: Path | None = Field(None, description="File holding the client secret.")
    refresh_token_file: Path | None = Field(
        None,
        description="File holding the refresh token, written anew when the provider gives another; without "
        "one, client credentials are used.",
    )
    scope: str = Field("", description="Scope asked for.")


class ImapDoorSettings(Section):
    """One mailbox to fetch from; written as [[doors.imap]]."""

    name: str = Field(
        description="Name of this mailbox in lists and logs.",
        examples=["mairie"],
        pattern=r"^[a-z0-9-]{1,32}$",
    )
    host: str = Field(description="IMAP server.", examples=["imap.example.org"])
    port: Port = Field(993, description="Port.")
    tls: Literal["tls", "starttls", "none"] = Field(
        "tls", description="tls, starttls, or none (only on this machine)."
    )
    ca_file: Path | None = Field(None, description="Certificates to trust instead of the system's.")
    username: str = Field(description="Login.", examples=["mairie@ville.test"])
    password_file: Path | None = Field(
        None, description="File holding the password.", examples=["secrets/imap_password"]
    )
    oauth: ImapOAuthSettings | None = Field(None, description="XOAUTH2 instead of a password.")
    recipient: str = Field(
        description="The address of ours that mail in this mailbox was sent to.",
        examples=["mairie@ville.test"],
    )
    recipient_header: Literal[
        "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To"
    ] = Field(
        "Delivered-To",
        description="Field in which this server writes the address a mail was delivered to; the topmost "
        "counts, above the first Received. To, which senders write, only for servers that write none.",
    )
    folder: str = Field("INBOX", description="Folder to read.")
    processed_folder: str = Field(
        "", description="Where to move taken mail; made when missing. Empty leaves it and only marks it seen."
    )
    failed_folder: str = Field(
        "",
        description="Where to move mail that was too large to be taken whole, or holds a virus; empty means "
        "as processed_folder.",
    )
    first_days: Annotated[int, Field(ge=0)] = Field(
        2, description="At the first connection, mail older than this many days is left alone."
    )
    poll_seconds: Seconds = Field(60.0, description="Time between looks when the server has no IDLE.")
    idle_seconds: Annotated[float, Field(gt=0, lt=1740)] = Field(
        1500.0, description="Renewal of IDLE; servers drop it after 29 minutes."
    )
    reconcile_hours: Seconds = Field(
        24.0, description="Time between two comparisons of all mail in the folder with all mail stored."
    )
    max_message_bytes: Count = Field(
        52_428_800, description="Largest message fetched; of a larger one only the header is taken."
    )
    timeout_seconds: Seconds = Field(60.0, description="Longest wait for the server.")
    first_retry_seconds: Seconds = Field(
        5.0, description="Wait after a failure; doubled each time, with jitter."
    )
    max_retry_seconds: Seconds = Field(900.0, description="Longest wait between tries.")

    @model_validator(mode="after")
    def _consistent(self) -> ImapDoorSettings:
        if (self.password_file is None) == (self.oauth is None):
            raise ValueError(f"mailbox '{self.name}': set either password_file or oauth")
        if self.tls == "none" and self.host not in THIS_MACHINE:
            raise ValueError(f"mailbox '{self.name}': tls = \"none\" would send the password in the clear")
        return self


class HttpDoorSettings(Section):
    enabled: bool = Field(True, description="Listen for HTTP: health, webhooks, upload pages.")
    host: str = Field("127.0.0.1", description="Address to listen on, when no socket is set.")
    port: Port = Field(8080, description="Port, when no socket is set.")
    socket: Path | None = Field(
        None,
        description="Unix socket to listen on instead of host and port, for a proxy on this machine "
        "(docs/systemd.md); public_url says where the proxy is.",
    )
    socket_mode: SocketMode = Field(
        "0660",
        description="Who may connect to the socket, in octal: whoever may is believed to be our proxy, and "
        "who they say is at the other end.",
    )
    socket_group: OneLine = Field(
        "",
        description="Group of the socket, such as caddy; the service's user must be in it. Empty: that of "
        "its directory when that is setgid, else the user's own.",
    )
    public_url: str = Field(
        "http://127.0.0.1:8080",
        description="How the world reaches this door; signatures of webhooks cover it.",
    )
    max_connections: Count = Field(200, description="Connections at once; more get 503.")
    max_connections_per_peer: Count = Field(
        20, description="Connections at once from one address; more get 503."
    )
    proxies: tuple[Network, ...] = Field(
        ("127.0.0.0/8", "::1/128"),
        description="Proxies in front: of them only max_connections counts.",
    )
    header_seconds: Seconds = Field(10.0, description="Longest time for the headers of a request; then 408.")
    body_seconds: Seconds = Field(
        30.0, description="Time for a body before at least 500 octets a second must come; else 408."
    )

    @model_validator(mode="before")
    @classmethod
    def _at_its_port(cls, given: Any) -> Any:
        """An address that nobody changed is that of the port: letters would lead to another one."""
        usual, port = (
            cls.model_fields["public_url"].default,
            given.get("port") if isinstance(given, dict) else None,
        )
        if port and str(port) not in ("0", "8080") and given.get("public_url", usual) == usual:
            return {**given, "public_url": f"http://127.0.0.1:{port}"}
        return given

    @property
    def is_this_machine(self) -> bool:
        """Whether `public_url` leads to the machine that it is opened on, and nowhere else."""
        return (urlsplit(self.public_url).hostname or "") in THIS_MACHINE

    @property
    def origin(self) -> str:
        """Where the pages are for the world, as browsers write it: `public_url` without any path."""
        parts = urlsplit(self.public_url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        usual = {"https": 443, "http": 80}.get(parts.scheme)
        port = f":{parts.port}" if parts.port is not None and parts.port != usual else ""
        return f"{parts.scheme}://{host}{port}"


class DoorSettings(Section):
    smtp: SmtpDoorSettings = SmtpDoorSettings.model_construct()
    lmtp: LmtpDoorSettings = LmtpDoorSettings.model_construct()
    http: HttpDoorSettings = HttpDoorSettings.model_construct()
    sms: SmsDoorSettings = SmsDoorSettings.model_construct()
    imap: tuple[ImapDoorSettings, ...] = Field((), description="Mailboxes to fetch from.")

    @field_validator("imap")
    @classmethod
    def _named_once(cls, mailboxes: tuple[ImapDoorSettings, ...]) -> tuple[ImapDoorSettings, ...]:
        names = [mailbox.name for mailbox in mailboxes]
        if len(set(names)) < len(names):
            raise ValueError("two mailboxes have the same name")
        return mailboxes
