"""Mail of elected officials: a note about what is delegated to them, nothing about anything else, and who they were
once makes nobody trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.records.entries import print_entries
from dispatch.delivery.pages import page_of
from dispatch.delivery.reading_copy import reading_copy
from dispatch.letters.contents import prepare
from dispatch.letters.rows import read_rows
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.followers import follow_as_official
from dispatch.queries.town import TownFacts
from dispatch.requests.participants import role_of
from models.organisation import Organisation
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import Person
from models.tables.requests import Entry, RequestRow
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT

OFFICIAL = "helene.roche@elus.ville.test"
WORDS = "Le lampadaire de la rue du Moulin est éteint."
HANDED_ON = (
    "Bonjour, voir ci-dessous.\n\nDe : Ana Costa <ana.costa@example.org>\nEnvoyé : mardi 3 novembre 2026 10:12\n"
    "À : Hélène Roche\nObjet : Trou\n\nUn nid de poule rue Pasteur."
)
_people, _entries, _requests = table_of(Person), table_of(Entry), table_of(RequestRow)


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(Desk(sqlite_town_database, tmp_path))
    yield made
    made.desk.close()


def organise(counter: Counter, **official: Any) -> None:
    """The official as the organisation has them from now on; `gone`: not at all."""
    with counter.desk.database.transaction() as session:
        before: Organisation = load(session, newest_version(session) or 0).organisation
        (found,) = before.officials
        kept = () if official.pop("gone", False) else (found.model_copy(update=official),)
        after = before.model_copy(update={"officials": kept})
        apply(session, after, by="a test", note="", now=counter.desk.clock())


def follow(counter: Counter) -> None:
    """A citizen's request, of the delegation of the official, who follows it."""
    counter.citizen(WORDS, subject="Lampadaire de Jeanne Petit")
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        follow_as_official(session, 1, in_force.official_ids["helene-roche"], counter.desk.clock())


def answer(counter: Counter, words: str, **more: Any) -> int:
    """What the official answers to news of the request."""
    to = counter.address(1, OFFICIAL, Purpose.REQUESTER)
    return counter.citizen(
        words, sender=OFFICIAL, name="Hélène Roche", subject="Re: Lampadaire", to=to, **more
    )


@pytest.mark.parametrize(
    "change", [{}, {"closed": True}, {"gone": True}, {"emails": ("h.roche@example.org",)}], ids=["now", "closed", "gone", "moved"]
)  # fmt: skip
def test_who_is_elected_today_hands_mail_on_and_who_was_once_does_as_anybody(
    counter: Counter, change: dict[str, Any]
) -> None:
    # Of no domain of ours, whose addresses are all trusted with that.
    official = "helene.roche@example.org"
    organise(counter, emails=(official,))
    if change:
        organise(counter, **change)
    counter.citizen(HANDED_ON, sender=official, name="Hélène Roche", subject="TR : Trou")
    assert counter.told(official) == ["acknowledgement" if change else "forwarded"]
    assert bool([note for note in counter.notes() if "ana.costa" in note]) is not bool(change)


def test_what_the_record_of_a_person_says_makes_nobody_internal(counter: Counter) -> None:
    counter.citizen("Un banc cassé.", sender="luc@example.org", name="Luc")
    with counter.desk.database.transaction() as session:
        theirs = _people.c.id == counter.person("luc@example.org")
        session.connection().execute(sa.update(_people).where(theirs).values(kind="internal"))
    counter.citizen(HANDED_ON, sender="luc@example.org", name="Luc", subject="TR : Trou")
    assert "forwarded" not in counter.told("luc@example.org")


@pytest.mark.parametrize(("service", "proposed"), [("batiments", True), ("voirie", False)])
def test_who_asked_is_told_to_whom_sees_all_of_the_request(
    counter: Counter, service: str, proposed: bool
) -> None:
    counter.citizen("Une ampoule est cassée au gymnase Guimard.", subject="Ampoule")
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        session.connection().execute(
            sa.update(_requests).values(
                service_id=in_force.service_ids[service], building_id=None, assignee_id=None
            )
        )
    words = "Bonjour, pour vous.\n\n---------- Forwarded message ---------\nSubject: Ampoule\n\nUne ampoule est cassée."
    to = "espaces-verts@ville.test"
    counter.citizen(words, sender=KEEPER, name="Karim Benali", subject="TR: [2026-00001] Ampoule", to=to)
    found = [note for note in counter.notes(2) if CITIZEN in note]
    assert bool(found) is proposed


def test_an_official_s_answer_is_a_note_and_moves_nothing(counter: Counter) -> None:
    follow(counter)
    counter.agent("terminé", agent=ROADS_AGENT)
    row = answer(counter, "Ce n'est pas réparé, il fait toujours nuit rue du Moulin.")
    assert counter.outcome(row) == "follow_up: the note of an elected official"
    assert counter.state() == "done"
    with counter.desk.database.reading() as session:
        note = session.connection().execute(sa.select(_entries).order_by(_entries.c.id.desc()).limit(1)).one()
        assert role_of(session, 1, OFFICIAL) is None
    assert (note.kind, note.public, note.actor_role) == ("note", False, "agent")
    assert note.data["official"] == "helene-roche"
    assert counter.told(ROADS_AGENT)[-1] == "note_added"


def test_suivi_of_an_official_tells_no_subject_of_what_they_follow(counter: Counter) -> None:
    follow(counter)
    counter.citizen("SUIVI", sender=OFFICIAL, name="Hélène Roche", subject="")
    assert counter.outbox("status", OFFICIAL) == []
    answer(counter, "SUIVI")
    assert "Petit" not in str(counter.outbox("", OFFICIAL))


@pytest.mark.parametrize("change", [{"closed": True}, {"services": (), "buildings": ("parc-de-la-loire",)}])
def test_after_the_delegation_an_answer_reaches_the_request_no_more(
    counter: Counter, change: dict[str, Any]
) -> None:
    follow(counter)
    counter.agent("terminé", agent=ROADS_AGENT)
    before = len(counter.outbox("follower_news", OFFICIAL))
    organise(counter, **change)
    row = answer(counter, "Ce n'est pas réparé.")
    assert counter.outcome(row).startswith("new_request")
    assert counter.state() == "done"
    assert not [entry for entry in counter.request()["entries"] if "réparé" in entry["text"]]
    counter.agent("rouvrir", agent=ROADS_AGENT)
    assert len(counter.outbox("follower_news", OFFICIAL)) == before == 1


def test_who_may_leave_no_word_leaves_none_by_mail(counter: Counter) -> None:
    follow(counter)
    organise(counter, comments=False)
    assert counter.outcome(answer(counter, "Le club joue samedi.")).startswith("new_request")
    assert not [note for note in counter.notes() if "samedi" in note]


def test_an_address_taken_from_an_official_is_told_nothing_more(counter: Counter) -> None:
    follow(counter)
    organise(counter, emails=(OFFICIAL, "h.roche@elus.ville.test"))
    organise(counter, emails=(OFFICIAL,))
    counter.agent("terminé", agent=ROADS_AGENT)
    assert [row["recipient"] for row in counter.outbox("follower_news")] == [OFFICIAL]


def test_staff_read_that_a_note_is_an_official_s(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(counter)
    answer(counter, "Le club joue samedi.")
    assert "Hélène Roche (élu) a ajouté une note interne" in letter(counter, ROADS_AGENT, "note_added")
    counter.agent(
        "note : vu avec le club", agent=ROADS_AGENT, to=counter.address(1, ROADS_AGENT, Purpose.NOTE)
    )
    shown = counter.request()
    office = Office(counter.desk.settings)
    vars(office)["town"] = TownFacts()
    print_entries(shown["entries"], shown["attachments"], office)
    lines = capsys.readouterr().out.splitlines()
    (head,) = [lines[at - 1] for at, line in enumerate(lines) if "samedi" in line]
    assert "Hélène Roche" in head and ("(elected official)" in head or "(élu)" in head)
    assert sum("elected official" in line or "(élu)" in line for line in lines) == 1


def test_news_of_what_is_followed_name_no_subject(counter: Counter) -> None:
    follow(counter)
    counter.agent("terminé", agent=ROADS_AGENT)
    assert "2026-00001" in letter(counter, OFFICIAL, "follower_news")
    assert "Petit" not in letter(counter, OFFICIAL, "follower_news")


def letter(counter: Counter, to: str, notice: str) -> str:
    """Subject, text and HTML of the last letter to somebody."""
    row = counter.outbox(notice, to)[-1]
    with counter.desk.database.reading() as session:
        found = session.get_one(OutboundMessage, row["id"])
        return " ".join(
            " ".join(reading_copy(session, found, counter.desk.settings, SIGNER).values()).split()
        )


@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.9"])
def test_what_nothing_proves_is_asked_about_without_its_words_and_without_a_page(
    counter: Counter, peer: str
) -> None:
    bait = "www.evil.example"
    words = HANDED_ON.replace("Ana Costa", f"Ana {bait}").replace("nid de poule", f"nid de poule {bait}")
    counter.citizen(words, sender=KEEPER, name=f"Karim {bait}", subject=f"TR : {bait}", peer=peer)
    (row,) = counter.outbox("forwarded", KEEPER)
    with counter.desk.database.reading() as session:
        found = session.get_one(OutboundMessage, row["id"])
        shown = " ".join(reading_copy(session, found, counter.desk.settings, SIGNER).values())
        claimed = ClaimedNotice(**{name: row.get(name) for name in ClaimedNotice.__dataclass_fields__})
        prepared = prepare(
            claimed, read_rows(session, [claimed]), load(session, newest_version(session) or 0),
            sender_name="", reply_address="demandes@ville.test", marker="", max_attached_bytes=0,
            words_of=lambda details: details,
        )  # fmt: skip
    assert "ana.costa@example.org" in shown, "who is asked about stands in it"
    page = page_of(prepared, SIGNER, counter.desk.settings, counter.desk.clock())
    believed = peer == "127.0.0.1"
    assert (bait in shown, "/suivi/" in page) == (believed, believed)
    assert ("Rien ne prouve que c’est vous" in shown) is not believed
