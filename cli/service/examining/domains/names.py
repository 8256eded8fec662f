"""What `guichet doctor dns` looks up: MX, SPF, DKIM and DMARC of the domains whose mail is ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cli.service.doctor_rooms import Seen
from cli.service.examining.domains.spf import MOST_LOOKUPS, Verdict, addresses_of, judge, spf_of
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
    except dns.exception.Timeout as wrong:
        raise OSError("the servers of names do not answer") from wrong
    except dns.exception.DNSException as wrong:
        raise OSError("the servers of names refuse to answer, or answer what cannot be read") from wrong
    if kind == "TXT":
        return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)
    return tuple(each.to_text() for each in answer)


def names(settings: Settings, ask: Resolver = resolve, selector: str = "") -> Iterator[Seen]:
    """What other servers find when they look for our domains; `selector` is that of the relay's DKIM key, by
    default the one of the settings.
    """
    sender = settings.mail.reply_address.rpartition("@")[2]
    for domain in dict.fromkeys((*settings.mail.domains, sender)):
        if domain.endswith(_RESERVED):
            yield Seen("warning", f"{domain} is a domain of examples: nobody's mail comes from outside.")
            continue
        try:
            if settings.doors.smtp.enabled and settings.faces_the_world:
                yield from _mx(domain, ask, settings.doors.smtp.hostname)
            if domain == sender:
                yield _spf(domain, ask, _who_sends(settings))
                yield _dkim(domain, ask, selector or settings.mail.dkim_selector)
                yield _dmarc(domain, ask)
        except OSError as wrong:
            yield Seen("warning", f"{domain} could not be looked up: {wrong}.")


def _who_sends(settings: Settings) -> str:
    """The machine that others get our letters from, as SPF names it; '' where the settings do not say."""
    relay = settings.outgoing.relay.host
    if settings.outgoing.carrier != "smtp":
        return ""
    return settings.doors.smtp.hostname if relay in THIS_MACHINE else relay


def _mx(domain: str, ask: Resolver, hostname: str) -> Iterator[Seen]:
    found = [each.split()[-1].rstrip(".").lower() for each in ask(domain, "MX")]
    publish = _to_publish(domain, hostname)
    if not found:
        yield Seen("error", f"{domain} has no MX: mail to it goes nowhere.", publish)
        return
    if found == [""]:
        yield Seen("error", f"{domain} has an MX that says that it takes no mail.", publish)
        return
    nowhere = [each for each in found if not addresses_of(each, ask)]
    if nowhere:
        yield Seen(
            "error",
            f"{domain}: mail goes to {', '.join(nowhere)}, which has no address.",
            f"{nowhere[0]}. A the address of that machine",
        )
    elif not hostname or hostname.lower() in found or _same_machine(hostname, found, ask):
        yield Seen("ok", f"{domain}: mail goes to {', '.join(found)}.")
    else:
        yield Seen(
            "warning",
            f"{domain}: mail goes to {', '.join(found)}, not to {hostname}.",
            f"Right when that server hands it on to here: guichet doctor relay tries it. Else: {publish}",
        )


def _to_publish(domain: str, hostname: str) -> str:
    return f"{domain}. MX 10 {hostname}." if hostname else f"{domain}. MX 10 the name of this machine"


def _same_machine(hostname: str, found: Sequence[str], ask: Resolver) -> bool:
    ours = addresses_of(hostname, ask)
    return any(addresses_of(each, ask) & ours for each in found)


def _spf(domain: str, ask: Resolver, who_sends: str) -> Seen:
    publish = _who_may_send(domain, who_sends)
    spf = spf_of(domain, ask)
    if not spf:
        return Seen("error", f"{domain} has no SPF record: our letters look forged.", publish)
    if len(spf) > 1:
        return Seen(
            "error",
            f"{domain} has {len(spf)} SPF records, which counts as none: our letters look forged.",
            publish,
        )
    match judge(spf[0], domain, who_sends, ask):
        case Verdict.NAMED:
            return Seen("ok", f"{domain}: SPF says {spf[0]}")
        case Verdict.NOBODY:
            return Seen("error", f"{domain}: SPF says that nobody may send: {spf[0]}", publish)
        case Verdict.ANYBODY:
            return Seen("warning", f"{domain}: SPF says that anybody may send: {spf[0]}", publish)
        case Verdict.TOO_LONG:
            return Seen(
                "error",
                f"{domain}: SPF asks for more than {MOST_LOOKUPS} look-ups, which counts as none: {spf[0]}",
                publish,
            )
        case Verdict.BROKEN:
            return Seen(
                "error",
                f"{domain}: SPF is no record that can be read to its end, which counts as none: {spf[0]}",
                publish,
            )
    return Seen(
        "warning",
        f"{domain}: SPF does not name {who_sends}: {spf[0]}",
        f"Right when letters leave the town by another machine, which it names. Else add to that record: "
        f"a:{who_sends}",
    )


def _who_may_send(domain: str, who_sends: str) -> str:
    if not who_sends:
        return f'{domain}. TXT "v=spf1 a:the-relay -all"'
    return f'{domain}. TXT "v=spf1 a:{who_sends} -all"'


def _dkim(domain: str, ask: Resolver, selector: str) -> Seen:
    if not selector:
        return Seen(
            "warning",
            f"{domain}: the DKIM key was not looked up.",
            "By the name that the relay gave it: dkim_selector under [mail] in settings.toml, or "
            "guichet doctor dns --selector NAME",
        )
    name = f"{selector}._domainkey.{domain}"
    records = [_tags(each) for each in ask(name, "TXT")]
    if any(each.get("p") for each in records):
        return Seen("ok", f"{name}: a DKIM key is there.")
    advice = "Publish the record that your relay or /etc/dkimkeys gave you under that name: docs/outgoing.md"
    if any("p" in each for each in records):
        return Seen("error", f"{name}: the DKIM key is withdrawn (p= is empty).", advice)
    return Seen("error", f"{name}: no DKIM key: signatures of our letters do not hold.", advice)


def _dmarc(domain: str, ask: Resolver) -> Seen:
    publish = f'_dmarc.{domain}. TXT "v=DMARC1; p=none"'
    asked = domain
    while True:
        # A domain without one has that of the domain above it (RFC 7489 §6.6.3).
        dmarc = [each for each in ask(f"_dmarc.{asked}", "TXT") if each.lower().startswith("v=dmarc1")]
        above = asked.partition(".")[2]
        if dmarc or "." not in above:
            break
        asked = above
    if len(dmarc) > 1:
        return Seen(
            "warning",
            f"{asked} has {len(dmarc)} DMARC records, which counts as none.",
            f"Keep one: {publish}",
        )
    if not dmarc:
        return Seen("warning", f"{domain} has no DMARC record.", publish)
    if _tags(dmarc[0]).get("p") not in ("none", "quarantine", "reject"):
        return Seen("warning", f"{asked}: DMARC does not say what to do: {dmarc[0]}", publish)
    return Seen("ok", f"{asked}: DMARC says {dmarc[0]}")


def _tags(record: str) -> dict[str, str]:
    """The tags of a DKIM or DMARC record (RFC 6376 §3.2), names and values without the space around."""
    parts = (each.partition("=") for each in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in parts}
