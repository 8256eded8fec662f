"""Assignment strategies, absences, deputies in chains and circles."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dispatch.rules.agent_choice import choose, present
from models.organisation import Agent, Building, Organisation, Service, Town

DAY = date(2026, 3, 3)
AWAY = [{"from": "2026-03-01", "until": "2026-03-10"}]


def town(
    service: dict[str, object], agents: list[dict[str, object]], keeper: str | None = None
) -> Organisation:
    return Organisation(
        town=Town(name="T", default_service="s"),
        services=(Service.model_validate({"key": "s", "name": "S", **service}),),
        buildings=(Building(key="b", name="B", keeper=keeper),),
        agents=tuple(
            Agent.model_validate({"name": agent["key"], "services": ["s"], **agent}) for agent in agents
        ),
    )


def chosen(organisation: Organisation, **given: object) -> str | None:
    return choose(organisation, organisation.services[0], "b", DAY, **given)  # type: ignore[arg-type]  # by name


def test_round_robin_gives_each_present_agent_one_of_three() -> None:
    here = town(
        {"assignment": "round_robin"},
        [{"key": "a"}, {"key": "b", "absences": AWAY}, {"key": "c"}, {"key": "d"}],
    )
    assert [chosen(here, turns={"s": turn}) for turn in range(6)] == ["a", "c", "d", "a", "c", "d"]


def test_the_least_loaded_gets_it_and_the_first_of_equals() -> None:
    here = town({"assignment": "least_loaded"}, [{"key": "a"}, {"key": "b"}, {"key": "c"}])
    assert chosen(here, loads={"a": 3, "b": 1, "c": 1}) == "b"
    assert chosen(here, loads={"a": 3, "b": 1}) == "c"


def test_the_keeper_of_the_building_gets_it_and_failing_one_the_person_of_the_service() -> None:
    assert chosen(town({"assignment": "building_keeper"}, [{"key": "k"}], keeper="k")) == "k"
    assert chosen(town({"assignment": "building_keeper"}, [{"key": "k"}])) is None
    assert chosen(town({"assignment": "building_keeper", "person": "p"}, [{"key": "p"}])) == "p"


def test_who_is_on_duty_that_day_gets_it() -> None:
    roster = [
        {"agent": "a", "from": "2026-02-01", "until": "2026-03-02"},
        {"agent": "b", "from": "2026-03-03", "until": "2026-03-03"},
    ]
    assert chosen(town({"assignment": "on_duty", "roster": roster}, [{"key": "a"}, {"key": "b"}])) == "b"


def test_a_service_without_a_strategy_gives_nothing_by_itself() -> None:
    assert chosen(town({"person": "a"}, [{"key": "a"}])) is None


def test_an_absent_persons_deputy_stands_in_and_the_deputys_deputy() -> None:
    agents = [
        {"key": "a", "deputy": "b", "absences": AWAY},
        {"key": "b", "deputy": "c", "absences": AWAY},
        {"key": "c"},
    ]
    assert chosen(town({"assignment": "person", "person": "a"}, agents)) == "c"


def test_a_deputy_named_for_one_absence_comes_before_the_usual_one() -> None:
    absences = [{**AWAY[0], "deputy": "c"}]
    agents = [{"key": "a", "deputy": "b", "absences": absences}, {"key": "b"}, {"key": "c"}]
    assert chosen(town({"assignment": "person", "person": "a"}, agents)) == "c"


def test_deputies_in_a_circle_end_with_nobody() -> None:
    agents = [{"key": "a", "deputy": "b", "absences": AWAY}, {"key": "b", "deputy": "a", "absences": AWAY}]
    assert chosen(town({"assignment": "person", "person": "a"}, agents)) is None


def test_somebody_who_has_left_gets_nothing() -> None:
    assert chosen(town({"assignment": "round_robin"}, [{"key": "a", "closed": True}])) is None
    assert present(town({}, [{"key": "a", "closed": True}]), "a", DAY) is None


KEYS = ["a", "b", "c", "d"]


@given(
    st.lists(st.tuples(st.sampled_from([None, *KEYS]), st.booleans()), min_size=4, max_size=4),
    st.sampled_from(KEYS),
)
def test_whoever_stands_in_is_there_whatever_the_deputies(
    people: list[tuple[str | None, bool]], first: str
) -> None:
    agents = [
        {"key": key, "deputy": deputy, "absences": AWAY if away else []}
        for key, (deputy, away) in zip(KEYS, people, strict=True)
    ]
    organisation = town({}, agents)
    found = organisation.agent(present(organisation, first, DAY))
    assert found is None or found.absence_on(DAY) is None
