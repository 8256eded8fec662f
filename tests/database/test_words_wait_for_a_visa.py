"""Words that need a manager's visa: the requester hears nothing before, its writer hears what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.check.organisation import check
from dispatch.delivery.reading_copy import reading_copy
from dispatch.history.actor import SYSTEM, Actor
from dispatch.history.change import Change
from dispatch.history.entries import files_of_entry, write_attachments, write_entry
from dispatch.history.request import lock_request
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.reminding import remind_visas
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.week import tell_week
from intake.message import ParsedAttachment
from models.organisation.canned import CannedAnswer
from models.organisation.directory import Absence
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.outbox import OutboundMessage
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole
from tests.counter import Counter
from tests.desk import SIGNER, Desk, sample
from tests.letters import ADMINISTRATOR, CITIZEN, PHOTO, ROADS_AGENT, ROADS_MANAGER

AGENT, MANAGER, NEIGHBOUR = ROADS_AGENT, ROADS_MANAGER, "luc@example.org"
PLAN = {"plan.pdf": b"%PDF-1.4 plan"}
READY = CannedAnswer.model_validate(
    {"key": "delai", "number": 3, "label": "Délai", "text": "Comptez huit jours."}
)
ANSWER = "Bonjour Madame,\n\nNous avons bien votre message, la pièce est commandée."


def change_organisation(desk: Desk, **agents: Any) -> None:
    """The roads want a visa, and there is a ready answer; agents by key get what is given."""
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        services = tuple(
            each.model_copy(update={"visa": each.key == "voirie"}) for each in organisation.services
        )
        staff = tuple(
            each.model_copy(update=agents.get(each.key.replace("-", "_"), {})) for each in organisation.agents
        )
        new = organisation.model_copy(update={"services": services, "agents": staff, "answers": (READY,)})
        apply(session, new, by="a test", note="", now=desk.clock())


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    change_organisation(desk)
    made = Counter(desk)
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    assert made.request()["service"] == "voirie"
    made.deliver()
    yield made
    desk.close()


def say(counter: Counter, text: str, who: str = AGENT, **more: Any) -> int:
    return counter.agent(text, agent=who, **more)


def visa(counter: Counter) -> str:
    return str(counter.outbox("visa_asked")[-1]["data"]["visa"])


def letter(counter: Counter, notice: str) -> str:
    """The newest letter of that name, as its reader has it."""
    with counter.desk.database.transaction() as session:
        row = session.get(OutboundMessage, counter.outbox(notice)[-1]["id"])
        assert row is not None
        return reading_copy(session, row, counter.desk.settings, SIGNER)["text"]


def test_the_letters_show_the_words_that_are_to_be_released_and_those_that_were(counter: Counter) -> None:
    say(counter, ANSWER)
    assert "la pièce est commandée" in letter(counter, "visa_asked")
    assert "la pièce est commandée" in letter(counter, "visa_told")
    say(counter, "corriger : Bonjour Madame,\n\nLa pièce arrive mardi.", MANAGER)
    assert "La pièce arrive mardi." in letter(counter, "visa_told")


def test_an_answer_waits_and_a_word_of_the_manager_sends_it(counter: Counter) -> None:
    taken = say(counter, ANSWER)
    assert counter.outcome(taken) == "command: an answer that waits for a visa"
    assert counter.told(CITIZEN) == ["acknowledgement"]
    (asked,) = counter.outbox("visa_asked")
    assert asked["recipient"] == MANAGER
    assert asked["data"]["text"] == ANSWER
    assert counter.outbox("visa_told")[-1]["data"]["outcome"] == "asked"

    say(counter, "viser", MANAGER)
    (answer,) = counter.outbox("answer", CITIZEN)
    assert answer["data"]["text"] == ANSWER
    told = counter.outbox("visa_told", AGENT)[-1]["data"]
    assert (told["outcome"], told["by"]) == ("given", ["Inès Leroy"])
    # Signed by who wrote it, in the history with how that is known.
    entry = next(each for each in counter.request()["entries"] if each["kind"] == "message_out")
    assert entry["person"] == "Marc Durand"
    say(counter, "viser", MANAGER)
    assert counter.help(MANAGER) == "no_visa"


def test_handing_the_request_to_a_service_without_visas_frees_its_agent_of_none(counter: Counter) -> None:
    say(counter, "affecter à état civil")
    assert counter.request()["service"] == "etat-civil"
    taken = say(counter, ANSWER)
    assert counter.outcome(taken) == "command: a request that is no longer theirs: a note"
    assert counter.outbox("answer", CITIZEN) == []
    assert counter.outbox("visa_asked") == []


def test_a_correction_is_sent_whole_in_its_place(counter: Counter) -> None:
    say(counter, ANSWER)
    better = "Bonjour Madame,\n\nLa pièce arrive jeudi.\n\nNous passons vendredi."
    say(counter, f"corriger {visa(counter)} : {better}", MANAGER, subject=f"corriger {visa(counter)}")
    assert counter.outbox("answer", CITIZEN)[0]["data"]["text"] == better
    told = counter.outbox("visa_told", AGENT)[-1]["data"]
    assert (told["outcome"], told["text"]) == ("corrected", better)


def test_what_is_sent_back_does_not_leave_and_its_writer_reads_why(counter: Counter) -> None:
    say(counter, ANSWER)
    say(counter, f"ne pas viser {visa(counter)} : dites quel jour", MANAGER)
    assert counter.told(CITIZEN) == ["acknowledgement"]
    told = counter.outbox("visa_told", AGENT)[-1]["data"]
    assert (told["outcome"], told["why"]) == ("returned", "dites quel jour")


def test_a_change_of_state_waits_with_the_words_that_explain_it(counter: Counter) -> None:
    say(counter, "refusé : cette rue relève du département, écrivez-lui.")
    assert counter.state() == "new"
    assert counter.outbox("visa_asked")[-1]["data"]["state"] == "refused"
    say(counter, "viser", MANAGER)
    assert counter.state() == "refused"
    (refused,) = counter.outbox("refused", CITIZEN)
    assert refused["data"]["comment"] == "cette rue relève du département, écrivez-lui."
    # The manager's hour: the letter has not left, the request is as it was, and the words wait for a visa.
    say(counter, "annuler", MANAGER)
    assert (counter.state(), counter.outbox("refused", CITIZEN)[0]["state"]) == ("new", "canceled")
    assert "À viser de nouveau" in counter.outbox("order_done", MANAGER)[-1]["data"]["lines"]
    say(counter, "viser", MANAGER)
    assert (counter.state(), counter.outbox("refused", CITIZEN)[-1]["state"]) == ("refused", "queued")
    counter.desk.clock.pass_seconds(180)
    counter.deliver()
    say(counter, "annuler", MANAGER)
    assert (counter.state(), counter.help(MANAGER)) == ("refused", "undo_left")


def test_a_state_that_cannot_be_reached_any_more_leaves_the_words_waiting(counter: Counter) -> None:
    say(counter, "refusé : cette rue relève du département, écrivez-lui.")
    say(counter, "Terminé", MANAGER)
    say(counter, "viser", MANAGER)
    assert counter.state() == "done"
    assert counter.outbox("refused") == []
    assert counter.help(MANAGER) == "not_from_here"
    say(counter, "ne pas viser", MANAGER)
    assert counter.outbox("visa_told", AGENT)[-1]["data"]["outcome"] == "returned"


def test_several_lines_wait_as_one_and_a_bare_order_does_not(counter: Counter) -> None:
    say(counter, "pris en charge\npriorité haute\n\n" + ANSWER)
    assert (counter.state(), counter.column("priority")) == ("taken", "high")
    assert counter.outbox("answer") == []
    assert counter.outbox("visa_asked")[-1]["data"]["text"] == ANSWER
    say(counter, ANSWER.replace("la pièce", "une pièce"))
    say(counter, "viser", MANAGER)
    assert counter.help(MANAGER) == "which_visa"
    say(counter, f"viser {visa(counter)}", MANAGER)
    assert "une pièce" in counter.outbox("answer")[0]["data"]["text"]


def test_nobody_gives_a_visa_to_themselves_and_managers_need_none(counter: Counter) -> None:
    say(counter, ANSWER)
    say(counter, "viser")
    assert counter.help(AGENT) == "visa_not_yours"
    assert counter.outbox("answer") == []
    say(counter, ANSWER, MANAGER)
    assert len(counter.outbox("answer", CITIZEN)) == 1


def test_its_writer_takes_it_back_by_annuler(counter: Counter) -> None:
    say(counter, ANSWER)
    taken = say(counter, "annuler")
    assert counter.outcome(taken) == "command: undone: words that waited for a visa"
    say(counter, "viser", MANAGER)
    assert counter.help(MANAGER) == "no_visa"
    assert counter.told(CITIZEN) == ["acknowledgement"]


def test_when_the_manager_is_away_somebody_else_is_asked_and_may_give_it(counter: Counter) -> None:
    away = Absence.model_validate({"from": date(2026, 11, 1), "until": date(2026, 11, 30)})
    change_organisation(counter.desk, ines_leroy={"absences": (away,), "deputy": None})
    say(counter, ANSWER)
    asked = {row["recipient"] for row in counter.outbox("visa_asked")}
    assert MANAGER not in asked
    assert ADMINISTRATOR in asked
    say(counter, "viser", ADMINISTRATOR)
    assert len(counter.outbox("answer", CITIZEN)) == 1


def morning(counter: Counter) -> int:
    """What waits is asked about again; how many visas that were."""
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        return remind_visas(session, in_force, counter.desk.clock(), ("email",))


def test_what_waits_is_asked_again_each_working_morning_and_handed_on(counter: Counter) -> None:
    say(counter, ANSWER, files=PLAN)
    assert morning(counter) == 0
    counter.desk.clock.pass_seconds(24 * 3600)
    assert (morning(counter), morning(counter)) == (1, 0)
    reminded = counter.outbox("visa_asked", MANAGER)
    assert [row["data"]["reminder"] for row in reminded] == [False, True]
    assert counter.outbox("visa_asked", ADMINISTRATOR) == []
    counter.desk.clock.pass_seconds(24 * 3600)
    assert morning(counter) == 1
    # With the file that goes with the words.
    assert [len(row["attachment_ids"]) for row in counter.outbox("visa_asked", ADMINISTRATOR)] == [1]
    say(counter, "viser", MANAGER)
    counter.desk.clock.pass_seconds(24 * 3600)
    assert morning(counter) == 0


def test_whoever_is_asked_in_the_place_of_a_manager_is_not_asked_twice_in_one_morning(
    counter: Counter,
) -> None:
    away = Absence.model_validate({"from": date(2026, 11, 1), "until": date(2026, 11, 30)})
    change_organisation(counter.desk, ines_leroy={"absences": (away,), "deputy": None})
    say(counter, ANSWER)
    counter.desk.clock.pass_seconds(48 * 3600)
    assert morning(counter) == 1
    asked = [row["data"]["reminder"] for row in counter.outbox("visa_asked", ADMINISTRATOR)]
    assert asked == [False, True]


def test_words_kept_and_then_sent_wait_too_but_what_the_town_wrote_does_not(counter: Counter) -> None:
    say(counter, "La pièce est commandée chez le fournisseur habituel.")
    assert counter.help(AGENT).startswith("kept")
    say(counter, "envoyer")
    assert counter.outbox("answer") == []
    say(counter, "envoyer")
    assert counter.help(AGENT) == "nothing_kept"
    assert len(counter.outbox("visa_asked")) == 1
    say(counter, "réponse 3")
    (answer,) = counter.outbox("answer", CITIZEN)
    assert answer["data"]["text"] == READY.text.fr
    assert len(counter.outbox("visa_asked")) == 1


def test_a_visa_that_nobody_could_give_is_an_error_of_the_file() -> None:
    town = sample()
    services = tuple(each.model_copy(update={"visa": each.key == "voirie"}) for each in town.services)
    nobody = tuple(each.model_copy(update={"role": "agent"}) for each in town.agents)
    wrong = check(town.model_copy(update={"services": services, "agents": nobody}))
    assert any("no manager or administrator can give it" in each.message for each in wrong)
    assert not any("visa" in each.message for each in check(town.model_copy(update={"services": services})))


def test_who_stands_in_for_a_manager_does_not_release_their_own_words(counter: Counter) -> None:
    away = Absence.model_validate({"from": date(2026, 11, 1), "until": date(2026, 11, 30)})
    change_organisation(counter.desk, ines_leroy={"absences": (away,), "deputy": "marc-durand"})
    say(counter, ANSWER)
    # Somebody else is asked, and only they may give it.
    assert {row["recipient"] for row in counter.outbox("visa_asked")} == {ADMINISTRATOR}
    say(counter, "viser")
    assert counter.help(AGENT) == "visa_not_yours"
    assert counter.outbox("answer") == []


def test_a_visa_of_a_joined_request_is_for_the_managers_of_its_own_service(counter: Counter) -> None:
    say(counter, ANSWER)
    counter.citizen("Je voudrais vous parler d'une affaire.", subject="Affaire", sender=NEIGHBOUR)
    assert counter.request(2)["service"] != "voirie"
    head = counter.request(2)["service"] or sample().town.default_service
    assert "ines-leroy" not in [each.key for each in sample().managers_of(head)]
    counter.agent("fusionner 2026-00002", about=1, agent=ADMINISTRATOR)
    assert counter.column("merged_into_id", 1) == counter.column("id", 2)
    say(counter, f"viser {visa(counter)}", MANAGER, about=2)
    assert len(counter.outbox("answer", CITIZEN)) == 1


def test_a_visa_is_decided_once_and_only_what_was_done_is_confirmed(counter: Counter) -> None:
    say(counter, ANSWER)
    number = visa(counter)
    say(counter, f"ne pas viser {number}\nviser {number}", MANAGER)
    assert counter.outbox("answer") == []
    assert [row["data"]["outcome"] for row in counter.outbox("visa_told", AGENT)] == ["asked", "returned"]
    assert counter.help(MANAGER) == "no_visa"
    assert counter.outbox("order_done", MANAGER)[-1]["data"]["lines"] == ["Renvoyée à qui l’a écrite"]


def test_two_visas_that_one_message_asks_for_are_two_notices(counter: Counter) -> None:
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        request = lock_request(session, in_force, counter.column("id"))
        actor = Actor(ActorRole.AGENT, counter.person(AGENT), "Marc Durand")
        change = Change(session, in_force, request, actor, "inbound:7", counter.desk.clock())
        asked = [ask_visa(change, ANSWER), ask_visa(change, ANSWER + " Bien à vous.")]
    assert [row["data"]["visa"] for row in counter.outbox("visa_asked", MANAGER)] == asked
    assert [row["data"]["visa"] for row in counter.outbox("visa_told", AGENT)] == asked


def test_annuler_undoes_what_came_after_the_words_that_wait(counter: Counter) -> None:
    say(counter, ANSWER)
    counter.desk.clock.pass_seconds(60)
    say(counter, "priorité haute")
    say(counter, "annuler")
    assert counter.column("priority") == "normal"
    say(counter, "annuler")
    say(counter, "viser", MANAGER)
    assert counter.help(MANAGER) == "no_visa"


def test_what_was_sent_back_waits_again_when_that_is_undone(counter: Counter) -> None:
    say(counter, "Pris en charge", MANAGER)
    say(counter, ANSWER)
    say(counter, f"ne pas viser {visa(counter)} : dites quel jour", MANAGER)
    counter.deliver()
    say(counter, "annuler", MANAGER)
    # Not the state, which the manager changed before; whoever was told that it came back hears of it.
    assert counter.state() == "taken"
    assert "a annulé" in counter.outbox("note_added", AGENT)[-1]["data"]["text"]
    say(counter, "viser", MANAGER)
    assert counter.outbox("answer", CITIZEN)[0]["data"]["text"] == ANSWER
    say(counter, "annuler")
    assert counter.help(AGENT) == "undo_newer"


def test_one_message_is_one_undo_though_its_words_wait(counter: Counter) -> None:
    say(counter, "priorité haute\n\n" + ANSWER)
    say(counter, "annuler")
    assert counter.column("priority") == "normal"
    say(counter, "viser", MANAGER)
    assert counter.help(MANAGER) == "no_visa"
    say(counter, "priorité haute\n\n" + ANSWER)
    counter.desk.clock.pass_seconds(3601)
    say(counter, "annuler")
    assert (counter.column("priority"), counter.help(AGENT)) == ("high", "undo_late")
    # Words that were all of a message are their writer's as long as they wait.
    say(counter, ANSWER.replace("la pièce", "une pièce"))
    last = visa(counter)
    counter.desk.clock.pass_seconds(3601)
    assert counter.outcome(say(counter, "annuler")) == "command: undone: words that waited for a visa"
    say(counter, f"viser {last}", MANAGER)
    assert counter.help(MANAGER) == "no_visa"


def test_a_verb_that_waits_leaves_the_state_to_the_lines_after_it(counter: Counter) -> None:
    say(counter, "refusé : cette rue relève du département, écrivez-lui.\npris en charge")
    assert counter.state() == "taken"
    assert counter.outbox("visa_asked")[-1]["data"]["state"] == "refused"


def joined(counter: Counter) -> None:
    """A neighbour reports the same, and is joined."""
    counter.citizen(
        "Bonjour, lampadaire éteint rue du Moulin, on ne voit rien.", sender=NEIGHBOUR, name="Luc Moreau"
    )
    counter.agent("fusionner 2026-00001", about=2, agent=MANAGER)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)


def test_words_for_all_wait_too_and_a_correction_of_them_names_nobody(counter: Counter) -> None:
    joined(counter)
    say(counter, "à tous : l'ampoule est commandée.")
    number = visa(counter)
    say(counter, f"corriger {number} : comme l'a dit Moreau, elle arrive jeudi.", MANAGER)
    assert counter.help(MANAGER) == "names_people"
    assert counter.outbox("answer") == []
    say(counter, f"corriger {number} : elle arrive jeudi.", MANAGER)
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN, NEIGHBOUR]


def test_words_sent_to_one_wait_again_before_all_have_them(counter: Counter) -> None:
    joined(counter)
    say(counter, ANSWER)
    say(counter, "viser", MANAGER)
    say(counter, "à tous")
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN]
    # Its writer is told that the words wait, and of nothing that was done.
    assert counter.outbox("order_done", AGENT) == []
    assert [row["data"]["outcome"] for row in counter.outbox("visa_told", AGENT)][-1] == "asked"
    say(counter, "viser", MANAGER)
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN, NEIGHBOUR]
    say(counter, "à tous")
    assert counter.help(AGENT) == "nothing_kept"


def test_only_words_that_leave_are_said_to_be_sent(counter: Counter) -> None:
    say(counter, f"priorité haute\nréponse : {ANSWER}")
    assert counter.outbox("order_done", AGENT)[-1]["data"]["lines"] == ["Priorité\u00a0: haute"]
    say(counter, "viser", MANAGER)
    say(counter, f"priorité basse\nréponse : {ANSWER} Bien à vous.", MANAGER)
    lines = counter.outbox("order_done", MANAGER)[-1]["data"]["lines"]
    assert lines == ["Priorité\u00a0: basse", "Réponse envoyée"]


def test_a_correction_does_not_hold_what_another_requester_wrote(counter: Counter) -> None:
    theirs = "ma voisine du deuxième laisse ses poubelles dans la cour depuis trois semaines"
    counter.citizen(f"Nid de poule. {theirs}, rue du Moulin.", sender=NEIGHBOUR, subject="Voirie")
    counter.agent("note : vu", about=2, agent=MANAGER)
    say(counter, ANSWER)
    say(counter, f"corriger {visa(counter)} : Bonjour, {theirs}.", MANAGER)
    assert counter.help(MANAGER) == "words_of_other"
    assert counter.outbox("answer", CITIZEN) == []


def test_all_are_sent_the_files_of_words_for_all(counter: Counter) -> None:
    joined(counter)
    say(counter, "à tous : voici le plan des travaux.", files=PLAN)
    say(counter, "viser", MANAGER)
    answers = counter.outbox("answer")
    assert [row["recipient"] for row in answers] == [CITIZEN, NEIGHBOUR]
    assert all(len(row["attachment_ids"]) == 1 for row in answers)


def test_logos_and_what_was_copied_for_all_to_see_do_not_leave_with_words(counter: Counter) -> None:
    with counter.desk.database.transaction() as session:
        number = counter.column("id")
        entry = write_entry(session, number, EntryKind.NOTE, SYSTEM, counter.desk.clock(), text="x")
        files = [
            ParsedAttachment("logo.png", "logo.png", "image/png", 1, "a" * 64, None, decorative=True),
            ParsedAttachment("rue.heic", "rue.heic", "image/heic", 1, "b" * 64, None),
            ParsedAttachment("rue.jpg", "rue.jpg", "image/jpeg", 1, "c" * 64, None, derived_from="b" * 64),
        ]
        leaving = write_attachments(session, number, entry, files)
        assert len(leaving) == 1
        assert files_of_entry(session, entry) == leaving


def test_a_picture_with_an_order_alone_stays_inside_as_its_words_would_wait(counter: Counter) -> None:
    """A whole letter may stand in a picture."""
    say(counter, "planifié 12/12/2026", files={"lettre.jpg": PHOTO})
    assert counter.state() == "planned"
    (with_file,) = [each for each in counter.request()["entries"] if each["kind"] == "attachment"]
    assert not with_file["public"]
    (told,) = counter.outbox("state_changed", CITIZEN) or counter.outbox("planned", CITIZEN)
    assert told["attachment_ids"] == []


def test_the_list_of_the_week_shows_words_that_wait_and_a_line_of_its_answer_releases_them(
    counter: Counter,
) -> None:
    say(counter, ANSWER)
    number = visa(counter)
    with counter.desk.database.transaction() as session:
        known = Organisations().current(session).in_force
        tell_week(session, known, counter.desk.clock())
    row = counter.outbox("week", MANAGER)[-1]
    (line,) = row["data"]["visas"]
    assert (line["visa"], row["data"]["visas_total"]) == (int(number), 1)
    assert "la pièce est commandée" in line["words"]
    assert f"visa n° {number}" in letter(counter, "week").replace("\xa0", " ")
    until = counter.desk.clock() + timedelta(days=400)
    to = f"demandes+{SIGNER.sign(Purpose.LIST, row['id'], row['person_id'], until)}@ville.test"
    say(counter, f"2026-00001 viser {number}", MANAGER, to=to)
    (answer,) = counter.outbox("answer", CITIZEN)
    assert answer["data"]["text"] == ANSWER
    assert counter.outbox("list_done", MANAGER)[-1]["data"]["lines"][0]["done"]
