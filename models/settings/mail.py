"""Which mail is ours, how its answers come back, and what proves who wrote it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.settings.section import Count, Network, Section


class MailSettings(Section):
    domains: tuple[str, ...] = Field(
        ("ville.test",), description="Domains whose mail is ours. Anything else is refused with 550 5.1.1."
    )
    shared_domains: tuple[str, ...] = Field(
        (),
        description="Those of our domains at which people have mailboxes too, because the mail server in "
        "front and the relay hand over to Guichet only its own addresses. Elsewhere an agent's address at a "
        "domain of ours is refused: mail to it would come here, where it is nobody.",
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
    reply_days: Count = Field(
        400,
        description="Days during which a reply address works, and the same mail again is known as a copy.",
    )
    authserv_id: str = Field(
        "",
        description="Name under which our own relay writes Authentication-Results (RFC 8601); empty believes "
        "none. The relay must remove those that strangers write under it.",
        pattern=r"^[A-Za-z0-9._-]{0,120}$",
    )
    dkim_selector: str = Field(
        "",
        description="Name under which our relay publishes the DKIM key that it signs our letters with; "
        "guichet doctor looks it up.",
        pattern=r"^[A-Za-z0-9._-]{0,120}$",
    )
    relays: tuple[Network, ...] = Field(
        ("127.0.0.0/8", "::1/128"),
        description="Our own mail servers in front, when they speak SMTP to us: their Authentication-Results "
        "is believed.",
    )
    relay_hops: Annotated[int, Field(ge=0, le=10)] = Field(
        1, description="Received lines that our own servers write above Authentication-Results."
    )
    trusted_networks: tuple[Network, ...] = Field(
        ("127.0.0.0/8", "::1/128"),
        description="Computers that may write in our staff's names: mail they hand to the SMTP door "
        "themselves, without any Received line, is proved. Empty for none.",
    )
    verify_signatures: bool = Field(
        True, description="Verify DKIM signatures of senders ourselves; asks DNS for their keys."
    )
    dns_seconds: Annotated[float, Field(gt=0, le=3)] = Field(
        2.0, description="Longest wait for a key; after one that did not come, none is asked for a minute."
    )
