"""Settings of what leaves: the relay, the files, the patience with both."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from models.settings.section import Count, Port, Seconds, Section


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
    relay: RelaySettings = RelaySettings.model_construct()
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

    per_recipient_per_day: Count = Field(
        60, description="Notices to one requester's address in 24 hours; further ones are held."
    )
    per_agent_per_day: Count = Field(
        1500, description="Notices to one agent's or service's address in 24 hours; further ones are held."
    )
    per_hour: Count = Field(3000, description="Everything that leaves in an hour; more waits.")
    per_day: Count = Field(30_000, description="Everything that leaves in 24 hours; more waits.")

    @property
    def handover_seconds(self) -> float:
        """Longest time that handing over one message may take: every answer of the relay, and the final one.

        Answers waited for: connection, greeting, EHLO twice, STARTTLS, AUTH three times,
        NOOP, MAIL, RCPT, DATA.
        """
        return 12 * self.relay.timeout_seconds + self.relay.final_answer_seconds
