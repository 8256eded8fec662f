"""Answers to a list of requests, one a line; and orders that answer a notice of a state that is past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.settings.settings import Settings
from models.signing.tokens import Purpose
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.requests import Entry
from tests.counter import Counter
from tests.database.test_each_night_what_needs_no_approval_goes import nightly
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, write

_entries, _contacts = table_of(Entry), table_of(ContactPoint)


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """Two requests of the keeper's, and one of somebody else's."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.citizen("La porte du gymnase Guimard ne ferme plus.", subject="Porte", sender="luc@example.org")
    made.citizen("Un lampadaire est en panne rue des Écoles.", subject="Lampe", sender="lea@example.org")
    made.deliver()
    yield made
    desk.close()


def list_address(counter: Counter, agent: str = KEEPER) -> str:
    """The signed address of the list that « mes demandes » sent."""
    counter.agent("mes demandes", to="mairie@ville.test", subject="mes demandes", agent=agent)
    row = counter.outbox("my_requests", agent)[-1]
    until = counter.desk.clock() + timedelta(days=400)
    return f"demandes+{SIGNER.sign(Purpose.LIST, row['id'], row['person_id'], until)}@ville.test"


def said(counter: Counter) -> dict[str, str]:
    """What the last summary says of each line."""
    return {
        line["reference"]: line["said"] for line in counter.outbox("list_done", KEEPER)[-1]["data"]["lines"]
    }


def test_each_line_is_done_and_one_summary_comes_back(counter: Counter) -> None:
    to = list_address(counter)
    before = len(counter.told(KEEPER))
    taken = counter.agent(
        "Bonjour,\n\n2026-00001 terminé\n2 : pris en charge\n2 priorité haute\n2026-00003 terminé\n"
        "2026-00001 machin truc\n\nKarim Benali", to=to,
    )  # fmt: skip
    assert counter.outcome(taken) == "command: an answer to a list: 1 of 3 lines were done"
    assert counter.told(KEEPER)[before:] == ["list_done"]
    assert (counter.state(2), counter.column("priority", 2), counter.state(3)) == ("taken", "high", "new")
    assert said(counter)["2026-00002"] == "État\u00a0: prise en charge, Priorité\u00a0: haute"
    assert "pas dans cette liste" in said(counter)["2026-00003"]
    # Two lines about one request that do not go together: neither is done.
    assert counter.state(1) == "new" and "pas" in said(counter)["2026-00001"]


def test_a_line_is_undone_by_its_own_notice_or_by_the_list(counter: Counter) -> None:
    to = list_address(counter)
    counter.agent("2026-00001 terminé\n2026-00002 terminé", to=to)
    assert (counter.state(1), counter.state(2)) == ("done", "done")
    counter.agent("annuler", about=1)
    counter.agent("2026-00002 annuler", to=to)
    assert (counter.state(1), counter.state(2)) == ("new", "new")


def test_a_list_of_last_month_says_nothing_of_anybody_and_is_still_answered(
    counter: Counter, tmp_path: Path
) -> None:
    to = list_address(counter)
    counter.citizen("CHANGER ADRESSE nouvelle@example.org", subject="CHANGER ADRESSE")
    counter.deliver()
    row = counter.outbox("my_requests", KEEPER)[-1]
    assert "ampoule" in str(row["data"])
    night = nightly(counter.desk, tmp_path)
    counter.desk.clock.pass_seconds(29 * 86_400)
    assert (night.run()["lists"], counter.outbox("my_requests", KEEPER)[-1]) == (0, row)
    counter.desk.clock.pass_seconds(2 * 86_400)
    assert night.run()["lists"] == 1
    assert night.run()["lists"] == 0, "once"
    lines = counter.outbox("my_requests", KEEPER)[-1]["data"]["items"]
    assert [sorted(line) for line in lines] == [["reference", "request_id", "state", "workflow"]] * 2
    counter.agent("2026-00001 terminé", to=to)
    assert counter.state(1) == "done"
    # Nobody is known any more because an address was named, or a list was sent.
    people = sa.select(sa.func.count()).where(_contacts.c.value == "nouvelle@example.org")
    assert counter.value(people) == 1
    counter.desk.clock.pass_seconds(366 * 86_400)
    assert night.run()["notices"] > 1
    assert (counter.value(people), counter.outbox("my_requests", KEEPER)) == (0, [])


def test_a_line_may_be_a_note_or_ask_an_opinion(counter: Counter) -> None:
    counter.agent(
        "1 note : la clé est chez le gardien\n2 avis à Nadia : qu’en pensez-vous ?", to=list_address(counter)
    )
    assert said(counter)["2026-00001"] == "noté"
    assert "pas" not in said(counter)["2026-00002"]
    with counter.desk.database.reading() as session:
        query = sa.select(_entries.c.text).where(_entries.c.kind == "note", _entries.c.public.is_(False))
        notes = list(session.connection().execute(query).scalars())
    assert notes[0] == "la clé est chez le gardien" and len(notes) == 2
    assert counter.told(CITIZEN) == ["acknowledgement"]
    counter.agent("1 note :", to=list_address(counter))
    assert said(counter)["2026-00001"] != "noté", "nothing was written to be kept"


def test_a_note_stands_by_its_reference_however_it_is_written(counter: Counter) -> None:
    to = list_address(counter)
    for text in ("note pour 2026-00001 : un", "2026-00001\nnote : deux", "2026-00001 note :\ntrois"):
        counter.agent(text, to=to)
        assert said(counter) == {"2026-00001": "noté"}
    assert counter.notes(1) == ["un", "deux", "trois"]


@pytest.mark.parametrize("above", ["", "2026-00002 terminé\n"])
def test_a_note_of_nobody_s_request_is_asked_about_and_kept_nowhere(counter: Counter, above: str) -> None:
    to, before = list_address(counter), counter.value(sa.select(sa.func.count()).select_from(_entries))
    counter.agent(f"{above}note : la clé est chez le gardien", to=to)
    assert said(counter)[""].startswith("de quelle demande")
    assert counter.told(KEEPER)[-1] == "list_done"
    assert counter.state(2) == ("done" if above else "new")
    assert counter.notes(1) + counter.notes(2) == []
    if not above:
        assert counter.value(sa.select(sa.func.count()).select_from(_entries)) == before


def test_an_answer_to_a_list_that_names_none_of_its_requests_is_no_new_request(counter: Counter) -> None:
    to = list_address(counter)
    for text in ("2026-00003 terminé", "Terminé", "Je regarde ça demain"):
        answer = counter.agent(text, to=to)
        assert counter.outcome(answer).startswith("command: an answer to a")
    assert counter.told(KEEPER)[-3:] == ["list_done", "list_done", "my_requests"]


def test_words_for_a_requester_are_not_written_in_a_list(counter: Counter) -> None:
    counter.agent("2026-00001 Bonjour Madame, nous avons bien reçu votre demande.", to=list_address(counter))
    assert counter.told(CITIZEN) == ["acknowledgement"]
    assert "pas compris" in said(counter)["2026-00001"]


def test_the_address_of_a_list_is_nobody_else_s(counter: Counter) -> None:
    to = list_address(counter)
    counter.agent("2026-00001 terminé", agent=ROADS_AGENT, to=to)
    counter.citizen("2026-00001 terminé", to=to)
    assert counter.state(1) == "new"
    assert counter.outbox("list_done") == []


def test_without_proof_the_answer_to_a_list_waits_for_its_agent(counter: Counter) -> None:
    to = list_address(counter)
    letter = write(
        "2026-00001 terminé",
        sender=KEEPER,
        headers={"Received": "from x by y; Tue, 3 Nov 2026 14:00:00 +0100"},
    )
    ledger_id = counter.desk.take(letter, peer="198.51.100.9", recipients=(to,), envelope_from=KEEPER)
    counter.work()
    assert counter.desk.row(ledger_id).state == "held"
    assert counter.state(1) == "new"
    (asked,) = counter.outbox("confirm_message", KEEPER)
    until = counter.desk.clock() + timedelta(days=400)
    confirm = SIGNER.sign(Purpose.CONFIRM, asked["data"]["confirmation"], asked["person_id"], until)
    counter.agent("OK", to=f"demandes+{confirm}@ville.test")
    assert counter.state(1) == "done"
    assert said(counter)["2026-00001"] == "État\u00a0: terminée"


def test_words_that_name_no_request_change_nothing(counter: Counter) -> None:
    counter.agent("Tout est terminé, merci.", to=list_address(counter))
    assert {counter.state(1), counter.state(2)} == {"new"}


# --- A notice that is out of date -----------------------------------------------------------------------


def stamped(counter: Counter, agent: str = KEEPER) -> str:
    """The address of a notice about the first request, written as things stand now."""
    last = counter.value(
        sa.select(sa.func.max(_entries.c.id)).where(_entries.c.request_id == 1, _entries.c.kind == "state")
    )
    until = counter.desk.clock() + timedelta(days=400)
    token = SIGNER.sign(Purpose.ASSIGNEE, 1, counter.person(agent), until, last or 0)
    return f"demandes+{token}@ville.test"


def test_an_order_about_a_state_that_somebody_else_changed_is_asked_again(counter: Counter) -> None:
    old = stamped(counter)
    counter.agent("attente demandeur : une photo de la porte", to=old)
    counter.citizen("La porte du fond.", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert counter.state() == "taken"

    asked = counter.agent("refusé : ce n'est pas à nous", to=old)

    assert counter.outcome(asked) == "command: the state has changed since that notice: asked again"
    assert (counter.state(), counter.help()) == ("taken", "stale")
    assert "refused" not in counter.told(CITIZEN)
    # The letter that asks knows where the request stands: said again to it, it is done.
    counter.agent("refusé : ce n'est pas à nous", to=stamped(counter))
    assert counter.state() == "refused"


def test_notes_and_words_for_the_requester_pass_however_old_the_notice(counter: Counter) -> None:
    old = stamped(counter)
    counter.agent("Terminé", agent=ROADS_AGENT, to=stamped(counter, ROADS_AGENT))
    counter.agent("Note : la clé est chez la gardienne.", to=old)
    assert counter.notes()[-1] == "la clé est chez la gardienne."
    counter.agent("Bonjour Madame,\n\nNous avons bien votre message.", to=old)
    assert counter.told(CITIZEN)[-1] == "answer"


def test_who_moved_it_themselves_may_answer_the_first_notice_again(counter: Counter) -> None:
    old = stamped(counter)
    counter.agent("Pris en charge", to=old)
    counter.agent("Terminé", to=old)
    assert counter.state() == "done"


def test_without_proof_a_captured_address_is_void_once_the_state_has_moved(counter: Counter) -> None:
    counter.desk.settings = Settings.model_validate({"agents": {"proof": "token"}})
    old = stamped(counter)
    counter.agent("Terminé", to=old)
    letter = write(
        "refusé : plus besoin",
        sender=KEEPER,
        headers={"Received": "from x by y; Tue, 3 Nov 2026 14:00:00 +0100"},
    )
    counter.desk.take(letter, peer="198.51.100.9", recipients=(old,), envelope_from=KEEPER)
    counter.work()
    assert (counter.state(), counter.help()) == ("done", "stale")


def test_a_token_signed_for_another_stamp_is_not_this_one() -> None:
    until = Desk.__dataclass_fields__["clock"].default_factory().now + timedelta(days=9)  # type: ignore[misc]
    now = until - timedelta(days=8)
    token = SIGNER.sign(Purpose.ASSIGNEE, 1, 7, until, 42)
    assert SIGNER.find_person(token, [7], now) is None
    assert SIGNER.find_made(token, [6, 7], now, (41, 42, 0)) == (7, 42)
    assert SIGNER.find_person(SIGNER.sign(Purpose.ASSIGNEE, 1, 7, until), [7], now, (42,)) is None
