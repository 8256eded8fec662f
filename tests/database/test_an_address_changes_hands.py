"""A citizen's address changes when the old one and the new one both say so; else nothing changes, and both know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.inbound.citizen import changing
from dispatch.upkeep.guarding.contact_changes import ContactChanges
from models.signing.tokens import Purpose
from models.store.database import Database
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT

NEW = "jeanne.nouvelle@example.fr"
#: A peer in no network of ours: nothing proves what it hands over.
WORLD = "203.0.113.9"
BOTH_ASKED = "command: a change of address: both were asked, nothing is changed yet"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(Desk(town_database, tmp_path))
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    made.deliver()
    yield made
    made.desk.close()


def say(counter: Counter, words: str, who: str, **more: Any) -> int:
    """An answer to the letter that asked somebody."""
    row = counter.outbox("contact_change", who)[-1]
    token = SIGNER.sign(Purpose.WISH, row["id"], row["person_id"], counter.desk.clock() + timedelta(days=400))
    return counter.citizen(words, sender=who, name="", to=f"demandes+{token}@ville.test", **more)


def became(counter: Counter) -> dict[str, str]:
    return {row["recipient"]: row["data"]["what"] for row in counter.outbox("contact_changed")}


def news_go_to(counter: Counter) -> str:
    """Where the requester is told of what an agent does now."""
    before = len(counter.outbox("planned"))
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    return str(counter.outbox("planned")[before]["recipient"])


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (CITIZEN, f"CHANGER ADRESSE {NEW}"),
        (CITIZEN, f"Bonjour,\nje change d’adresse mail : {NEW}\nMerci\nJeanne Petit"),
        (NEW, f"CHANGER ADRESSE {CITIZEN}"),
        (NEW, f"Mon ancienne adresse était {CITIZEN}"),
    ],
)
def test_both_are_asked_and_news_move_once_both_said_yes(counter: Counter, who: str, words: str) -> None:
    asked = counter.citizen(words, sender=who, name="", subject="")
    assert counter.outcome(asked) == BOTH_ASKED
    sides = {
        row["recipient"]: (row["data"]["side"], row["data"]["other"])
        for row in counter.outbox("contact_change")
    }
    assert sides == {CITIZEN: ("old", "j***@e***.fr"), NEW: ("new", "")}
    say(counter, "CONFIRMER", NEW)
    assert became(counter) == {}
    say(counter, "oui", CITIZEN)
    assert became(counter) == {CITIZEN: "changed", NEW: "changed"}
    assert counter.person(NEW) == counter.person(CITIZEN)
    assert news_go_to(counter) == NEW


@pytest.mark.parametrize("who", [CITIZEN, NEW])
def test_one_yes_changes_nothing_and_both_are_told_when_the_time_is_over(counter: Counter, who: str) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}", subject="")
    say(counter, "CONFIRMER", who)
    job = ContactChanges(counter.desk.database, counter.desk.clock)
    assert job.run() == 0
    counter.desk.clock.pass_seconds(48 * 3600 + 61)
    assert job.run() == 1
    assert job.run() == 0
    assert became(counter) == {CITIZEN: "expired", NEW: "expired"}
    other = NEW if who == CITIZEN else CITIZEN
    say(counter, "CONFIRMER", other)
    assert counter.person(NEW) != counter.person(CITIZEN)
    assert news_go_to(counter) == CITIZEN


def test_a_no_of_either_ends_it(counter: Counter) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}", subject="")
    say(counter, "CONFIRMER", NEW)
    say(counter, "NON", CITIZEN)
    say(counter, "CONFIRMER", CITIZEN)
    assert became(counter) == {CITIZEN: "refused", NEW: "refused"}
    assert news_go_to(counter) == CITIZEN


def test_the_letter_to_one_is_no_answer_of_the_other(counter: Counter) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}", subject="")
    say(counter, "CONFIRMER", NEW)
    row = counter.outbox("contact_change", CITIZEN)[-1]
    token = SIGNER.sign(Purpose.WISH, row["id"], row["person_id"], counter.desk.clock() + timedelta(days=400))
    counter.citizen("CONFIRMER", sender=NEW, name="", to=f"demandes+{token}@ville.test")
    assert counter.person(NEW) != counter.person(CITIZEN)


def test_a_forged_from_only_has_the_owner_asked_and_few_times(counter: Counter) -> None:
    for _ in range(4):
        counter.citizen(f"CHANGER ADRESSE {NEW}", subject="", peer=WORLD)
    assert [row["recipient"] for row in counter.outbox("contact_change")].count(CITIZEN) == 2
    say(counter, "CONFIRMER", NEW)
    assert counter.person(NEW) != counter.person(CITIZEN)
    assert news_go_to(counter) == CITIZEN


def test_a_leaked_reply_address_and_a_forged_from_move_nothing(counter: Counter) -> None:
    """Whoever knows a citizen's reply address says yes at their own, and in the citizen's name wherever they can."""
    until = counter.desk.clock() + timedelta(days=400)
    leaked = f"demandes+{SIGNER.sign(Purpose.REQUESTER, 1, counter.person(CITIZEN), until)}@ville.test"
    asked = counter.citizen(
        f"CHANGER ADRESSE {NEW}", subject="", to=leaked, peer=WORLD, headers={"Reply-To": NEW}
    )
    assert counter.outcome(asked) == BOTH_ASKED
    say(counter, "CONFIRMER", NEW, peer=WORLD)
    row = counter.outbox("contact_change", NEW)[-1]
    own = f"demandes+{SIGNER.sign(Purpose.WISH, row['id'], row['person_id'], until)}@ville.test"
    for to in (own, leaked):
        counter.citizen("CONFIRMER", to=to, peer=WORLD, headers={"Reply-To": NEW})
    assert counter.person(NEW) != counter.person(CITIZEN)
    assert news_go_to(counter) == CITIZEN
    counter.citizen("SUIVI", subject="", to=leaked, peer=WORLD, headers={"Reply-To": NEW})
    assert "status" not in counter.told(NEW)


@pytest.mark.parametrize(
    "named", [KEEPER, "demandes@ville.test", "noreply@example.org", CITIZEN, "pas une adresse"]
)
def test_what_can_be_nobody_s_new_address_is_read_by_a_person(counter: Counter, named: str) -> None:
    row = counter.citizen(f"CHANGER ADRESSE {named}", subject="")
    assert counter.outbox("contact_change") == []
    assert not counter.outcome(row).startswith("command")


def test_a_longer_message_that_names_an_address_is_a_message(counter: Counter) -> None:
    row = counter.citizen(
        f"Ma nouvelle adresse est {NEW}\nPouvez-vous me rappeler ? Le banc est cassé.", subject="Banc"
    )
    assert counter.outcome(row).startswith("new_request")


def test_the_address_of_an_official_who_asked_for_something_is_changed_by_a_person(counter: Counter) -> None:
    official = "helene.roche@elus.ville.test"
    counter.citizen("Un banc est cassé.", sender=official, name="", subject="Banc")
    row = counter.citizen(f"CHANGER ADRESSE {NEW}", sender=official, name="", subject="")
    assert counter.outbox("contact_change") == []
    assert not counter.outcome(row).startswith("command")


def test_who_answers_when_the_time_is_over_hears_that_nothing_is_changed(counter: Counter) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}", subject="")
    counter.desk.clock.pass_seconds(48 * 3600 + 61)
    ContactChanges(counter.desk.database, counter.desk.clock).run()
    row = say(counter, "CONFIRMER", NEW)
    assert counter.outcome(row).endswith("was answered too late")
    assert [each["data"]["what"] for each in counter.outbox("contact_changed", NEW)] == ["expired", "expired"]


def test_whoever_became_staff_meanwhile_has_both_told_that_nothing_is_changed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}", subject="")
    say(counter, "CONFIRMER", NEW)
    monkeypatch.setattr(changing, "is_staff", lambda session, person_id: True)
    say(counter, "CONFIRMER", CITIZEN)
    assert became(counter) == {CITIZEN: "refused", NEW: "refused"}
    assert counter.person(NEW) != counter.person(CITIZEN)


@pytest.mark.parametrize("channel", ["token", "reference"])
def test_words_from_the_address_given_up_join_and_bring_no_news_back_there(
    counter: Counter, channel: str
) -> None:
    counter.citizen(f"CHANGER ADRESSE {NEW}")
    say(counter, "OUI", CITIZEN)
    say(counter, "OUI", NEW)
    assert set(became(counter).values()) == {"changed"}
    to = counter.address(1, CITIZEN, Purpose.REQUESTER) if channel == "token" else "mairie@ville.test"
    wrote = counter.citizen("Il est toujours éteint.", to=to, subject="Re: [2026-00001] Lampadaire")
    assert counter.outcome(wrote).startswith("follow_up")
    assert news_go_to(counter) == NEW
    counter.citizen(f"CHANGER ADRESSE {CITIZEN}", sender=NEW)
    say(counter, "OUI", CITIZEN)
    say(counter, "OUI", NEW)
    counter.desk.clock.pass_seconds(60)
    counter.agent("planifié 14/12", agent=ROADS_AGENT)
    assert counter.outbox("planned")[-1]["recipient"] == CITIZEN, "until they change it back"
