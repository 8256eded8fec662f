"""Orders one a line: all are done or none, one letter confirms them, one word undoes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.organisation import Label, RequestType
from models.organisation.canned import CannedAnswer
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT
from tests.photos import noise

Found = Callable[..., Counter]
NEIGHBOUR = "voisin@example.org"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter with one request of the citizen, whose agent was told, and two ready answers."""
    desk = Desk(town_database, tmp_path)
    with town_database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        answers: list[Any] = [
            {
                "key": "delai",
                "number": 3,
                "label": "Délai",
                "text": {"fr": "Comptez huit jours.", "en": "Eight days."},
            },
            {
                "key": "route",
                "number": 4,
                "label": "Route",
                "text": "Voir le département.",
                "types": ["lampes"],
            },
        ]
        new = in_force.organisation.model_copy(
            update={
                "answers": tuple(CannedAnswer.model_validate(each) for each in answers),
                "request_types": (
                    *in_force.organisation.request_types,
                    RequestType(key="lampes", label=Label(fr="Lampes"), aliases=("lampadaires",)),
                ),
            }
        )
        apply(session, new, by="a test", note="", now=desk.clock())
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    desk.close()


def test_each_line_is_done_and_one_letter_says_so_and_how_to_undo_it(counter: Counter) -> None:
    taken = counter.agent("Bonjour,\n\nPris en charge\nPriorité haute\nÉchéance 15/12\n\nCordialement\nKarim")

    assert counter.outcome(taken) == "command: 3 orders: take, priority, due"
    assert (counter.state(), counter.column("priority")) == ("taken", "high")
    assert counter.column("due_at").date().isoformat() == "2026-12-15"
    (done,) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == [
        "État\u00a0: prise en charge", "Priorité\u00a0: haute", "Échéance\u00a0: mardi 15 décembre 2026",
    ]  # fmt: skip
    assert done["data"]["undo_until"].startswith("2026-11-03T14:05")
    counter.agent("annuler")
    assert (counter.state(), counter.column("priority")) == ("new", "normal")


def test_what_stood_so_already_is_said_and_there_is_nothing_to_undo(counter: Counter) -> None:
    counter.agent("bâtiment gymnase Guimard")
    (done,) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == ["Lieu\u00a0: Gymnase Guimard, c’était déjà le cas"]
    assert done["data"]["undo_until"] is None
    counter.agent("bâtiment gymnase Guimard\npriorité haute")
    (*_, done) = counter.outbox("order_done", KEEPER)
    assert done["data"]["lines"] == [
        "Priorité\u00a0: haute", "Lieu\u00a0: Gymnase Guimard, c’était déjà le cas",
    ]  # fmt: skip
    assert done["data"]["undo_until"] is not None


@pytest.mark.parametrize(
    ("wrong", "reason", "near"),
    [
        ("priorité maximale", "unknown_priority", "haute"),
        ("bâtiment gimnase guimar", "unknown_building", "Gymnase Guimard"),
        ("avis à Mark Durant : combien de temps ?", "unknown_person", "Marc Durand"),
        ("tâche Karimm : changer l'ampoule", "unknown_person", "Karim Benali"),
        ("échéance 31/02", "doubt_date_wrong", ""),
        ("échéance 1/11/2026", "date_past", ""),
        ("réponse 12", "unknown_answer", "3 (Délai)"),
        ("fusionner 2026-00041", "unknown_request", ""),
        ("fusionner 2026-00001", "merged_already", ""),
        ("partager x@@y", "unknown_address", ""),
        ("terminé", "tasks_open", ""),
    ],
)
def test_a_line_that_cannot_be_done_leaves_everything_undone(
    counter: Counter, wrong: str, reason: str, near: str
) -> None:
    if reason == "tasks_open":
        counter.agent("tâche Karim Benali : changer l'ampoule")
    before = counter.request()
    counter.agent(f"Pris en charge\npriorité haute\n{wrong}")
    assert (counter.state(), counter.column("priority")) == ("new", "normal")
    assert len(counter.request()["entries"]) == len(before["entries"])
    asked = counter.outbox("command_help", KEEPER)[-1]["data"]
    assert asked["reason"] == reason
    assert near == "" or near in asked["nearest"]
    if reason == "tasks_open":
        task = asked["written"].rpartition("(")[2].rstrip(")")
        assert (asked["written"], asked["nearest"]) == (f"changer l'ampoule ({task})", [])
        counter.agent(f"tâche {task} faite")
        counter.agent("terminé")
        assert counter.state() == "done"


@pytest.mark.parametrize(
    "text",
    [
        "terminé\npriorité haute\nsauf la porte du fond",
        "priorité haute\nterminé\n\nSauf la porte du fond.",
        "priorité haute\n\nSi la pièce arrive.",
        "pris en charge\npriorité haute\n\nTerminé, ou presque.",
    ],
)
def test_words_that_limit_the_lines_above_them_are_asked_about(counter: Counter, text: str) -> None:
    counter.agent(text)
    assert (counter.state(), counter.column("priority")) == ("new", "normal")
    assert counter.help() == "line_wrong"
    assert counter.told(CITIZEN) == ["acknowledgement"]


def test_files_that_came_with_order_lines_are_kept_once(counter: Counter) -> None:
    counter.agent("pris en charge\npriorité haute", files={"porte.txt": b"La porte du fond."})
    counter.agent("priorité basse\nnote : la porte", files={"clef.txt": b"La clef."})
    request = counter.request()
    assert [each["shown_name"] for each in request["attachments"]] == ["porte.txt", "clef.txt"]
    assert counter.told(CITIZEN) == ["acknowledgement", "taken"]


def test_words_below_the_lines_go_to_whom_they_speak(counter: Counter) -> None:
    counter.agent("pris en charge\npriorité haute\n\nBonjour Madame,\n\nNous avons bien votre message.")
    assert counter.outbox("answer", CITIZEN)[0]["data"]["text"].startswith("Bonjour Madame")
    counter.agent("priorité basse\n\nKarim, la clé est chez la gardienne.")
    assert counter.notes()[-1] == "Karim, la clé est chez la gardienne."
    assert len(counter.outbox("answer", CITIZEN)) == 1


def test_place_and_type_are_set_by_their_names(counter: Counter) -> None:
    counter.agent("Bâtiment jules ferry\nType lampadaires")
    request = counter.request()
    assert request["building"] == "ecole-jules-ferry"
    assert request["type"] == "lampes"


def test_an_opinion_comes_back_as_a_note_to_whoever_asked(counter: Counter) -> None:
    counter.agent("avis à Marc Durand : combien de temps\npour changer le mât ?")
    (asked,) = counter.outbox("opinion_asked", ROADS_AGENT)
    assert asked["data"]["text"] == "combien de temps pour changer le mât ?"
    # It is somebody else's by then: the asker is told all the same.
    counter.agent("transférer à voirie")
    counter.agent(
        "Deux heures avec la nacelle. Terminé", agent=ROADS_AGENT,
        to=counter.address(1, ROADS_AGENT, Purpose.NOTE),
    )  # fmt: skip
    assert counter.state() == "new"
    assert counter.notes()[-1].startswith("Deux heures")
    assert counter.told(KEEPER)[-1] == "note_added"
    assert "answer" not in counter.told(CITIZEN)


def test_a_task_is_given_with_its_day_and_gone_when_undone(counter: Counter) -> None:
    counter.agent("tâche Marc Durand : changer l’ampoule avant vendredi")
    (task,) = counter.request()["tasks"]
    assert (task["title"], task["assignee"], task["state"]) == ("changer l’ampoule", "marc-durand", "open")
    assert task["due_at"].date().isoformat() == "2026-11-06"
    assert counter.told(ROADS_AGENT) == ["task_assigned"]
    counter.agent("annuler")
    assert [each["state"] for each in counter.request()["tasks"]] == ["canceled"]
    assert [row["state"] for row in counter.outbox("task_assigned")] == ["canceled"]


def test_a_ready_answer_is_sent_by_its_number_or_its_key_in_the_reader_s_language(counter: Counter) -> None:
    counter.agent("réponse 3")
    assert counter.outbox("answer", CITIZEN)[0]["data"]["text"] == "Comptez huit jours."
    counter.agent("réponse 4")
    assert counter.help() == "unknown_answer"
    counter.citizen(
        "Hello, a lamp of the gymnase Guimard is broken. Please repair it, thank you.", sender=NEIGHBOUR
    )
    counter.agent("réponse 3", about=2)
    assert counter.outbox("answer", NEIGHBOUR)[0]["data"]["text"] == "Eight days."


def test_two_answers_in_one_message_are_two_letters(counter: Counter) -> None:
    counter.agent("réponse 3\n\nBonjour Madame,\n\nVotre dossier est complet.")
    assert [row["data"]["text"] for row in counter.outbox("answer", CITIZEN)] == [
        "Comptez huit jours.", "Bonjour Madame,\n\nVotre dossier est complet.",
    ]  # fmt: skip


def test_a_request_is_shared_with_an_address_that_takes_part_from_then_on(counter: Counter) -> None:
    counter.agent("partager syndic@example.org, adjoint@example.org")
    # Who asked is nobody's business outside.
    with counter.desk.database.reading() as session:
        found = session.get_one(OutboundMessage, counter.outbox("copy", "syndic@example.org")[-1]["id"])
        shown = " ".join(reading_copy(session, found, counter.desk.settings, SIGNER).values())
    assert (
        "2026-00001" in shown and CITIZEN not in shown and "Petit" not in shown and "Demandeur" not in shown
    )
    assert [row["recipient"] for row in counter.outbox("copy")] == [
        "syndic@example.org",
        "adjoint@example.org",
    ]
    (opening, *_) = [each["id"] for each in counter.request()["entries"] if each["kind"] == "message_in"]
    assert {row["entry_id"] for row in counter.outbox("copy")} == {opening}
    counter.citizen("Nous passons jeudi.", sender="syndic@example.org", subject="Re: [2026-00001] Ampoule")
    assert "Nous passons jeudi." in [each["text"] for each in counter.request()["entries"]]


def test_two_orders_of_the_grammar_are_done_in_their_order(counter: Counter) -> None:
    counter.agent("- pris en charge\n- affecter à Marc Durand")
    request = counter.request()
    assert (request["state"], request["assignee"]) == ("taken", "marc-durand")


def test_a_number_alone_gives_no_lines(counter: Counter) -> None:
    # A telephone known by its number alone changes a state and nothing else: see the texts of agents.
    counter.agent("priorité haute", to="mairie@ville.test", subject="Re: [2026-00001] Ampoule")
    assert counter.column("priority") == "normal"


# --- Two requests become one ---------------------------------------------------------------------------


@pytest.fixture
def two(counter: Counter) -> Counter:
    counter.citizen("L'ampoule du gymnase Guimard est morte.", sender=NEIGHBOUR, name="Voisin")
    counter.deliver()
    counter.agent("fusionner 2026-00001", about=2)
    return counter


def test_a_joined_request_ends_and_its_requester_is_told_once(two: Counter) -> None:
    assert (two.state(2), two.column("merged_into_id", 2)) == ("done", two.column("id", 1))
    assert two.told(NEIGHBOUR) == ["acknowledgement", "merged"]
    assert two.told(CITIZEN) == ["acknowledgement"]
    assert [link["reference"] for link in two.request(1)["links"]] == ["2026-00002"]
    assert "L'ampoule du gymnase Guimard est morte." in [each["text"] for each in two.request(2)["entries"]]


def test_both_references_answer_and_both_requesters_hear_of_what_comes(two: Counter) -> None:
    two.citizen("Elle clignote aussi.", sender=NEIGHBOUR, subject="Re: [2026-00002] Ampoule")
    two.citizen("Toujours rien ?", to=two.address(2, NEIGHBOUR, Purpose.REQUESTER), sender=NEIGHBOUR)
    said = [each["text"] for each in two.request(2)["entries"]]
    assert "Elle clignote aussi." in said and "Toujours rien ?" in said
    # Whoever works on the one that goes on hears of it, and answers who wrote.
    assert {row["request_id"] for row in two.outbox("requester_reply")} == {two.column("id", 2)}

    two.agent("Pris en charge", about=2)

    assert (two.state(1), two.state(2)) == ("taken", "done")
    assert two.told(CITIZEN)[-1] == two.told(NEIGHBOUR)[-1] == "taken"
    (theirs,) = two.outbox("taken", NEIGHBOUR)
    assert theirs["request_id"] == two.column("id", 2)


def test_who_asked_for_both_is_read_at_the_one_that_goes_on(counter: Counter) -> None:
    counter.citizen("L'ampoule du gymnase Guimard est morte.", subject="Ampoule morte")
    counter.agent("fusionner 2026-00001", about=2)
    counter.citizen("Elle clignote aussi.", subject="Re: [2026-00002] Ampoule morte")
    counter.citizen("Toujours rien ?", to=counter.address(2, CITIZEN, Purpose.REQUESTER))
    said = [each["text"] for each in counter.request(1)["entries"]]
    assert "Elle clignote aussi." in said and "Toujours rien ?" in said
    assert {row["request_id"] for row in counter.outbox("requester_reply")} == {counter.column("id", 1)}


def test_what_is_written_to_one_requester_is_not_sent_to_the_other(two: Counter) -> None:
    two.agent("Bonjour Madame,\n\nDe quelle porte parlez-vous ?", about=1)
    assert two.told(CITIZEN)[-1] == "answer"
    assert two.told(NEIGHBOUR)[-1] == "merged"


@pytest.mark.parametrize("heard", [True, False])
def test_whoever_works_on_the_other_hears_that_joining_was_undone_if_they_heard_of_it(
    counter: Counter, heard: bool
) -> None:
    counter.agent("transférer à voirie", about=1)
    counter.citizen("L'ampoule du gymnase Guimard est morte.", sender=NEIGHBOUR, name="Voisin")
    counter.deliver()
    before = len(counter.outbox("note_added"))
    counter.agent("fusionner 2026-00001", about=2)
    if heard:
        counter.deliver()
    counter.agent("annuler", about=2)
    told = counter.outbox("note_added")[before:]
    assert {row["request_id"] for row in told} == {counter.column("id", 1)}
    said = [(row["state"], "n’est plus réunie" in row["data"]["text"]) for row in told]
    assert said == ([("sent", False), ("queued", True)] if heard else [("canceled", False)])


def test_joining_is_undone_within_the_hour(two: Counter) -> None:
    two.deliver()
    two.agent("annuler", about=2)
    # The signed address of the second answers for the first now; its own act is what is undone.
    assert (two.state(2), two.column("merged_into_id", 2)) == ("new", None)
    assert two.told(NEIGHBOUR)[-1] == "undone"
    assert two.outbox("undone")[-1]["data"]["joined"] is True
    assert two.request(1)["links"] == []


def test_one_person_s_two_requests_are_joined_without_a_word(counter: Counter) -> None:
    counter.citizen("L'ampoule du gymnase Guimard est toujours morte.", subject="Encore l'ampoule")
    counter.agent("fusionner avec la demande 1", about=2)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)
    assert "merged" not in counter.told(CITIZEN)
    counter.agent("Terminé", about=1)
    assert counter.told(CITIZEN).count("done") == 1


def test_nothing_joins_a_closed_request_nor_turns_in_a_circle(two: Counter) -> None:
    two.agent("fusionner 2026-00002", about=1)
    assert two.help() == "merged_already"
    two.citizen("La serrure du gymnase Guimard est cassée.", subject="Serrure")
    two.agent("Terminé", about=1)
    two.agent("fusionner 2026-00001", about=3)
    assert two.help() == "merge_closed"


def test_words_that_can_be_withdrawn_are_told_of_in_one_letter(counter: Counter) -> None:
    counter.agent("réponse : Bonjour, nous passons lundi.")
    assert counter.told(KEEPER)[-1:] == ["answer_waits"]
    assert counter.outbox("order_done", KEEPER) == []
    counter.agent("priorité haute\nréponse : Bonjour, finalement mardi.")
    assert sorted(counter.told(KEEPER)[-2:]) == ["answer_waits", "order_done"]


@pytest.mark.parametrize(
    ("text", "staying"),
    [
        ("réponse : Bonjour Madame, nous passons lundi.", ["Plan.docx", "Portail.mp4"]),
        ("réponse : Bonjour Madame, nous passons lundi, voyez ci-joint.", ["Portail.mp4"]),
        ("réponse : Bonjour Madame, nous passons lundi avec Plan.docx et la vidéo du portail.", []),
        ("terminé\n\nBonjour Madame, c’est réparé.", ["Plan.docx", "Portail.mp4"]),
    ],
)
def test_files_that_the_words_do_not_take_along_are_named_while_words_can_be_withdrawn(
    counter: Counter, text: str, staying: list[str]
) -> None:
    files = {
        "photo.jpg": noise(),
        "Plan.docx": b"PK\x03\x04 plan",
        "Portail.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 40,
    }
    counter.agent(text, files=files)
    (waits,) = counter.outbox("answer_waits", KEEPER)
    assert waits["data"]["staying"] == staying
    assert waits["data"]["state"] == ("terminée" if text.startswith("terminé") else "")
