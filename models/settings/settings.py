"""Every setting, with its default and what it means; settings.toml is written from this module."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from models.settings.doors import DoorSettings
from models.settings.outgoing import OutgoingSettings
from models.settings.section import Count, Seconds, Section
from models.settings.sms_carriers import TwilioSettings
from models.settings.texts import SmsSettings


class DatabaseSettings(Section):
    url: str = Field(
        "sqlite:///var/guichet.db",
        description="SQLite file or PostgreSQL URL (postgresql://user@host/name). A password belongs in the "
        "environment: GUICHET_DATABASE__URL.",
    )
    pool_size: Count = Field(8, description="Connections kept open.")


class MailSettings(Section):
    domains: tuple[str, ...] = Field(
        ("ville.test",), description="Domains whose mail is ours. Anything else is refused with 550 5.1.1."
    )
    addresses: tuple[str, ...] = Field(
        ("mairie@ville.test",),
        description="Addresses that take requests, besides the mailboxes of the services in "
        "organisation.toml.",
    )
    catch_all: bool = Field(False, description="Take mail for any address of our domains.")
    reply_address: str = Field(
        "demandes@ville.test",
        description="Base of the signed reply addresses: demandes+TOKEN@ville.test. Mail to it must "
        "arrive here.",
    )
    sender_name: str = Field(
        "", description="Name shown as the sender of our mail; empty means the town's name."
    )
    trust_spam_headers: bool = Field(
        False,
        description="Hold what the mail server in front marked as spam (X-Spam-Flag, X-Rspamd-Action). Only "
        "when all mail passes through it.",
    )
    reply_days: Count = Field(400, description="Days during which a reply address works.")


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
        description="Days after closing during which an answer reopens a request; later it makes a new, "
        "linked one.",
    )
    text_join_days: Annotated[int, Field(ge=0)] = Field(
        7, description="Days during which a text message joins the sender's open request."
    )


class AgentSettings(Section):
    publish_delay_seconds: Annotated[int, Field(ge=0, le=86_400)] = Field(
        120,
        description="Seconds that an agent's words to a requester wait before they leave; meanwhile one "
        "word (annuler) withdraws them.",
    )
    plain_answer: Literal["publish", "ask"] = Field(
        "publish",
        description="An agent's answer that speaks to the requester is sent (publish), or its writer is "
        "asked first (ask). One that does not is always kept and asked about.",
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
        description="clamd that looks at every message: HOST:PORT or the path of its socket; empty "
        "means none.",
    )
    when_away: Literal["accept", "retry"] = Field(
        "accept",
        description="When clamd does not answer: accept the message and mark it, or ask its sender to come "
        "again (451).",
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
        description="Keys of the reply addresses, one 'NUMBER SECRET' a line, the first signs; empty means "
        "data_dir/secrets/reply_keys, made by `guichet init`.",
    )


class AlertSettings(Section):
    recipients: tuple[str, ...] = Field(
        (),
        description="Addresses told when something needs an administrator; empty means the organisation's "
        "administrators.",
    )
    silent_hours: Count = Field(48, description="Hours without any mail on a door before an alert.")


class RetentionSettings(Section):
    requests_years: Count = Field(
        20,
        description="Years after closing that requests and their history are kept, unless their type says "
        "another (keep_years). They are erased by `guichet retention run` alone, which somebody approves.",
    )
    files_years: Count = Field(
        3,
        description="Years after closing that the files of a request are kept, unless its type says another "
        "(keep_files_years). This and what follows is erased each night.",
    )
    raw_mail_days: Count = Field(
        30,
        description="Days that a message is kept as it came, and letters as they were written to files. What "
        "was read of it stands in its request.",
    )
    messages_days: Count = Field(
        365,
        description="Days that is known who wrote a message that became part of no request, and about what.",
    )
    access_log_days: Count = Field(1095, description="Days that the access log is kept.")


class AuditSettings(Section):
    checkpoint_recipients: tuple[str, ...] = Field(
        (),
        description="Two people outside the IT office who are mailed, each morning, the signed note of how "
        "far history and access log had come. Whoever keeps it can prove what was there.",
    )
    key_file: Path | None = Field(
        None,
        description="Key that signs these notes, made by `guichet init`; empty means "
        "data_dir/secrets/audit_key.",
    )


class BackupSettings(Section):
    destinations: tuple[str, ...] = Field(
        (),
        description="Where sets are kept: directories, or restic: and a repository "
        "(restic:sftp:user@host:/guichet). Two, one of them elsewhere. After a change: guichet backup init.",
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
        description="The recovery key, made by `guichet backup init`; empty means "
        "data_dir/secrets/recovery_key.",
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
    retention: RetentionSettings = RetentionSettings()
    audit: AuditSettings = AuditSettings()
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
    def audit_key_file(self) -> Path:
        return self.audit.key_file or self.data_dir / "secrets" / "audit_key"

    @property
    def reply_keys_file(self) -> Path:
        return self.keys.reply_keys_file or self.data_dir / "secrets" / "reply_keys"
