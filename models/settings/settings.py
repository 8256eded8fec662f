"""Every setting, with its default and what it means; settings.toml is written from this module."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from models.settings.doors import DoorSettings
from models.settings.files import FilesSettings
from models.settings.mail import MailSettings
from models.settings.outgoing import OutgoingSettings
from models.settings.processing import (
    AntivirusSettings,
    IncidentSettings,
    LimitSettings,
    ThreadSettings,
    WorkSettings,
)
from models.settings.programs import ApiSettings, Open311Settings, PartnerSettings, WebhookSettings
from models.settings.section import THIS_MACHINE, Section
from models.settings.sms_carriers import TwilioSettings
from models.settings.texts import SmsSettings
from models.settings.upkeep import (
    AlertSettings,
    AuditSettings,
    BackupSettings,
    DatabaseSettings,
    KeySettings,
    LogSettings,
    MetricsSettings,
    ReplicationSettings,
    ReportSettings,
    RetentionSettings,
)
from models.settings.web import DirectorySettings, WebSettings


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

    undo_minutes: Annotated[int, Field(ge=0, le=1440)] = Field(
        60,
        description="Minutes during which « annuler », answered by whoever did it, undoes what they last did "
        "to a request: state, hands, planned day, words that have not left. 0: only what has not left.",
    )

    proof: Literal["token", "mail", "confirm"] = Field(
        "confirm",
        description="What an agent's mail needs besides the signed address: nothing (token); mail proved "
        "by DKIM, SPF, our relay or a trusted network (mail); or else a confirmation asked of the agent's "
        "address (confirm). guichet doctor mail-auth says what your mail carries.",
    )
    confirm_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        48,
        description="Hours during which a message can be confirmed; then its agent is told that nothing was "
        "done.",
    )


class Settings(Section):
    """All settings: defaults, then settings.toml, then the environment (GUICHET_SECTION__NAME). Frozen."""

    data_dir: Path = Field(
        Path("var"), description="Where the database, the files and the outgoing mail are kept."
    )
    organisation_file: Path = Field(Path("organisation.toml"), description="The organisation document.")
    templates_dir: Path | None = Field(
        None, description="Directory of templates that replace the built-in ones, file by file."
    )
    database: DatabaseSettings = DatabaseSettings.model_construct()
    files: FilesSettings = FilesSettings.model_construct()
    mail: MailSettings = MailSettings.model_construct()
    doors: DoorSettings = DoorSettings.model_construct()
    outgoing: OutgoingSettings = OutgoingSettings.model_construct()
    sms: SmsSettings = SmsSettings.model_construct()
    web: WebSettings = WebSettings.model_construct()
    directory: DirectorySettings = DirectorySettings.model_construct()
    api: ApiSettings = ApiSettings.model_construct()
    open311: Open311Settings = Open311Settings.model_construct()
    webhooks: WebhookSettings = WebhookSettings.model_construct()
    partners: PartnerSettings = PartnerSettings.model_construct()
    work: WorkSettings = WorkSettings.model_construct()
    agents: AgentSettings = AgentSettings.model_construct()
    threads: ThreadSettings = ThreadSettings.model_construct()
    incidents: IncidentSettings = IncidentSettings.model_construct()
    limits: LimitSettings = LimitSettings.model_construct()
    alerts: AlertSettings = AlertSettings.model_construct()
    metrics: MetricsSettings = MetricsSettings.model_construct()
    report: ReportSettings = ReportSettings.model_construct()
    keys: KeySettings = KeySettings.model_construct()
    antivirus: AntivirusSettings = AntivirusSettings.model_construct()
    retention: RetentionSettings = RetentionSettings.model_construct()
    audit: AuditSettings = AuditSettings.model_construct()
    backup: BackupSettings = BackupSettings.model_construct()
    replication: ReplicationSettings = ReplicationSettings.model_construct()
    logs: LogSettings = LogSettings.model_construct()

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels on which something can leave."""
        return ("email",) if self.sms.carrier == "none" else ("email", "sms")

    @model_validator(mode="after")
    def _leases_outlast_the_relay(self) -> Settings:
        patience = self.outgoing.relay.timeout_seconds * 2
        if self.work.lease_seconds <= patience:
            raise ValueError(
                f"work.lease_seconds must be more than twice outgoing.relay.timeout_seconds ({patience:g}): "
                "no letter could be handed over before its lease ends."
            )
        return self

    @model_validator(mode="after")
    def _locks_end_before_leases(self) -> Settings:
        idle, wait = self.database.idle_transaction_seconds, self.database.lock_wait_seconds
        if not idle < wait < self.work.lease_seconds:
            raise ValueError(
                f"database.idle_transaction_seconds ({idle:g}) must be less than database.lock_wait_seconds "
                f"({wait:g}), and that less than work.lease_seconds ({self.work.lease_seconds:g}): else one "
                "frozen process stops all others."
            )
        return self

    @model_validator(mode="after")
    def _any_message_finds_room(self) -> Settings:
        largest = max(self.doors.smtp.max_message_bytes, self.doors.lmtp.max_message_bytes)
        for name in ("sender_bytes_per_hour", "host_bytes_per_hour", "mail_bytes_per_hour", "mail_bytes"):
            # The last tenth is for small messages.
            if getattr(self.limits, name) < largest * 1.2:
                raise ValueError(
                    f"limits.{name} must be at least {largest * 1.2:.0f}, a fifth more than the largest "
                    "message that a door takes (max_message_bytes): else that would never come in."
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
        sms = self.doors.sms
        if sms.enabled and not (self.doors.http.enabled and (self.sms.twilio or sms.gateway)):
            raise ValueError(
                "doors.sms is enabled: it needs doors.http, and [sms.twilio] or [doors.sms.gateway]"
            )
        foreign = [d for d in self.mail.shared_domains if d.lower() not in map(str.lower, self.mail.domains)]
        if foreign:
            raise ValueError(f"mail.shared_domains: '{foreign[0]}' is none of mail.domains")
        domain = self.mail.reply_address.rpartition("@")[2].lower()
        if domain not in {d.lower() for d in self.mail.domains}:
            raise ValueError(f"mail.reply_address: its domain '{domain}' must be one of mail.domains")
        return self

    @model_validator(mode="after")
    def _senders_write_to(self) -> Settings:
        if self.agents.proof == "token" and any(box.recipient_header == "To" for box in self.doors.imap):
            raise ValueError(
                'doors.imap.recipient_header is "To", which senders write themselves: agents.proof must be '
                "mail or confirm"
            )
        return self

    @property
    def faces_the_world(self) -> bool:
        """Whether anybody's mail can come in: by SMTP from elsewhere, from a relay, from a mailbox."""
        smtp = self.doors.smtp
        local = smtp.host in THIS_MACHINE
        return (smtp.enabled and not local) or self.doors.lmtp.enabled or bool(self.doors.imap)

    @property
    def pages_open(self) -> bool:
        """Whether the pages are served: never where their cookies would travel in the clear."""
        return self.web.board and self.http_is_safe

    @property
    def http_is_safe(self) -> bool:
        """Whether what is said at the HTTP door can be read by nobody on the way."""
        http = self.doors.http
        return http.enabled and (http.public_url.startswith("https://") or http.is_this_machine)

    @property
    def twilio(self) -> TwilioSettings | None:
        """The Twilio account with the public address it calls us at; None when there is none."""
        account = self.sms.twilio
        if account is None or account.public_url:
            return account
        return account.model_copy(update={"public_url": self.doors.http.public_url.rstrip("/")})

    @property
    def texts_are_answered(self) -> bool:
        """Whether somebody who answers a text of ours is read: else texts say where to write instead."""
        match self.sms.carrier:
            case "twilio":
                return self.sms.twilio is not None and self.sms.twilio.can_be_answered
            case "gateway":
                door, gateway = self.doors.sms, self.sms.gateway
                is_read = door.enabled and door.gateway is not None and bool(door.gateway.message_from_path)
                return is_read and gateway is not None and gateway.can_be_answered
            case _:
                return True

    @property
    def texts_dir(self) -> Path:
        """Where texts are written when they are only files."""
        return self.data_dir / "outgoing" / "sms"

    @property
    def files_dir(self) -> Path:
        """Where files are kept unless they are in a bucket."""
        return self.data_dir / "files"

    @property
    def outgoing_dir(self) -> Path:
        return self.data_dir / "outgoing"

    @property
    def recovery_key_file(self) -> Path:
        return self.backup.key_file or self.data_dir / "secrets" / "recovery_key"

    @property
    def partner_keys_dir(self) -> Path:
        return self.partners.keys_dir or self.data_dir / "secrets" / "partners"

    @property
    def audit_key_file(self) -> Path:
        return self.audit.key_file or self.data_dir / "secrets" / "audit_key"

    @property
    def reply_keys_file(self) -> Path:
        return self.keys.reply_keys_file or self.data_dir / "secrets" / "reply_keys"
