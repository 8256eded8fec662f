"""Before an organisation is put in force: whose requests nobody would hear of any more, and who is left with some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dispatch.check.holders import check_holders
from models.organisation import Organisation
from tests.desk import sample

_ROADS, _KEEPER = "marc-durand", "karim-benali"
_STAFF = [email for agent in sample().agents for email in agent.emails]
_TEAMS = [str(service.email) for service in sample().services]


@dataclass(frozen=True)
class Open:
    """Something open."""

    reference: str = "2026-00001"
    agent: str | None = _ROADS
    service: str | None = "voirie"


def found(
    *held: Open,
    town: Organisation | None = None,
    lost: list[str] | None = None,
    channels: tuple[str, ...] = ("email",),
) -> list[tuple[str, tuple[Any, ...], str]]:
    """How bad, where and what, of each thing found."""
    problems = check_holders(town or sample(), held, lost or [], channels)
    return [(each.severity, tuple(each.path), each.message) for each in problems]


def without(*keys: str, **changed: Any) -> Organisation:
    """The sample town in which those agents are gone, or changed."""
    agents = tuple(
        each.model_copy(update=changed) if each.key in keys and changed else each
        for each in sample().agents
        if changed or each.key not in keys
    )
    return sample().model_copy(update={"agents": agents})


def test_a_town_whose_people_are_reached_has_nothing_to_say() -> None:
    assert found(Open(), Open(agent=None), Open(service=None, agent=None)) == []


def test_who_goes_and_still_has_requests_is_named_once_with_each_of_them() -> None:
    held = [Open("2026-00001"), Open("2026-00002"), Open("2026-00001")]
    for town in (without(_ROADS), without(_ROADS, closed=True)):
        ((severity, path, said),) = found(*held, town=town)
        assert (severity, path) == ("warning", ("agents",))
        assert f"'{_ROADS}' goes and still has 2026-00001, 2026-00002: " in said


def test_of_many_requests_five_are_named_and_the_rest_counted() -> None:
    ((_, _, said),) = found(*(Open(f"2026-0000{n}") for n in range(1, 9)), town=without(_ROADS))
    assert "2026-00005 and 3 more: " in said and "2026-00006" not in said


def test_who_is_reached_by_nothing_is_named_at_their_place_and_a_telephone_counts_where_texts_leave() -> None:
    lost = ["marc.durand@agents.ville.test"]
    at = [each.key for each in sample().agents].index(_ROADS)
    ((severity, path, said),) = found(Open(), lost=lost)
    assert (severity, path) == ("warning", ("agents", at)) and said.startswith("Nothing reaches Marc")
    assert found(Open(), lost=lost, channels=("email", "sms")) == []
    assert len(found(Open(), lost=[*lost, "+33639980021"], channels=("email", "sms"))) == 1


def test_when_nobody_at_all_could_be_told_it_is_an_error_at_the_service_or_the_town() -> None:
    services = [each.key for each in sample().services]
    lost = [*_STAFF, *_TEAMS]
    errors = [each for each in found(Open(), Open("2026-00002", None, None), lost=lost) if each[0] == "error"]
    assert [path for _, path, _ in errors] == [
        ("services", services.index("voirie")),
        ("services", services.index("accueil")),
    ]
    assert "Nobody could be told of 2026-00002" in errors[1][2]
    nowhere = sample().model_copy(update={"services": (), "agents": ()})
    assert [(severity, path) for severity, path, _ in found(Open(agent=None), town=nowhere)] == [
        ("error", ("town", "default_service"))
    ]


@given(st.lists(st.sampled_from([*_STAFF, *_TEAMS]), unique=True), st.sampled_from(sample().agents))
def test_it_is_an_error_exactly_when_neither_who_has_it_nor_the_service_nor_who_leads_is_reached(
    lost: list[str], agent: Any
) -> None:
    is_error = any(severity == "error" for severity, _, _ in found(Open(agent=agent.key), lost=lost))
    leads = {"ines.leroy@agents.ville.test", "sophie.martin@agents.ville.test"}
    hears = {*agent.emails, "voirie-equipe@agents.ville.test", *leads}
    assert is_error == (hears <= set(lost))
