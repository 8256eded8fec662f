"""What `guichet doctor partners` looks at: the servers of partners who take requests by Open311."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen
from dispatch.delivery.outside.client import Open311Client
from dispatch.rules.in_force import Organisations
from models.errors import GuichetError, UserError
from models.organisation import Partner


def servers(office: Office) -> Iterator[Seen]:
    """Does each answer, does it know our codes, and what does it ask for that is not given? Posts nothing."""
    with office.database.reading() as session:
        organisation = Organisations().current(session).in_force.organisation
    partners = [each for each in organisation.partners if each.kind == "open311" and not each.closed]
    if not partners:
        yield Seen("ok", "No partner takes requests by Open311.")
    for partner in partners:
        yield from _server(office, partner)


def _server(office: Office, partner: Partner) -> Iterator[Seen]:
    file = office.settings.partner_keys_dir / partner.key
    try:
        client = Open311Client(partner, office.settings)
        services = client.services()
        codes = dict.fromkeys((partner.service_code, *(each.code for each in partner.codes)))
        asked = {code: client.attributes(code) for code in codes}
    except UserError:
        raise
    except GuichetError as wrong:
        advice = "See endpoint in [[partners]], and [partners] in settings.toml."
        named = wrong.public if partner.name in wrong.public else f"{partner.name}: {wrong.public}"
        yield Seen("error", named, advice)
        return
    if not client.has_key:
        yield Seen(
            "warning",
            f"There is no key for {partner.name}: most servers take no request without one.",
            f"Write it into {file}.",
        )
    known = {each.get("service_code", "") for each in services}
    missing = [code for code in codes if code not in known]
    if missing:
        yield Seen(
            "error",
            f"{partner.name} has no service {', '.join(missing)}.",
            f"It has: {', '.join(sorted(known - {''}))[:500] or 'none'}.",
        )
    given = {each.code for each in partner.attributes} | {"external_id"}
    for code, attributes in asked.items():
        wanted = [
            each.get("code", "")
            for each in attributes
            if each["required"].lower() == "true" and each.get("code", "") not in given
        ]
        if wanted:
            yield Seen(
                "error",
                f"{partner.name} wants to know {', '.join(wanted)[:200]} of {code}.",
                "Give what is always so in attributes of [[partners]].",
            )
    if not missing:
        yield Seen("ok", f"{partner.name} answers and knows our codes.")
