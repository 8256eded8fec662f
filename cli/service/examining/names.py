"""What `guichet doctor dns` looks up: MX, SPF, DKIM and DMARC of the domains whose mail is ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cli.service.doctor_rooms import Seen
from models.settings.section import THIS_MACHINE
from models.settings.settings import Settings

#: The records of a name and kind (`MX`, `TXT`) as text; () when there are none. Raises OSError when nobody
#: answers.
Resolver = Callable[[str, str], tuple[str, ...]]
#: Seconds for one question.
PATIENCE_SECONDS = 3.0
#: Domains that nobody can own (RFC 2606, RFC 6761).
_RESERVED = (".test", ".example", ".invalid", ".localhost", ".local")


def resolve(name: str, kind: str) -> tuple[str, ...]:
    """Ask the servers of names of this machine."""
    import dns.exception
    import dns.resolver

    try:
        answer = dns.resolver.resolve(name, kind, lifetime=PATIENCE_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except dns.exception.DNSException as wrong:
        raise OSError(f"the servers of names do not answer ({type(wrong).__name__})") from wrong
    if kind == "TXT":
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)
    return tuple(each.to_text() for each in answer)


def names(settings: Settings, ask: Resolver = resolve, selector: str = "") -> Iterator[Seen]:
    """What other servers find when they look for our domains; `selector` is that of the relay's DKIM key."""
    sender = settings.mail.reply_address.rpartition("@")[2]
    for domain in dict.fromkeys((*settings.mail.domains, sender)):
        if domain.endswith(_RESERVED):
            yield Seen("warning", f"{domain} is a domain of examples: nobody's mail comes from outside.")
            continue
        try:
            if settings.doors.smtp.enabled and settings.faces_the_world:
                yield _mx(domain, ask, settings.doors.smtp.hostname)
            if domain == sender:
                yield from _sender(domain, ask, selector, _who_sends(settings))
        except OSError as wrong:
            yield Seen("warning", f"{domain} could not be looked up: {wrong}.")


def _who_sends(settings: Settings) -> str:
    """The machine that others get our letters from, as SPF names it; '' where the settings do not say."""
    relay = settings.outgoing.relay.host
    if settings.outgoing.carrier != "smtp":
        return ""
    return settings.doors.smtp.hostname if relay in THIS_MACHINE else relay


def _mx(domain: str, ask: Resolver, hostname: str) -> Seen:
    found = ask(domain, "MX")
    if found:
        return Seen(
            "ok", f"{domain}: mail goes to {', '.join(each.split()[-1].rstrip('.') for each in found)}."
        )
    return Seen(
        "error",
        f"{domain} has no MX: mail to it goes nowhere.",
        f"{domain}. MX 10 {hostname}." if hostname else f"{domain}. MX 10 the name of this machine",
    )


def _sender(domain: str, ask: Resolver, selector: str, who_sends: str) -> Iterator[Seen]:
    spf = [each for each in ask(domain, "TXT") if each.lower().startswith("v=spf1")]
    if len(spf) == 1:
        yield Seen("ok", f"{domain}: SPF says {spf[0]}")
    else:
        yield Seen(
            "error",
            f"{domain} has {len(spf)} SPF records, which counts as none: our letters look forged."
            if spf
            else f"{domain} has no SPF record: our letters look forged.",
            f'{domain}. TXT "v=spf1 a:{who_sends} -all"'
            if who_sends
            else f'{domain}. TXT "v=spf1 a:the-relay -all"',
        )
    if selector:
        name = f"{selector}._domainkey.{domain}"
        key = [each for each in ask(name, "TXT") if "p=" in each and "p=;" not in each]
        yield (
            Seen("ok", f"{name}: a DKIM key is there.")
            if key
            else Seen(
                "error", f"{name}: no DKIM key: signatures of our letters do not hold.", "docs/outgoing.md"
            )
        )
    else:
        yield Seen(
            "warning",
            f"{domain}: the DKIM key was not looked up.",
            "By the name that the relay gave it: guichet doctor dns --selector NAME",
        )
    dmarc = [each for each in ask(f"_dmarc.{domain}", "TXT") if each.lower().startswith("v=dmarc1")]
    yield (
        Seen("ok", f"{domain}: DMARC says {dmarc[0]}")
        if len(dmarc) == 1
        else Seen("warning", f"{domain} has no DMARC record.", f'_dmarc.{domain}. TXT "v=DMARC1; p=none"')
    )
