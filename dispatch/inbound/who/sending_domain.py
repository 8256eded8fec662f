"""Which organisation's domain a mail is proved to come from, and how much of an hour it may take.

One domain can sign for as many addresses as it likes, so that no bound on senders holds it. It may take a
part of what all others left of the hour: they keep the most of it, however many such domains there are.
Providers whose addresses are everybody's are not counted so, and what nothing proves is counted together
(`storm`).
"""

from __future__ import annotations

from dispatch.inbound.case import Case
from intake.mail.proof.alignment import domain_of, organisational
from models.settings.processing import LimitSettings

#: What proves a domain. Our own networks, people of the town at the desk and what was let go are no domain's.
_MEANS = frozenset(["dmarc", "dkim", "spf", "signature"])


def counted_domain(case: Case) -> str:
    """`example.org` of a mail that is proved to come from `anybody@mail.example.org` (public suffix list);
    '' of what is not counted by its domain: unproved, a provider's, one of ours.
    """
    proof, sender = case.mail_proof, case.parsed.sender
    if case.parsed.channel != "email" or not proof.proved or proof.by not in _MEANS or sender is None:
        return ""
    domain = domain_of(sender.address)
    found = organisational(domain) or domain
    settings = case.settings
    exempt = {each.lower() for each in (*settings.limits.mail_providers, *settings.mail.domains)}
    return "" if found in exempt or domain in exempt else found


def share_of(limits: LimitSettings, in_hour: int, of_others: int) -> int:
    """How many of `in_hour` one domain may have when others had so many; one at least."""
    return max(1, (in_hour - of_others) * limits.domain_share_percent // 100)
