"""Whoever looks: what they are in the organisation, as far as rights depend on it (pure)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.nearest import plain_word
from models.organisation import Official, Organisation
from models.vocabulary import StaffRole


@dataclass(frozen=True, slots=True)
class Delegation:
    """The part of the work that an elected official looks after; services and buildings by their keys."""

    key: str
    services: frozenset[str] = frozenset()
    #: Those named, and those that lie in a quarter of theirs.
    buildings: frozenset[str] = frozenset()
    #: Whether who asks is shown, whether notes among staff are, and whether a word may be left.
    names: bool = False
    notes: bool = False
    comments: bool = True


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who looks at requests; without a person nobody is signed in. Parts go by their keys."""

    person_id: int | None = None
    name: str = ""
    locale: str = "fr"
    #: The member of staff, and what the organisation lets them do; None for everybody else.
    agent: str | None = None
    role: StaffRole | None = None
    #: Services whose requests they treat; for an administrator, those that nobody leads too.
    services: frozenset[str] = frozenset()
    #: Whether what belongs to no service is theirs to sort.
    sorts: bool = False
    #: Buildings they keep, and agents whose place they take today.
    keeps: frozenset[str] = frozenset()
    stands_in_for: frozenset[str] = frozenset()
    #: The elected official, and what is delegated to them; None for everybody else.
    official: Delegation | None = None
    #: The program that looks, `api:NAME`; nobody is signed in then.
    program: str = ""

    @property
    def is_staff(self) -> bool:
        return self.role is not None

    @property
    def speaks_for_others(self) -> bool:
        """Whether they write requests of people who called, came in or wrote on paper."""
        return self.is_staff or self.official is not None

    @property
    def leads(self) -> bool:
        """Whether they may give requests to others and see more than their own work."""
        return self.role in (StaffRole.MANAGER, StaffRole.ADMINISTRATOR)

    @property
    def holders(self) -> frozenset[str]:
        """The agents whose requests are theirs to treat today: themselves, and those they stand in for."""
        return self.stands_in_for | ({self.agent} if self.agent else frozenset())

    @property
    def trace(self) -> str:
        """As the access log names them."""
        if self.program:
            return self.program
        if self.official:
            return f"official:{self.official.key}"
        return f"agent:{self.agent}" if self.agent else f"person:{self.person_id or 0}"


def viewer_of(
    organisation: Organisation,
    today: date,
    *,
    person_id: int,
    agent: str | None = None,
    official: str | None = None,
    name: str = "",
    locale: str = "fr",
) -> Viewer:
    """What a person may be here: a member of staff while `agent` is one who has not left, an elected official
    while `official` is one whose term is not over, else anybody.
    """
    found = organisation.agent(agent)
    if found is None or found.closed:
        elected = organisation.official(official)
        if elected is None or elected.closed:
            return Viewer(person_id, name, locale)
        return Viewer(person_id, elected.name, elected.locale, official=delegation_of(organisation, elected))
    leads = found.role != StaffRole.AGENT
    services = set(found.services)
    if leads:
        services |= {
            each.key for each in organisation.services if found in organisation.managers_of(each.key)
        }
    return Viewer(
        person_id,
        found.name,
        found.locale,
        found.key,
        StaffRole(found.role),
        frozenset(services),
        sorts=leads or organisation.town.default_service in found.services,
        keeps=frozenset(each.key for each in organisation.buildings if each.keeper == found.key),
        stands_in_for=replaced_by(organisation, found.key, today),
    )


def delegation_of(organisation: Organisation, official: Official) -> Delegation:
    """What is delegated to `official`, quarters as the buildings that lie in them."""
    quarters = {plain_word(each) for each in official.quarters}
    there = {each.key for each in organisation.buildings if plain_word(each.quarter) in quarters}
    return Delegation(
        official.key,
        frozenset(official.services),
        frozenset(there.union(official.buildings)),
        names="names" in official.sees,
        notes="notes" in official.sees,
        comments=official.comments,
    )


def program_viewer(organisation: Organisation, program: str, services: Collection[str]) -> Viewer:
    """What a program sees: the requests of some services, or all that an administrator sees without any."""
    role = StaffRole.AGENT if services else StaffRole.ADMINISTRATOR
    locale = organisation.town.locale
    return Viewer(name=program, locale=locale, role=role, services=frozenset(services), program=program)


def replaced_by(organisation: Organisation, agent: str, today: date) -> frozenset[str]:
    """Agents who are away on `today` and whose deputy is `agent`."""
    away = ((each, each.absence_on(today)) for each in organisation.agents if not each.closed)
    return frozenset(
        each.key
        for each, absence in away
        if absence is not None and each.key != agent and (absence.deputy or each.deputy) == agent
    )
