"""Settings of what becomes of a message: who reads it, what it may weigh, whom it joins."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.settings.section import Count, Seconds, Section


class WorkSettings(Section):
    readers: Count = Field(2, description="Processes that read mail.")
    read_seconds: Seconds = Field(
        5.0,
        description="Longest time of the processor to read one message before it is set aside; by the clock "
        "four times as long, for a busy machine.",
    )
    read_memory_bytes: Count = Field(536_870_912, description="Memory one reading may use.")
    batch: Count = Field(32, description="Messages claimed at a time.")
    lease_seconds: Seconds = Field(
        120.0, description="How long a claimed message is kept from other workers."
    )
    max_attempts: Count = Field(5, description="Tries before a message is set aside as failed.")
    first_retry_seconds: Seconds = Field(5.0, description="Wait before the second try; doubled each time.")
    deliverers: Count = Field(2, description="Threads that hand outbound messages over.")
    leave_after_seconds: Annotated[float, Field(ge=0, le=86_400)] = Field(
        120.0,
        description="Opened by a socket of systemd (docs/systemd.md): after this silence, and while nothing "
        "waits to be decided or sent, the process ends; the next mail or look at a page starts it. 0: never.",
    )


class ThreadSettings(Section):
    reopen_days: Annotated[int, Field(ge=0)] = Field(
        30,
        description="Days after closing during which an answer reopens a request; later it makes a new, "
        "linked one.",
    )
    text_join_days: Annotated[int, Field(ge=0)] = Field(
        7, description="Days during which a text message joins the sender's open request."
    )


class IncidentSettings(Section):
    within_hours: Annotated[int, Field(ge=0, le=720)] = Field(
        72,
        description="Hours within which requests at one place about one matter are proposed as reports of "
        "one incident (« aussi signalé »); 0: never.",
    )
    within_metres: Annotated[int, Field(ge=1, le=5000)] = Field(
        150, description="How far apart photos of one incident may have been taken."
    )


class LimitSettings(Section):
    messages_per_sender_per_hour: Count = Field(
        60, description="Messages of one sender in an hour that are answered; more are kept without answer."
    )
    acknowledgements_per_day: Count = Field(
        5,
        description="Acknowledgements and refusals to one address in 24 hours, across its requests; further "
        "ones are held, and the administrators told once a day (guichet outbox release).",
    )
    words_answered_per_day: Count = Field(
        12,
        description="Answers to SUIVI, ANNULER, ARRÊT and LANGUE by mail to one address in 24 hours; three "
        "at most while nothing proves who writes.",
    )
    storm_of_sender_per_hour: Count = Field(
        100,
        description="Messages of one sender in an hour beyond which further ones are held as one batch; the "
        "administrators are told once (guichet inbox release --from ADDRESS).",
    )
    storm_of_strangers_per_hour: Count = Field(
        200,
        description="New requests in an hour from senders whom nothing proves, beyond which those of "
        "strangers are held as one batch (guichet inbox release --storm).",
    )
    storm_in_all_per_hour: Count = Field(
        1000, description="New requests in an hour, whoever sends them, beyond which they are held."
    )
    answers_per_hour: Count = Field(
        600,
        description="Acknowledgements and refusals in an hour, to all addresses together; further ones are "
        "held, and the administrators told once a day (guichet outbox release --notice acknowledgement).",
    )
    domain_share_percent: Annotated[int, Field(ge=1, le=100)] = Field(
        20,
        description="How much of what all others left of storm_in_all_per_hour, and of answers_per_hour, "
        "mail that one domain signs may take, in percent; further requests are held as one batch (guichet "
        "inbox release --from @DOMAIN), further answers are held. 100: a domain may take the whole hour.",
    )
    mail_providers: tuple[str, ...] = Field(
        (
            *("gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr"),
            *("live.com", "live.fr", "msn.com", "yahoo.com", "yahoo.fr", "ymail.com", "aol.com"),
            *("icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me"),
            *("orange.fr", "wanadoo.fr", "free.fr", "aliceadsl.fr", "sfr.fr", "neuf.fr", "cegetel.net"),
            *("club-internet.fr", "numericable.fr", "noos.fr", "bbox.fr", "laposte.net", "mailo.com"),
            *("gmx.fr", "gmx.com", "gmx.net"),
        ),
        description="Domains at which everybody may have an address: domain_share_percent does not "
        "count them.",
    )
    message_bytes: Count = Field(
        26_214_400, description="Attachments of one message; larger ones are refused with an answer."
    )
    requester_bytes: Count = Field(524_288_000, description="Attachments of one requester in 30 days.")
    quota_bytes: Count = Field(
        4_430_233_600, description="All attachments together (4,225 MB); an alert is given at 80 %."
    )
    free_bytes: Count = Field(
        268_435_456,
        description="Room on the disk that mail leaves alone: below it every door asks its sender to come "
        "again (452, 503), and /health/ready answers 503.",
    )
    sender_bytes_per_hour: Count = Field(
        157_286_400,
        description="Mail of one envelope sender within an hour, as it came; more gets 452 4.7.1.",
    )
    host_bytes_per_hour: Count = Field(
        1_073_741_824,
        description="Mail of one host within an hour; more gets 452 4.7.1. Our own servers (mail.relays) "
        "are not counted.",
    )
    mail_bytes_per_hour: Count = Field(
        2_147_483_648,
        description="All mail within an hour; more gets 452 4.3.1. The last tenth is for messages up to "
        "64 KiB.",
    )
    mail_bytes: Count = Field(
        10_737_418_240,
        description="All mail kept as it came (retention.raw_mail_days); more gets 452 4.3.1. The last "
        "tenth is for messages up to 64 KiB.",
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
