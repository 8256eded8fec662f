"""An agent or a service leaves: its open requests and tasks are named, and handed on before nobody has them."""

from __future__ import annotations

from collections.abc import Callable

import typer

from cli.names import find_key
from cli.office import login, now, office_of
from cli.present import console
from models.errors import UserError
from models.organisation import Organisation

#: References named in an error; the list command shows them all.
_NAMED = 10


def leaving(
    context: typer.Context, kind: str, key: str, to: str, organisation: Organisation
) -> Callable[[], None]:
    """What to do just before the part goes: hand on what is open.

    Raises UserError when something is open and `to` names nobody, and when `to` is not a part that stays.
    """
    if kind not in ("agents", "services"):
        if to:
            raise UserError("--to is for agents and services: only they have requests.")
        return lambda: None
    from dispatch.requests.handing_over import Leaver, hand_on, open_matters

    noun: Leaver = "agent" if kind == "agents" else "service"
    parts = organisation.agents if kind == "agents" else organisation.services
    successor = ""
    if to:
        staying = {part.key: part.name for part in parts if part.key != key}
        successor = find_key(noun, to, staying, f"guichet {kind} list")
    office = office_of(context)
    with office.database.reading() as session:
        matters = open_matters(session, noun, key)
    if not matters.references:
        return lambda: None
    if not successor:
        named = ", ".join(matters.references[:_NAMED])
        more = f" and {len(matters.references) - _NAMED} more" if len(matters.references) > _NAMED else ""
        raise UserError(
            f"{key} still has open requests or tasks: {named}{more}. "
            f"Say who takes over: guichet {kind} remove {key} --to {noun.upper()}"
        )

    def hand() -> None:
        from dispatch.history.actor import Actor
        from dispatch.people.senders import person_of_login
        from dispatch.rules.in_force import Organisations
        from models.store.audit import record_access
        from models.vocabulary import ActorRole

        moment = now()
        with office.database.transaction() as session:
            in_force = Organisations().current(session).in_force
            handed = hand_on(
                session,
                in_force,
                noun,
                key,
                successor,
                Actor(ActorRole.SYSTEM, person_of_login(session, login(), moment)),
                moment,
                office.settings.channels,
            )
            record_access(session, moment, office.actor, "hand_on", f"{noun}:{key}"[:64], count=len(handed))
        console().print(
            f"{len(handed)} open request{'s are' * (len(handed) != 1) or ' is'} now with {successor}: {', '.join(handed)}."
        )

    return hand
