"""`guichet limits`: how much mail anybody can make the town send or keep, what was, and what is held back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from cli.office import now, office_of
from cli.options import AsJson
from cli.present import console, print_json, print_rows

if TYPE_CHECKING:
    from models.settings.settings import Settings


def limits(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Say how much mail anybody can make us send, how much was sent, and what is held back."""
    from dispatch.notices.held import STORM_REASON
    from dispatch.notices.queue import OVER_A_LIMIT
    from dispatch.queries.limits import held_back
    from dispatch.upkeep.guarding.room_watch import SETTINGS, remember_hour
    from intake.ledger.room import Lack, Room

    office = office_of(context)
    room = Room(office.settings.limits, ())
    with office.database.reading() as session:
        remember_hour(session, room, office.settings.mail.relays, now())
        held = held_back(session, now(), storm_reason=STORM_REASON, over_a_limit=OVER_A_LIMIT)
    office.looked("list", "limits")
    given, out = office.settings.limits, office.settings.outgoing
    used = {
        "outgoing.per_hour": held.left_in_hour,
        "outgoing.per_day": held.left_in_day,
        "limits.storm_in_all_per_hour": held.requests_in_hour,
        **{SETTINGS[lack]: used_bytes for lack, used_bytes in room.last_hour().items()},
        SETTINGS[Lack.ALL]: room.kept_bytes,
    }
    rows = [
        {"what": what, "per": per, "limit": limit, "now": used.get(setting), "setting": setting}
        for what, per, setting, limit in _bounds(office.settings)
    ]
    if as_json:
        print_json({"limits": rows, "held": asdict(held)})
        return
    in_day = min(24 * given.answers_per_hour, out.per_day)
    console().print(
        f"A stranger can make us write at most {given.acknowledgements_per_day} answers a day to one address,"
        f" and {given.answers_per_hour} an hour and {in_day} a day in all, whatever names they use.\n"
    )
    for row in rows:
        if "bytes" in str(row["setting"]):
            row |= {name: _size(row[name]) for name in ("limit", "now")}
    columns = {"what": "What", "per": "Per", "limit": "At most", "now": "Now", "setting": "Setting"}
    print_rows(rows, columns, as_json=False, empty="")
    for heading, groups, command in (
        ("Held of storms", held.storms, "guichet inbox release --from ADDRESS, or --storm"),
        ("Held of domains", held.domains, "guichet inbox release --from @DOMAIN"),
        ("Notices held back", held.notices, "guichet outbox release --to ADDRESS, or --notice NOTICE"),
    ):
        if groups:
            console().print(f"\n{heading} (let go by: {command})")
            shown = [{"who": each.who or "nobody named", "messages": each.messages} for each in groups]
            print_rows(shown, {"who": "Address", "messages": "Messages"}, as_json=False, empty="")


def _size(count: object) -> str:
    """So many bytes, as people say it."""
    from cli.speaking.amounts import megabytes, octets

    if not isinstance(count, int):
        return ""
    return megabytes(count) if count >= 2**20 else octets(count)


def _bounds(settings: Settings) -> list[tuple[str, str, str, int]]:
    """What is bounded, in which time, by which setting, and how many at most."""
    from dispatch.inbound.who.sending_domain import share_of

    given, out = settings.limits, settings.outgoing
    return [
        ("answers to one address", "day", "limits.acknowledgements_per_day", given.acknowledgements_per_day),
        ("answers to all addresses", "hour", "limits.answers_per_hour", given.answers_per_hour),
        ("notices to one requester", "hour", "outgoing.per_recipient_per_hour", out.per_recipient_per_hour),
        ("notices to one requester", "day", "outgoing.per_recipient_per_day", out.per_recipient_per_day),
        ("notices to one of staff", "hour", "outgoing.per_agent_per_hour", out.per_agent_per_hour),
        ("notices to one of staff", "day", "outgoing.per_agent_per_day", out.per_agent_per_day),
        ("all that leaves", "hour", "outgoing.per_hour", out.per_hour),
        ("all that leaves", "day", "outgoing.per_day", out.per_day),
        ("messages of one sender", "hour", "limits.storm_of_sender_per_hour", given.storm_of_sender_per_hour),
        (
            "strangers' requests",
            "hour",
            "limits.storm_of_strangers_per_hour",
            given.storm_of_strangers_per_hour,
        ),
        (
            "new requests of one domain",
            "hour",
            "limits.domain_share_percent",
            share_of(given, given.storm_in_all_per_hour, 0),
        ),
        (
            "answers to one domain",
            "hour",
            "limits.domain_share_percent",
            share_of(given, given.answers_per_hour, 0),
        ),
        ("new requests", "hour", "limits.storm_in_all_per_hour", given.storm_in_all_per_hour),
        ("octets of one sender", "hour", "limits.sender_bytes_per_hour", given.sender_bytes_per_hour),
        ("octets of one host", "hour", "limits.host_bytes_per_hour", given.host_bytes_per_hour),
        ("octets of mail", "hour", "limits.mail_bytes_per_hour", given.mail_bytes_per_hour),
        ("octets of mail kept", "all", "limits.mail_bytes", given.mail_bytes),
    ]
