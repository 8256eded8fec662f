"""The whole organisation as one value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import model_validator

from models.errors import InvalidValue
from models.organisation.canned import CannedAnswer
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from models.organisation.directory import Agent, Building, Service
from models.organisation.officials import Official
from models.organisation.partners import Partner
from models.organisation.request_types import RequestType
from models.organisation.rules import Rule
from models.organisation.town import REGIONS, Town
from models.organisation.values import Part
from models.organisation.workflow import Workflow
from models.values import PhoneNumber

_NUMBERS = frozenset(["phone", "phones", "numbers"])


def _dialled(value: Any, region: str, *, is_number: bool = False) -> Any:
    if isinstance(value, dict):
        return {name: _dialled(each, region, is_number=name in _NUMBERS) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_dialled(each, region, is_number=is_number) for each in value]
    if is_number and isinstance(value, str):
        try:
            return PhoneNumber.parse(value, region).e164
        except InvalidValue:
            return value
    return value


class Organisation(Part):
    """What a deployment sets up. `dispatch.check` tells what is wrong with one; lookups never raise.

    `model_validate_json(model_dump_json())` gives an equal value. When two parts share a key the first
    written is found.
    """

    town: Town
    services: tuple[Service, ...] = ()
    buildings: tuple[Building, ...] = ()
    agents: tuple[Agent, ...] = ()
    request_types: tuple[RequestType, ...] = ()
    workflows: tuple[Workflow, ...] = (DEFAULT_WORKFLOW,)
    rules: tuple[Rule, ...] = ()
    answers: tuple[CannedAnswer, ...] = ()
    partners: tuple[Partner, ...] = ()
    officials: tuple[Official, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _numbers_of_the_region(cls, given: Any) -> Any:
        """Numbers as the town dials them, in E.164; what is no number stays for its own field to refuse."""
        town = given.get("town") if isinstance(given, dict) else None
        region = REGIONS.get(str(town.get("holidays"))) if isinstance(town, dict) else None
        return _dialled(given, region) if region is not None else given

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, without the look-up tables of the original: they would find parts that are gone."""
        copied = super().model_copy(update=update, deep=deep)
        for name in [name for name in copied.__dict__ if name.startswith("_")]:
            del copied.__dict__[name]
        return copied

    def __hash__(self) -> int:
        """Over the names alone: readers keep tables by organisation, and to hash all of it takes a while."""
        parts = (self.services, self.agents, self.rules)
        return hash((self.town.name, *(tuple(each.key for each in of) for of in parts)))

    @cached_property
    def _services(self) -> dict[str, Service]:
        return {each.key: each for each in reversed(self.services)}

    @cached_property
    def _buildings(self) -> dict[str, Building]:
        return {each.key: each for each in reversed(self.buildings)}

    @cached_property
    def _agents(self) -> dict[str, Agent]:
        return {each.key: each for each in reversed(self.agents)}

    @cached_property
    def _request_types(self) -> dict[str, RequestType]:
        return {each.key: each for each in reversed(self.request_types)}

    @cached_property
    def _workflows(self) -> dict[str, Workflow]:
        return {each.key: each for each in reversed(self.workflows)}

    @cached_property
    def _agents_by_contact(self) -> dict[str, Agent]:
        found: dict[str, Agent] = {}
        for agent in self.agents:
            for contact in (*agent.emails, *agent.phones):
                found.setdefault(contact.casefold(), agent)
        return found

    @cached_property
    def _services_by_mailbox(self) -> dict[str, Service]:
        found: dict[str, Service] = {}
        for service in self.services:
            for contact in (*service.mailboxes, *service.numbers):
                found.setdefault(contact.casefold(), service)
        return found

    def service(self, key: str | None) -> Service | None:
        """The service of that key, or None."""
        return self._services.get(key or "")

    def building(self, key: str | None) -> Building | None:
        """The building of that key, or None."""
        return self._buildings.get(key or "")

    def agent(self, key: str | None) -> Agent | None:
        """The agent of that key, or None."""
        return self._agents.get(key or "")

    def request_type(self, key: str | None) -> RequestType | None:
        """The request type of that key, or None."""
        return self._request_types.get(key or "")

    def partner(self, key: str | None) -> Partner | None:
        """The partner of that key, or None."""
        return next((each for each in self.partners if each.key == key), None)

    def official(self, key: str | None) -> Official | None:
        """The elected official of that key, or None."""
        return next((each for each in self.officials if each.key == key), None)

    def workflow(self, key: str | None) -> Workflow:
        """The workflow of that key; the town's default one when there is none; the built-in one failing
        that.
        """
        found = self._workflows.get(key or "") or self._workflows.get(self.town.default_workflow)
        return found or DEFAULT_WORKFLOW

    def answers_for(self, request_type: str | None) -> tuple[CannedAnswer, ...]:
        """The ready answers for requests of that type (None: of none), by number."""
        fitting = (each for each in self.answers if not each.types or request_type in each.types)
        return tuple(sorted(fitting, key=lambda each: each.number))

    def workflow_of(self, request_type: str | None) -> Workflow:
        """The workflow which requests of that type follow."""
        found = self.request_type(request_type)
        return self.workflow(found.workflow if found else None)

    @property
    def default_service(self) -> Service | None:
        """Who sorts what found no other place."""
        return self.service(self.town.default_service)

    def agents_of(self, service: str | None) -> tuple[Agent, ...]:
        """The agents who work in a service and have not left, in the order of the file."""
        return tuple(agent for agent in self.agents if service in agent.services and not agent.closed)

    def managers_of(self, service: str | None) -> tuple[Agent, ...]:
        """Managers and administrators of a service. What none of them has is the administrators': managers of
        other services have no part in it, but in a town without an administrator. Without a service,
        everybody who leads.
        """
        leading = tuple(agent for agent in self.agents if agent.role != "agent" and not agent.closed)
        if service is None:
            return leading
        own = tuple(agent for agent in leading if service in agent.services)
        return own or tuple(agent for agent in leading if agent.role == "administrator") or leading

    def agent_with(self, contact: str) -> Agent | None:
        """Who has this address or E.164 number, or None; people who have left are found too."""
        return self._agents_by_contact.get(contact.casefold())

    def service_with(self, mailbox: str) -> Service | None:
        """The service for which mail to this address, or texts to this number, are meant; or None."""
        return self._services_by_mailbox.get(mailbox.casefold())

    def may_know_who_asks(self, address: str) -> bool:
        """Whether a copy sent there may name whoever asked: staff, a mailbox of the town hall, a partner who
        `sees` the requester. Anybody else is outside.
        """
        if self.agent_with(address) is not None or self.service_with(address) is not None:
            return True
        key = address.casefold()
        if any(service.email and service.email.casefold() == key for service in self.services):
            return True
        return any(each.email.casefold() == key and "requester" in each.sees for each in self.partners)
