"""Agents and services leave: what is open with them is named, and handed on before nobody has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from cli.names import find_key
from cli.office import Office, login, now
from cli.present import console
from models.errors import GuichetError, UserError
from models.organisation import Organisation
from models.organisation_files.changes import Changes, PartChange

if TYPE_CHECKING:
    from dispatch.check.problem import Problem
    from dispatch.requests.handing_over import Leaver

#: References named in an error; the list command shows them all.
_NAMED = 10
_NOUNS: dict[str, Leaver] = {"services": "service", "agents": "agent"}


def leaving(office: Office, changes: Changes, to: str | None, new: Organisation) -> Callable[[], None]:
    """What to do just before the plan is put in force: hand on what is open with those that it removes or
    closes.

    Raises UserError when something is open and `to` is nobody who stays, and when the plan would leave an
    open request of which nobody at all could be told.
    """
    from dispatch.requests.handing_over import open_matters

    leavers = [(_NOUNS[part.kind], part.key) for part in changes.parts if _goes(part, new)]
    # Services first: their requests get a new agent with the new service.
    leavers.sort(key=lambda leaver: leaver[0] != "service")
    successor = _successor(office, to, leavers, new) if to else None
    references: dict[str, None] = {}
    with office.database.reading() as session:
        for noun, key in leavers:
            references |= dict.fromkeys(open_matters(session, noun, key).references)
    if references and successor is None:
        raise UserError(_left(leavers, list(references)))
    _refuse_silence(office, new)
    if not references or successor is None:
        return lambda: None
    return lambda: _hand(office, leavers, successor, new, list(references))


def held(office: Callable[[], Office], new: Organisation) -> tuple[Problem, ...]:
    """Open requests that would be left behind or told to nobody, were `new` in force.

    Nothing as long as there is no database to ask.
    """
    from dispatch.check.holders import check_holders
    from dispatch.queries.holders import holdings, lost_contacts

    try:
        asked = office()
        with asked.database.reading() as session:
            return tuple(
                check_holders(new, holdings(session), lost_contacts(session), asked.settings.channels)
            )
    except GuichetError:
        return ()


def _refuse_silence(office: Office, new: Organisation) -> None:
    silent = [problem.message for problem in held(lambda: office, new) if problem.severity == "error"]
    if silent:
        raise UserError("\n".join(silent))


def _goes(part: PartChange, new: Organisation) -> bool:
    if part.kind not in _NOUNS:
        return False
    found = new.agent(part.key) if part.kind == "agents" else new.service(part.key)
    return part.what == "remove" or (part.what == "change" and found is not None and found.closed)


def _left(leavers: list[tuple[Leaver, str]], references: list[str]) -> str:
    """Who leaves what behind, and what to type."""
    named = ", ".join(references[:_NAMED])
    more = f" and {len(references) - _NAMED} more" if len(references) > _NAMED else ""
    noun, key = leavers[0]
    if len(leavers) == 1:
        example = (
            f"guichet {noun}s remove {key} --to {noun.upper()}, or guichet org apply --to {noun.upper()}"
        )
    else:
        example = "guichet org apply --to and the key of an agent or service"
    keys = ", ".join(key for _, key in leavers)
    still = "still has" if len(leavers) == 1 else "still have"
    return f"{keys} {still} open requests or tasks: {named}{more}. Say who takes over: {example}"


def _successor(
    office: Office, to: str, leavers: list[tuple[Leaver, str]], new: Organisation
) -> tuple[Leaver, str]:
    """The agent or service that `to` means, one that is there today and stays. Raises UserError."""
    noun: Leaver = "service" if leavers and all(noun == "service" for noun, _ in leavers) else "agent"
    other: Leaver = "agent" if noun == "service" else "service"
    try:
        found = (noun, find_key(noun, to, _staying(noun, new), f"guichet {noun}s list"))
    except UserError as neither:
        try:
            found = (other, find_key(other, to, _staying(other, new)))
        except UserError:
            raise neither from None
    current = office.organisations.current()
    if current is None or (current.agent if found[0] == "agent" else current.service)(found[1]) is None:
        raise UserError(f"--to: '{found[1]}' comes with this change; apply it first, then remove.")
    return found


def _staying(noun: Leaver, new: Organisation) -> dict[str, str]:
    parts: Iterable[tuple[str, str, bool]] = (
        ((agent.key, agent.name, agent.closed) for agent in new.agents)
        if noun == "agent"
        else ((service.key, service.name, service.closed) for service in new.services)
    )
    return {key: name for key, name, closed in parts if not closed}


def _hand(
    office: Office,
    leavers: list[tuple[Leaver, str]],
    successor: tuple[Leaver, str],
    new: Organisation,
    references: list[str],
) -> None:
    from dispatch.history.actor import Actor
    from dispatch.people.senders import person_of_login
    from dispatch.requests.handing_over import hand_on
    from dispatch.rules.in_force import Organisations
    from models.store.audit import record_access
    from models.vocabulary import ActorRole

    moment = now()
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        # As the new organisation sees it, so that no strategy chooses somebody who leaves; who comes with
        # it has no row yet.
        known = tuple(agent for agent in new.agents if agent.key in in_force.agent_ids)
        in_force = replace(in_force, organisation=new.model_copy(update={"agents": known}))
        actor = Actor(ActorRole.SYSTEM, person_of_login(session, login(), moment))
        for noun, key in leavers:
            handed = hand_on(session, in_force, noun, key, successor, actor, moment, office.settings.channels)
            record_access(session, moment, office.actor, "hand_on", f"{noun}:{key}"[:64], count=len(handed))
    count, named = len(references), ", ".join(references)
    if count == 1:
        console().print(f"1 open request is now with {successor[1]}: {named}.")
    else:
        console().print(f"{count} open requests are now with {successor[1]}: {named}.")
