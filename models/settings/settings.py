"""Every setting, with its default and what it means; settings.toml is written from this module."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from models.settings.texts import SmsDoorSettings, SmsSettings, TwilioSettings

Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class Section(BaseModel):
    """A table of settings.toml: frozen, and a name it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(Section):
    url: str = Field(
        "sqlite:///var/guichet.db",
        description="SQLite file or PostgreSQL URL (postgresql://user@host/name). A password belongs in the environment: GUICHET_DATABASE__URL.",
    )
    pool_size: Count = Field(8, description="Connections kept open.")


class MailSettings(Section):
    domains: tuple[str, ...] = Field(
        ("ville.test",), description="Domains whose mail is ours. Anything else is refused with 550 5.1.1."
    )
    addresses: tuple[str, ...] = Field(
        ("mairie@ville.test",),
        description="Addresses that take requests, besides the mailboxes of the services in organisation.toml.",
    )
    catch_all: bool = Field(False, description="Take mail for any address of our domains.")
    reply_address: str = Field(
        "demandes@ville.test",
        description="Base of the signed reply addresses: demandes+TOKEN@ville.test. Mail to it must arrive here.",
    )
    sender_name: str = Field(
        "", description="Name shown as the sender of our mail; empty means the town's name."
    )
    trust_spam_headers: bool = Field(
        False,
        description="Hold what the mail server in front marked as spam (X-Spam-Flag, X-Rspamd-Action). Only when all mail passes through it.",
    )
    reply_days: Count = Field(400, description="Days during which a reply address works.")


class SmtpDoorSettings(Section):
    enabled: bool = Field(True, description="Listen for mail by SMTP.")
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for the world.")
    port: Port = Field(8025, description="Port; 25 for an MX.")
    hostname: str = Field("", description="Name said in the greeting; empty means the first mail domain.")
    max_message_bytes: Count = Field(26_214_400, description="Largest message taken (SIZE).")
    memory_bytes: Count = Field(
        268_435_456,
        description="Messages on their way held in memory together, all connections; one more gets 452 4.3.1.",
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
        description="Longest line taken. RFC 5321 asks for at least 1000; one real message in twenty has longer ones.",
    )
    refuse_bare_newlines: bool = Field(
        False,
        description="Refuse any CR or LF that stands alone, as old scanners and web forms write them. A lone dot between such line ends (SMTP smuggling) is refused in any case, and only CRLF.CRLF ends a message.",
    )
    tls_cert_file: Path | None = Field(None, description="Certificate chain (PEM); offers STARTTLS when set.")
    tls_key_file: Path | None = Field(None, description="Private key (PEM).")
    proxy_protocol: bool = Field(
        False, description="Expect the PROXY protocol (v1 or v2) of a load balancer in front."
    )
    proxy_trusted: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"),
        description="Addresses or networks of the load balancers; with proxy_protocol nobody else may connect.",
    )


class LmtpDoorSettings(Section):
    enabled: bool = Field(False, description="Listen for mail by LMTP, from a Postfix in front.")
    host: str = Field("127.0.0.1", description="Address to listen on, when no socket is set.")
    port: Port = Field(8024, description="Port, when no socket is set.")
    socket: Path | None = Field(None, description="Unix socket to listen on instead of host and port.")
    max_message_bytes: Count = Field(
        27_262_976,
        description="Largest message taken (SIZE); above the limit of the relay in front, which adds header lines.",
    )
    memory_bytes: Count = Field(
        268_435_456,
        description="Messages on their way held in memory together, all connections; one more gets 452 4.3.1.",
    )
    max_recipients: Count = Field(50, description="Recipients of one message; more get 452 4.5.3.")
    max_connections: Count = Field(100, description="Connections at once; more get 421 4.7.0.")
    idle_seconds: Seconds = Field(300.0, description="Silence after which a connection is closed.")


class ImapOAuthSettings(Section):
    token_url: str = Field(
        description="Token endpoint of the provider; {tenant} stands in the address for Microsoft 365.",
        pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])",
    )
    client_id: str = Field(description="Client id.")
    client_secret_file: Path | None = Field(None, description="File holding the client secret.")
    refresh_token_file: Path | None = Field(
        None,
        description="File holding the refresh token, written anew when the provider gives another; without one, client credentials are used.",
    )
    scope: str = Field("", description="Scope asked for.")


class ImapDoorSettings(Section):
    """One mailbox to fetch from; written as [[doors.imap]]."""

    name: str = Field(description="Name of this mailbox in lists and logs.", pattern=r"^[a-z0-9-]{1,32}$")
    host: str = Field(description="IMAP server.")
    port: Port = Field(993, description="Port.")
    tls: Literal["tls", "starttls", "none"] = Field(
        "tls", description="tls, starttls, or none (only on this machine)."
    )
    ca_file: Path | None = Field(None, description="Certificates to trust instead of the system's.")
    username: str = Field(description="Login.")
    password_file: Path | None = Field(None, description="File holding the password.")
    oauth: ImapOAuthSettings | None = Field(None, description="XOAUTH2 instead of a password.")
    recipient: str = Field(description="The address of ours that mail in this mailbox was sent to.")
    folder: str = Field("INBOX", description="Folder to read.")
    processed_folder: str = Field(
        "", description="Where to move taken mail; made when missing. Empty leaves it and only marks it seen."
    )
    failed_folder: str = Field(
        "",
        description="Where to move mail that was too large to be taken whole, or holds a virus; empty means as processed_folder.",
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
        if self.tls == "none" and self.host not in {"localhost", "127.0.0.1", "::1"}:
            raise ValueError(f"mailbox '{self.name}': tls = \"none\" would send the password in the clear")
        return self


class HttpDoorSettings(Section):
    enabled: bool = Field(True, description="Listen for HTTP: health, webhooks, upload pages.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(8080, description="Port.")
    public_url: str = Field(
        "http://127.0.0.1:8080",
        description="How the world reaches this door; signatures of webhooks cover it.",
    )


class DoorSettings(Section):
    smtp: SmtpDoorSettings = SmtpDoorSettings()
    lmtp: LmtpDoorSettings = LmtpDoorSettings()
    http: HttpDoorSettings = HttpDoorSettings()
    sms: SmsDoorSettings = SmsDoorSettings()
    imap: tuple[ImapDoorSettings, ...] = Field((), description="Mailboxes to fetch from.")

    @field_validator("imap")
    @classmethod
    def _named_once(cls, mailboxes: tuple[ImapDoorSettings, ...]) -> tuple[ImapDoorSettings, ...]:
        names = [mailbox.name for mailbox in mailboxes]
        if len(set(names)) < len(names):
            raise ValueError("two mailboxes have the same name")
        return mailboxes


class RelaySettings(Section):
    host: str = Field("", description="SMTP relay for outbound mail.")
    port: Port = Field(587, description="Port.")
    tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls, or none (only on this machine)."
    )
    ca_file: Path | None = Field(None, description="Certificates to trust instead of the system's.")
    username: str = Field("", description="Login; empty means none.")
    password_file: Path | None = Field(
        None, description="File holding the password; or GUICHET_OUTGOING__RELAY__PASSWORD."
    )
    password: SecretStr | None = Field(None, description="Only from the environment.", exclude=True)
    timeout_seconds: Seconds = Field(30.0, description="Longest wait for one answer of the relay.")
    final_answer_seconds: Seconds = Field(
        600.0,
        description="Longest wait for the answer after the message itself (RFC 5321 asks for ten minutes).",
    )
    hostname: str = Field("", description="Name said in EHLO; empty means this machine's.")


class OutgoingSettings(Section):
    carrier: Literal["files", "smtp"] = Field(
        "files", description="files writes outbound mail under data_dir/outgoing; smtp hands it to the relay."
    )
    relay: RelaySettings = RelaySettings()
    max_attempts: Count = Field(12, description="Tries before an outbound message is given up.")
    first_retry_seconds: Seconds = Field(
        30.0, description="Wait before the second try; doubled each time, with jitter."
    )
    max_retry_seconds: Seconds = Field(14_400.0, description="Longest wait between tries.")
    max_attached_bytes: Annotated[int, Field(ge=0)] = Field(
        10_485_760, description="Attachments sent along with a notice; beyond, they are only named."
    )
    per_recipient_per_hour: Count = Field(
        30, description="Notices to one requester's address in an hour; more wait."
    )
    per_agent_per_hour: Count = Field(
        300, description="Notices to one agent's or service's address in an hour; more wait."
    )

    @property
    def handover_seconds(self) -> float:
        """Longest time that handing over one message may take: every answer of the relay, and the final one.

        Answers waited for: connection, greeting, EHLO twice, STARTTLS, AUTH three times, NOOP, MAIL, RCPT, DATA.
        """
        return 12 * self.relay.timeout_seconds + self.relay.final_answer_seconds


class WorkSettings(Section):
    readers: Count = Field(2, description="Processes that read mail.")
    read_seconds: Seconds = Field(5.0, description="Longest time to read one message before it is set aside.")
    read_memory_bytes: Count = Field(536_870_912, description="Memory one reading may use.")
    batch: Count = Field(32, description="Messages claimed at a time.")
    lease_seconds: Seconds = Field(
        120.0, description="How long a claimed message is kept from other workers."
    )
    max_attempts: Count = Field(5, description="Tries before a message is set aside as failed.")
    first_retry_seconds: Seconds = Field(5.0, description="Wait before the second try; doubled each time.")
    deliverers: Count = Field(2, description="Threads that hand outbound messages over.")


class ThreadSettings(Section):
    reopen_days: Annotated[int, Field(ge=0)] = Field(
        30,
        description="Days after closing during which an answer reopens a request; later it makes a new, linked one.",
    )
    text_join_days: Annotated[int, Field(ge=0)] = Field(
        7, description="Days during which a text message joins the sender's open request."
    )


class AgentSettings(Section):
    publish_delay_seconds: Annotated[int, Field(ge=0, le=86_400)] = Field(
        120,
        description="Seconds that an agent's words to a requester wait before they leave; meanwhile one word (annuler) withdraws them.",
    )
    plain_answer: Literal["publish", "ask"] = Field(
        "publish",
        description="An agent's answer that speaks to the requester is sent (publish), or its writer is asked first (ask). One that does not is always kept and asked about.",
    )


class LimitSettings(Section):
    messages_per_sender_per_hour: Count = Field(
        60, description="Messages of one sender in an hour that are answered; more are kept without answer."
    )
    message_bytes: Count = Field(
        26_214_400, description="Attachments of one message; larger ones are refused with an answer."
    )
    requester_bytes: Count = Field(524_288_000, description="Attachments of one requester in 30 days.")
    quota_bytes: Count = Field(
        4_430_233_600, description="All attachments together (4,225 MB); an alert is given at 80 %."
    )
    free_bytes: Count = Field(
        104_857_600, description="Room on the disk below which /health/ready says that it is nearly full."
    )


class AntivirusSettings(Section):
    clamd: str = Field(
        "",
        description="clamd that looks at every message: HOST:PORT or the path of its socket; empty means none.",
    )
    when_away: Literal["accept", "retry"] = Field(
        "accept",
        description="When clamd does not answer: accept the message and mark it, or ask its sender to come again (451).",
    )
    timeout_seconds: Seconds = Field(30.0, description="Longest wait for clamd.")


class LogSettings(Section):
    format: Literal["console", "json"] = Field(
        "console", description="console for people, json for programs."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important level written."
    )


class KeySettings(Section):
    reply_keys_file: Path | None = Field(
        None,
        description="Keys of the reply addresses, one 'NUMBER SECRET' a line, the first signs; empty means data_dir/secrets/reply_keys, made by `guichet init`.",
    )


class AlertSettings(Section):
    recipients: tuple[str, ...] = Field(
        (),
        description="Addresses told when something needs an administrator; empty means the organisation's administrators.",
    )
    silent_hours: Count = Field(48, description="Hours without any mail on a door before an alert.")


class BackupSettings(Section):
    destinations: tuple[str, ...] = Field(
        (),
        description="Where sets are kept: directories, or restic: and a repository (restic:sftp:user@host:/guichet). Two, one of them elsewhere. After a change: guichet backup init.",
    )
    every_hours: Count = Field(12, description="Hours between two sets.")
    keep_days: Count = Field(
        183,
        description="Days a set is kept: all of the last 14 days, one a day for two months, then one a week.",
    )
    encrypt: bool = Field(
        True, description="Encrypt sets in directories with the recovery key; restic always encrypts."
    )
    key_file: Path | None = Field(
        None,
        description="The recovery key, made by `guichet backup init`; empty means data_dir/secrets/recovery_key.",
    )
    alert_hours: Count = Field(
        13, description="Age of the last good set at which the administrators are told."
    )


class Settings(BaseSettings):
    """All settings: defaults, then settings.toml, then the environment (GUICHET_SECTION__NAME). Frozen."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="GUICHET_",
        env_nested_delimiter="__",
        nested_model_default_partial_update=True,
    )

    data_dir: Path = Field(
        Path("var"), description="Where the database, the files and the outgoing mail are kept."
    )
    organisation_file: Path = Field(Path("organisation.toml"), description="The organisation document.")
    templates_dir: Path | None = Field(
        None, description="Directory of templates that replace the built-in ones, file by file."
    )
    database: DatabaseSettings = DatabaseSettings()
    mail: MailSettings = MailSettings()
    doors: DoorSettings = DoorSettings()
    outgoing: OutgoingSettings = OutgoingSettings()
    sms: SmsSettings = SmsSettings()
    work: WorkSettings = WorkSettings()
    agents: AgentSettings = AgentSettings()
    threads: ThreadSettings = ThreadSettings()
    limits: LimitSettings = LimitSettings()
    alerts: AlertSettings = AlertSettings()
    keys: KeySettings = KeySettings()
    antivirus: AntivirusSettings = AntivirusSettings()
    backup: BackupSettings = BackupSettings()
    logs: LogSettings = LogSettings()

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels on which something can leave."""
        return ("email",) if self.sms.carrier == "none" else ("email", "sms")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @model_validator(mode="after")
    def _leases_outlast_the_relay(self) -> Settings:
        patience = self.outgoing.relay.timeout_seconds * 2
        if self.work.lease_seconds <= patience:
            raise ValueError(
                f"work.lease_seconds must be more than twice outgoing.relay.timeout_seconds ({patience:g}): "
                "no letter could be handed over before its lease ends."
            )
        return self

    @field_validator("data_dir", "organisation_file", "templates_dir")
    @classmethod
    def _expand(cls, path: Path | None) -> Path | None:
        return path.expanduser() if path else path

    @model_validator(mode="after")
    def _consistent(self) -> Settings:
        if self.outgoing.carrier == "smtp" and not self.outgoing.relay.host:
            raise ValueError("outgoing.carrier is smtp: outgoing.relay.host must name the relay")
        smtp = self.doors.smtp
        if (smtp.tls_cert_file is None) != (smtp.tls_key_file is None):
            raise ValueError("doors.smtp: tls_cert_file and tls_key_file go together")
        if self.doors.sms.enabled and (self.sms.twilio is None or not self.doors.http.enabled):
            raise ValueError("doors.sms is enabled: it needs [sms.twilio] and doors.http")
        domain = self.mail.reply_address.rpartition("@")[2].lower()
        if domain not in {d.lower() for d in self.mail.domains}:
            raise ValueError(f"mail.reply_address: its domain '{domain}' must be one of mail.domains")
        return self

    @property
    def twilio(self) -> TwilioSettings | None:
        """The Twilio account with the public address it calls us at; None when there is none."""
        account = self.sms.twilio
        if account is None or account.public_url:
            return account
        return account.model_copy(update={"public_url": self.doors.http.public_url.rstrip("/")})

    @property
    def texts_dir(self) -> Path:
        """Where texts are written when they are only files."""
        return self.data_dir / "outgoing" / "sms"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def outgoing_dir(self) -> Path:
        return self.data_dir / "outgoing"

    @property
    def recovery_key_file(self) -> Path:
        return self.backup.key_file or self.data_dir / "secrets" / "recovery_key"

    @property
    def reply_keys_file(self) -> Path:
        return self.keys.reply_keys_file or self.data_dir / "secrets" / "reply_keys"
