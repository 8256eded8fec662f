"""The table of rights: every role beside every relation to a request."""

from __future__ import annotations

import tomllib
from datetime import date

from dispatch.sight.may_see import Placed, Sight, may_see
from dispatch.sight.viewer import Viewer, viewer_of
from models.organisation import Official, Organisation
from models.organisation_files.sample import sample_text
from tests.rows import in_rows

TODAY = date(2026, 11, 3)
ORGANISATION = Organisation.model_validate(tomllib.loads(sample_text()))
STRANGE = 99
NONE, PUBLIC, FULL = Sight.NONE, Sight.PUBLIC, Sight.FULL

#: What a request may be to somebody, whose person is 1, agent `karim-benali`, service `batiments`.
RELATIONS = {
    "nothing": Placed(STRANGE, service="voirie", assignee="marc-durand"),
    "asked": Placed(1, service="voirie", assignee="marc-durand"),
    "given": Placed(STRANGE, service="voirie", assignee="karim-benali"),
    "deputy": Placed(STRANGE, service="voirie", assignee="paul-girard"),
    "task": Placed(STRANGE, service="voirie", assignee="marc-durand", task_agents=("karim-benali",)),
    "keeps": Placed(STRANGE, service="voirie", building="gymnase-guimard"),
    "service": Placed(STRANGE, service="batiments", assignee="paul-girard"),
    "no service": Placed(STRANGE),
    "asked and works": Placed(1, service="batiments"),
}
TABLE = {
    "nobody": dict.fromkeys(RELATIONS, NONE),
    "citizen": dict.fromkeys(RELATIONS, NONE) | {"asked": PUBLIC, "asked and works": PUBLIC},
    "agent": {
        "nothing": NONE, "asked": PUBLIC, "given": FULL, "deputy": NONE, "task": FULL, "keeps": FULL,
        "service": FULL, "no service": NONE, "asked and works": FULL,
    },
    "agent of the default service": {
        "nothing": NONE, "asked": PUBLIC, "given": FULL, "deputy": NONE, "task": FULL, "keeps": FULL,
        "service": FULL, "no service": FULL, "asked and works": FULL,
    },
    "agent standing in": {
        "nothing": NONE, "asked": PUBLIC, "given": FULL, "deputy": FULL, "task": FULL, "keeps": FULL,
        "service": FULL, "no service": NONE, "asked and works": FULL,
    },
    "manager": {
        "nothing": NONE, "asked": PUBLIC, "given": FULL, "deputy": NONE, "task": FULL, "keeps": FULL,
        "service": FULL, "no service": FULL, "asked and works": FULL,
    },
    "administrator": dict.fromkeys(RELATIONS, FULL),
    "agent who left": dict.fromkeys(RELATIONS, NONE) | {"asked": PUBLIC, "asked and works": PUBLIC},
    "official of the service": dict.fromkeys(RELATIONS, NONE)
    | {"asked": PUBLIC, "service": PUBLIC, "asked and works": PUBLIC},
    "official of the building": dict.fromkeys(RELATIONS, NONE)
    | {"asked": PUBLIC, "keeps": PUBLIC, "asked and works": PUBLIC},
    "official of the quarter": dict.fromkeys(RELATIONS, NONE)
    | {"asked": PUBLIC, "keeps": PUBLIC, "asked and works": PUBLIC},
    "official whose term is over": dict.fromkeys(RELATIONS, NONE)
    | {"asked": PUBLIC, "asked and works": PUBLIC},
}  # fmt: skip


def _with(**changes: object) -> Organisation:
    """The sample town, in which somebody leads every service, with changes to Karim Benali."""
    led = {service.key for service in ORGANISATION.services} - {"batiments"}
    agents = []
    for agent in ORGANISATION.agents:
        if agent.key == "ines-leroy":
            agent = agent.model_copy(update={"services": (*tuple(sorted(led)), "batiments")})
        if agent.key == "karim-benali":
            agent = agent.model_copy(update=changes)
        agents.append(agent)
    return ORGANISATION.model_copy(update={"agents": tuple(agents)})


def viewer(role: str) -> Viewer:
    if role == "nobody":
        return Viewer()
    if role in OFFICIALS:
        return viewer_of(_in_quarters(OFFICIALS[role]), TODAY, person_id=1, official="anne-roux")
    changes: dict[str, object] = {
        "manager": {"role": "manager"},
        "administrator": {"role": "administrator"},
        "agent who left": {"closed": True},
        "agent of the default service": {"services": ("batiments", "accueil")},
    }.get(role, {})
    organisation = _with(**changes)
    if role == "agent standing in":
        agents = tuple(
            agent.model_copy(update={"absences": (_ABSENT,)}) if agent.key == "paul-girard" else agent
            for agent in organisation.agents
        )
        organisation = organisation.model_copy(update={"agents": agents})
    key = None if role == "citizen" else "karim-benali"
    return viewer_of(organisation, TODAY, person_id=1, agent=key)


OFFICIALS: dict[str, dict[str, object]] = {
    "official of the service": {"services": ["batiments"]},
    "official of the building": {"buildings": ["gymnase-guimard"]},
    "official of the quarter": {"quarters": ["centre-ville"]},
    "official whose term is over": {"services": ["batiments"], "closed": True},
}


def _in_quarters(delegated: dict[str, object]) -> Organisation:
    """The town with an elected official, and its gymnasium in the « Centre ville »."""
    buildings = tuple(
        each.model_copy(update={"quarter": "Centre ville" if each.key == "gymnase-guimard" else "Nord"})
        for each in ORGANISATION.buildings
    )
    official = Official.model_validate({"key": "anne-roux", "name": "Anne Roux", **delegated})
    return ORGANISATION.model_copy(update={"buildings": buildings, "officials": (official,)})


_ABSENT = (
    ORGANISATION.agents[0]
    .model_validate(
        {
            "key": "x",
            "name": "X",
            "absences": [{"from": "2026-11-01", "until": "2026-11-05", "deputy": "karim-benali"}],
        }
    )
    .absences[0]
)


@in_rows("relation", RELATIONS)
@in_rows("role", TABLE)
def test_every_role_sees_of_every_request_what_the_table_says(role: str, relation: str) -> None:
    assert may_see(viewer(role), RELATIONS[relation]) is TABLE[role][relation]


def test_a_service_that_nobody_leads_is_the_administrators_and_no_other_managers() -> None:
    """Health at a CCAS is no matter of who leads the roads, because nobody leads the CCAS."""
    placed = Placed(STRANGE, service="batiments", assignee="karim-benali")
    manager = viewer_of(ORGANISATION, TODAY, person_id=1, agent="ines-leroy")
    administrator = viewer_of(ORGANISATION, TODAY, person_id=1, agent="sophie-martin")
    assert (may_see(manager, placed), may_see(administrator, placed)) == (NONE, FULL)
    assert ("batiments" in manager.services, "batiments" in administrator.services) == (False, True)
    assert [each.key for each in ORGANISATION.managers_of("batiments")] == ["sophie-martin"]


def test_a_manager_sees_the_services_that_nobody_leads_where_there_is_no_administrator() -> None:
    organisation = ORGANISATION.model_copy(
        update={
            "agents": tuple(
                agent.model_copy(update={"role": "agent"}) if agent.role == "administrator" else agent
                for agent in ORGANISATION.agents
            )
        }
    )
    manager = viewer_of(organisation, TODAY, person_id=1, agent="ines-leroy")
    assert may_see(manager, Placed(STRANGE, service="etat-civil")) is FULL
