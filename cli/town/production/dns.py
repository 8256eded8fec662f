"""The records to publish, as a zone file that servers of names read and people can type from."""

from __future__ import annotations

from collections.abc import Iterator

from cli.town.production.mail import published
from cli.town.production.plan import Plan, kind_of_address
from models.organisation.values import Locale

#: The longest string of a TXT record (RFC 1035 §3.3.14).
_STRING = 255
_SAID: dict[str, dict[Locale, str]] = {
    "head": {
        "fr": "Enregistrements à publier chez qui tient le DNS de {domain}. Une ligne par enregistrement.",
        "en": "Records to publish with whoever runs the DNS of {domain}. One line each.",
    },
    "host": {
        "fr": "Le serveur. Demandez à l’hébergeur que chaque adresse porte ce nom en retour (PTR) : "
        "sans lui, beaucoup refusent le courrier.",
        "en": "The server. Ask the host that each address bears this name in reverse (PTR): without it, many "
        "refuse mail.",
    },
    "mx": {
        "fr": "Tout le courrier de {domain} arrive ici. Un ancien MX de ce nom est à retirer.",
        "en": "All mail of {domain} comes here. An older MX of this name must go.",
    },
    "spf": {
        "fr": "Qui peut écrire au nom de {domain}. Un seul SPF par nom : s’il y en a un, complétez-le.",
        "en": "Who may write in the name of {domain}. One SPF for a name: where there is one, add to it.",
    },
    "dkim": {
        "fr": "La clé qui prouve nos signatures ; la clé privée est dans etc/dkimkeys.",
        "en": "The key that proves our signatures; the private one is in etc/dkimkeys.",
    },
    "dkim by relay": {
        "fr": "DKIM : votre relais signe. Il vous donne le nom et la valeur d’un enregistrement ; "
        "ajoutez-le, "
        "puis : guichet doctor dns --selector NOM",
        "en": "DKIM: your relay signs. It gives you the name and value of a record; add it, then: guichet "
        "doctor dns --selector NAME",
    },
    "dmarc": {
        "fr": "Ce que les autres font d’un courrier forgé. Au bout d’un mois sans surprise dans les "
        "rapports, "
        "p=quarantine.",
        "en": "What others do with forged mail. After a month without surprise in the reports, p=quarantine.",
    },
}


def zone(plan: Plan, private_key: str = "") -> str:
    """A zone file (RFC 1035 §5) with whole names; `private_key` when an opendkim here signs."""
    blocks = list(_blocks(plan, private_key))
    lines = [f"; {_said('head', plan)}", "$TTL 3600"]
    for said, records in blocks:
        lines += ["", f"; {said}", *records]
    return "\n".join(lines) + "\n"


def _blocks(plan: Plan, private_key: str) -> Iterator[tuple[str, list[str]]]:
    yield (
        _said("host", plan),
        [f"{plan.host}. IN {kind_of_address(address)} {address}" for address in plan.addresses],
    )
    yield _said("mx", plan), [f"{plan.domain}. IN MX 10 {plan.host}."]
    yield _said("spf", plan), [f"{plan.domain}. IN TXT {_quoted(_spf(plan))}"]
    if private_key:
        name = f"{plan.selector}._domainkey.{plan.domain}."
        yield _said("dkim", plan), [f"{name} IN TXT {_quoted(published(private_key))}"]
    else:
        yield _said("dkim by relay", plan), []
    policy = "v=DMARC1; p=none" + (f"; rua=mailto:{plan.reports}" if plan.reports else "")
    records = [f"_dmarc.{plan.domain}. IN TXT {_quoted(policy)}"]
    where = plan.reports.rpartition("@")[2]
    if where and not _related(where, plan.domain):
        # Whoever reports asks the other domain whether it wants them (RFC 7489 §7.1).
        records.append(f"{plan.domain}._report._dmarc.{where}. IN TXT {_quoted('v=DMARC1')}")
    yield _said("dmarc", plan), records


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _spf(plan: Plan) -> str:
    if plan.relay:
        return f"v=spf1 {plan.spf or f'a:{plan.relay}'} -all"
    senders = " ".join(
        f"ip{'4' if kind_of_address(address) == 'A' else '6'}:{address}" for address in plan.addresses
    )
    return f"v=spf1 {senders} -all"


def _quoted(text: str) -> str:
    """A TXT record's strings, each as long as one may be."""
    parts = (text[at : at + _STRING] for at in range(0, len(text), _STRING))
    return " ".join(f'"{part}"' for part in parts)


def _said(key: str, plan: Plan) -> str:
    return _SAID[key][plan.locale].format(domain=plan.domain)
