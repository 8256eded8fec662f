"""What an agent or a service leaves behind when it goes: its open requests, named and handed on."""

from __future__ import annotations

from collections.abc import Callable

from cli.office import Office, now
from models.errors import UserError
from models.organisation import Organisation
from models.organisation_files.changes import Changes

_NAMED = 10


def hand_over(office: Office, changes: Changes, to: str | None, new: Organisation) -> Callable[[], None]:
    """What hands on the open requests of agents and services that the plan removes or closes.

    Raises UserError naming them when `to` is not given, or is no agent and no service that stays.
    """
    from dispatch.queries.left_behind import left_behind

    going = [part for part in changes.parts if _goes(part.kind, part.key, part.what, new)]
    agents = [part.key for part in going if part.kind == "agents"]
    services = [part.key for part in going if part.kind == "services"]
    if not going:
        return _nothing
    with office.database.reading() as session:
        requests = left_behind(session, agents, services)
    if not requests:
        return _nothing
    named = ", ".join(list(requests)[:_NAMED])
    more = f" and {len(requests) - _NAMED} more" if len(requests) > _NAMED else ""
    if to is None:
        raise UserError(
            f"Open requests of {', '.join((*agents, *services))}: {named}{more}. "
            "Say who gets them: --to and the key of an agent or of a service."
        )
    agent, service = new.agent(to), new.service(to)
    if not (agent is not None and not agent.closed) and not (service is not None and not service.closed):
        raise UserError(f"--to: no agent and no service '{to}' stays.")
    current = office.organisations.current()
    if current is None or (current.agent(to) is None and current.service(to) is None):
        raise UserError(f"--to: '{to}' comes with this change; apply it first, then remove.")
    return lambda: _hand(office, list(requests.values()), to, is_agent=agent is not None and not agent.closed)


def _nothing() -> None:
    """Nobody leaves anything behind."""


def _goes(kind: str, key: str, what: str, new: Organisation) -> bool:
    if kind not in ("agents", "services"):
        return False
    part = new.agent(key) if kind == "agents" else new.service(key)
    return what == "remove" or (what == "change" and part is not None and part.closed)


def _hand(office: Office, request_ids: list[int], to: str, *, is_agent: bool) -> None:
    """Give every request to the agent or service, who are told, in one transaction."""
    from dispatch.history.actor import SYSTEM
    from dispatch.history.change import Change
    from dispatch.history.request import lock_request
    from dispatch.requests.assignment import assign_agent, assign_service
    from dispatch.rules.in_force import Organisations
    from models.store.audit import record_access

    moment = now()
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        for request_id in request_ids:
            request = lock_request(session, in_force, request_id)
            record_access(session, moment, office.actor, "assign", f"request:{request_id}")
            cause = f"cli:{moment.isoformat()}:{request_id}"
            change = Change(
                session, in_force, request, SYSTEM, cause, moment, channels=office.settings.channels
            )
            if is_agent:
                assign_agent(change, to)
            else:
                assign_service(change, to)
