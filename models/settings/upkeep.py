"""Settings of what keeps the service well: database, logs, keys, alerts, backups."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from models.settings.section import THIS_MACHINE, Count, Port, Seconds, Section


class DatabaseSettings(Section):
    url: str = Field(
        "sqlite:///var/guichet.db",
        description="SQLite file or PostgreSQL URL (postgresql://user@host/name). A password belongs in the "
        "environment: GUICHET_DATABASE__URL.",
    )
    pool_size: Count = Field(8, description="Connections kept open.")
    idle_transaction_seconds: Seconds = Field(
        30.0,
        description="PostgreSQL ends a transaction of ours that does nothing for so long: a process that is "
        "frozen then holds up nobody.",
    )
    lock_wait_seconds: Seconds = Field(
        45.0,
        description="Longest wait for another's lock on PostgreSQL; more than idle_transaction_seconds, less "
        "than work.lease_seconds.",
    )
    answer_seconds: Seconds = Field(
        60.0,
        description="Longest silence of PostgreSQL about one statement before its connection is given up; at "
        "least five seconds more than lock_wait_seconds in any case.",
    )
    store_seconds: Seconds = Field(
        25.0,
        description="Longest wait for the database when something comes in; then its sender is asked to come "
        "again (451, 503). Servers in front wait for minutes.",
    )


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


class MetricsSettings(Section):
    enabled: bool = Field(False, description="Answer GET /metrics in the form that Prometheus reads.")
    host: str = Field(
        "127.0.0.1", description="Address to listen on; elsewhere than this machine needs a token."
    )
    port: Port = Field(9464, description="Port; never that of doors.http, which the world may reach.")
    token_file: Path | None = Field(
        None, description="File with the token that must come as Authorization: Bearer; empty asks for none."
    )

    @model_validator(mode="after")
    def _kept_in(self) -> MetricsSettings:
        if self.enabled and self.token_file is None and self.host not in THIS_MACHINE:
            raise ValueError("metrics.host is reached from elsewhere: metrics.token_file must be set")
        return self


def _told_at(named: str) -> str:
    """An address as it stands, or a number without its spaces; which of the two its shape says."""
    number = re.sub(r"[ .\u00a0]", "", named)
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", number, re.ASCII):
        return number
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", named):
        raise ValueError("must be an address, or a number that begins with + and its country")
    return named


class AlertSettings(Section):
    recipients: tuple[Annotated[str, AfterValidator(_told_at)], ...] = Field(
        (),
        description="Addresses told when something needs an administrator; empty means the organisation's "
        "administrators. A mobile number (+33…) among them gets a text when mail itself is what fails; "
        "without one, that text goes to the mobiles of the administrators.",
    )
    manager_after_days: Annotated[int, Field(ge=0, le=365)] = Field(
        3,
        description="Working days after its due date from which a request is listed to the managers of its "
        "service too, in their one mail a day; 0: never.",
    )
    decided_within_seconds: Seconds = Field(
        180.0,
        description="Age of the oldest message still to be decided at which /health/ready answers 503.",
    )
    sent_within_seconds: Seconds = Field(
        900.0,
        description="Age of the oldest notice still to be handed over at which /health/ready answers 503; "
        "for as long the relay or the SMS provider is away before somebody is told.",
    )
    silent_hours: Count = Field(48, description="Hours without any mail on a door before an alert.")


class ReportSettings(Section):
    recipients: tuple[str, ...] = Field(
        (),
        description="Addresses that get the figures of each month in the first days of the next: what was "
        "received, late, answered, by service and building; nothing of single people.",
    )
    by_agent: bool = Field(
        True,
        description="Whether managers and administrators may see figures of single agents, by `guichet stats "
        "--agents` and on the page of figures. No mail ever has them.",
    )


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
    drafts_days: Count = Field(
        30,
        description="Days that words typed on a page and never sent are kept, since they were last touched.",
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


class ReplicationSettings(Section):
    litestream: Path | None = Field(
        None,
        description="litestream.yml of the Litestream that runs beside us and copies a SQLite database to a "
        "second place in real time; what it has there is restored for trial each night.",
    )
    standbys: Annotated[int, Field(ge=0, le=16)] = Field(
        0, description="Standbys of PostgreSQL that must follow; fewer is told."
    )
    behind_seconds: Seconds = Field(
        300.0, description="How far behind a second machine may be before the administrators are told."
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
