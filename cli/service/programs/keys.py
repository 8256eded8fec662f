"""Keys of other programs by command: made and told once, listed, taken back. Each interface has its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

from cli.office import Office, now
from cli.present import console, on_the_clock, print_json, safe
from cli.speaking.translate import say
from cli.speaking.words import key_of
from cli.speaking.words import value as value_said

if TYPE_CHECKING:
    from models.tables.programs.keys import ProgramKind


def add_key(
    office: Office,
    kind: ProgramKind,
    name: str,
    may: str,
    services: Sequence[str],
    until: str | None,
    *,
    options: Mapping[str, Any] | None = None,
    as_json: bool,
) -> None:
    """Make a key and say it, once. Raises UserError."""
    from cli.names import read_until
    from dispatch.programs.keys import add_key as add
    from dispatch.programs.keys import check_rights
    from models.store.audit import record_access

    moment = now()
    rights = [key_of("right", each.strip()) for each in may.split(",") if each.strip()]
    check_rights(kind, rights, partial(value_said, "right"))
    keys = services_of(office, services)
    expires_at = read_until(until, moment, office.town.zone) if until is not None else None
    with office.database.transaction() as session:
        secret = add(
            session,
            kind,
            name,
            may=rights,
            services=keys,
            options=options,
            expires_at=expires_at,
            by=office.actor,
            now=moment,
        )
        record_access(session, moment, office.actor, "add", f"{kind}:{name}", may=rights, services=keys)
    if as_json:
        print_json({"name": name, "key": secret, "may": rights, "services": keys, "expires_at": expires_at})
        return
    console().print(secret, markup=False)
    if why := _why_shut(office):
        console().print(safe(f"The key is good, but nothing can call yet: {why}."), markup=False)
    else:
        console().print(
            f"This is told once: keep it in the settings of {name}. It may {_said(rights)}.",
            markup=False,
        )


def list_keys(office: Office, kind: ProgramKind, *, everything: bool, as_json: bool) -> None:
    """Show the keys, never what they are."""
    from dispatch.programs.keys import list_keys as keys_of

    moment = now()
    with office.database.reading() as session:
        found = keys_of(session, kind, moment, everything=everything)
    office.looked("list", f"{kind} keys", shown=len(found))
    if as_json:
        print_json(found)
        return
    if not found:
        read = value_said("right", "read")
        console().print(f"There is no key. Make one: guichet {kind} add NAME --may {read}")
    zone = office.town.zone
    for each in found:
        parts = [
            f"may {_said(each['may'])}",
            f"services {', '.join(each['services'])}" if each["services"] else "every service",
            f"until {_last_day(each['expires_at'], zone)}" if each["expires_at"] else "without an end",
            f"last used {on_the_clock(each['used_at'], zone)} from {each['used_from'] or 'this machine'}"
            if each["used_at"]
            else "never used",
            *(
                f"{option}: {'yes' if value is True else value}"
                for option, value in each["options"].items()
                if value
            ),
        ]
        if each["revoked_at"]:
            parts.append(f"taken back {on_the_clock(each['revoked_at'], zone)}")
        console().print(safe(f"{each['name']:<20} {'; '.join(say(part) for part in parts)}"), markup=False)


def _said(rights: Sequence[str]) -> str:
    return ", ".join(value_said("right", each) for each in rights)


def _last_day(expires_at: datetime, zone: tzinfo) -> str:
    """The day that was named when the key was made: it works until that day's end."""
    return on_the_clock(expires_at - timedelta(seconds=1), zone)[:10]


def revoke_key(office: Office, kind: ProgramKind, name: str) -> None:
    """Take a key back. Raises UserError."""
    from dispatch.programs.keys import revoke_key as revoke
    from models.store.audit import record_access

    moment = now()
    with office.database.transaction() as session:
        revoke(session, kind, name, moment)
        record_access(session, moment, office.actor, "revoke", f"{kind}:{name}")
    console().print(safe(f"The key of {name} opens nothing from now on."), markup=False)


def services_of(office: Office, given: Sequence[str]) -> list[str]:
    """The keys of services given by key or name. Raises UserError."""
    from cli.names import find_key
    from dispatch.rules.in_force import Organisations

    with office.database.reading() as session:
        organisation = Organisations().current(session).in_force.organisation
    names = {each.key: each.name for each in organisation.services if not each.closed}
    return [find_key("service", each, names, "guichet services list") for each in given]


def _why_shut(office: Office) -> str:
    """Why no program can call, whatever its key; '' when it can."""
    settings = office.settings
    if settings.http_is_safe:
        return ""
    if not settings.doors.http.enabled:
        return "doors.http is off"
    return "doors.http.public_url must be https: keys would travel in the clear"
