"""« pour Lucien : il a l’échelle » asks, and proposes by one tap to hand the request to whom it may be for."""

from __future__ import annotations

import pytest

from tests.counter import Counter
from tests.letters import CITIZEN, KEEPER


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("pour Marc : il a l'échelle", "affecter à Marc Durand"),
        ("Pour Mark : à voir", "affecter à Marc Durand"),
        ("pour Mme Leroi : elle a les plans", "affecter à Inès Leroy"),
        ("pour Sophie Martin, elle a les plans", "affecter à Sophie Martin"),
        ("voir avec Marc stp", "affecter à Marc Durand"),
        ("à Marc : voir avec l'électricien", "affecter à Marc Durand"),
    ],
)
def test_whoever_is_meant_is_one_tap_away(counter: Counter, words: str, near: str) -> None:
    counter.agent(words)
    asked = counter.outbox("command_help", KEEPER)[-1]["data"]
    assert (asked["nearest"], counter.request()["assignee"]) == ([near], "karim-benali")
    assert len(counter.told(CITIZEN)) == 1
    counter.agent(near)
    assert counter.request()["assignee"] != "karim-benali"


@pytest.mark.parametrize(
    "words",
    ["pour Lucien : il a l'échelle", "pour info : la clé est chez le gardien", "pour moi c'est bon demain"],
)
def test_nobody_is_proposed_whose_name_is_not_near(counter: Counter, words: str) -> None:
    counter.agent(words)
    asked = counter.outbox("command_help", KEEPER)[-1]["data"]
    assert not [each for each in asked["nearest"] if each.startswith("affecter")]
