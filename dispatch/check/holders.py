"""Whether somebody hears of every open request, were these files in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from dispatch.check.problem import Problem, error, warning
from models.organisation import Agent, Organisation
from models.values import EmailAddress

#: References named in one sentence.
_NAMED = 5


class Held(Protocol):
    """Something open, as `dispatch.queries.holders` finds it."""

    @property
    def reference(self) -> str: ...
    @property
    def agent(self) -> str | None: ...
    @property
    def service(self) -> str | None: ...


def check_holders(
    organisation: Organisation, holdings: Iterable[Held], lost: Collection[str], channels: Collection[str]
) -> Iterator[Problem]:
    """Open requests of who goes, of who has no address that works, and those nobody at all is told of.

    `lost` are addresses and numbers that lead nowhere; `channels` the ways out that the town has. The order
    of who is told is that of `dispatch.notices.tell`.
    """

    def reached(agent: Agent) -> bool:
        if agent.closed:
            return False
        mailed = any(_mails(email, lost) for email in agent.emails)
        return mailed or ("sms" in channels and any(phone not in lost for phone in agent.phones))

    gone: dict[str, list[str]] = {}
    unheard: dict[str, list[str]] = {}
    silent: dict[str, list[str]] = {}
    administrators = any(agent.role == "administrator" and reached(agent) for agent in organisation.agents)
    for each in holdings:
        agent = organisation.agent(each.agent)
        if each.agent is not None and (agent is None or agent.closed):
            gone.setdefault(each.agent, []).append(each.reference)
        elif agent is not None and not reached(agent):
            unheard.setdefault(agent.key, []).append(each.reference)
        service = organisation.service(each.service or organisation.town.default_service)
        if (
            (agent is not None and reached(agent))
            or (service is not None and service.email is not None and _mails(service.email, lost))
            or any(reached(manager) for manager in organisation.managers_of(service.key if service else None))
            or administrators
        ):
            continue
        silent.setdefault(service.key if service else "", []).append(each.reference)
    for key, references in gone.items():
        yield warning(
            f"'{key}' goes and still has {_named(references)}: `guichet org apply --to` and the key of "
            f"an agent "
            "or service hands them on.",
            "agents",
        )
    for at, agent in enumerate(organisation.agents):
        if agent.key in unheard:
            yield warning(
                f"Nothing reaches {agent.name}, who has {_named(unheard[agent.key])}: no address of "
                f"theirs works. "
                "The service, its managers or an administrator are told instead.",
                "agents",
                at,
            )
    keys = [service.key for service in organisation.services]
    for key, references in silent.items():
        path = ("services", keys.index(key)) if key in keys else ("town", "default_service")
        yield error(
            f"Nobody could be told of {_named(references)}: give the service an email where people "
            f"read, or an "
            "administrator an address that works.",
            *path,
        )


def _mails(email: str, lost: Collection[str]) -> bool:
    return EmailAddress.parse(email).key not in lost


def _named(references: list[str]) -> str:
    known = list(dict.fromkeys(references))
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    return f"{', '.join(known[:_NAMED])}{more}"
