"""Keys of signers from DNS: the one place where reading a mail asks the network."""

from __future__ import annotations

import dns.exception
import dns.resolver

from intake.mail.proof.signatures import Lookup


def ask_dns(seconds: float) -> Lookup:
    """The system's resolver, waited for `seconds` at most."""

    def lookup(name: str) -> bytes:
        try:
            resolver = dns.resolver.get_default_resolver()
            answer = resolver.resolve(name, "TXT", lifetime=seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return b""
        except (dns.exception.DNSException, OSError) as wrong:
            raise TimeoutError from wrong
        for record in answer:
            return b"".join(record.strings)
        return b""

    return lookup
