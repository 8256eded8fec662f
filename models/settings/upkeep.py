"""Settings of what keeps the service well: logs, keys, alerts, backups."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from models.settings.section import Count, Section


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
