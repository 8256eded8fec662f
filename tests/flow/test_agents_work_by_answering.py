"""Agents answer the notice they were sent: orders, answers, notes, and what is not understood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.settings.settings import Settings
from tests.flow.conftest import Founder
from tests.letters import CITIZEN, KEEPER, PHOTO, ROADS, ROADS_AGENT, ROADS_MANAGER, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts, wait_until


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Bonjour,\n\nUne ampoule est cassée au gymnase Guimard.\n\nJeanne"))
    return town.world.to(KEEPER)[0]


def test_pris_en_charge_takes_the_request_and_the_requester_is_told(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Pris en charge"))

    assert town.request()["state"] == "taken"
    assert town.states() == ["new_request", "command"]
    assert town.told()[2:] == [("taken", CITIZEN)]
    assert "prise en charge" in town.world.to(CITIZEN)[1].text


def test_termine_closes_it_with_its_comment_and_without_the_quoted_history(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "Terminé. L'ampoule est changée, merci de nous avoir prévenus !"))

    request = town.request()
    assert request["state"] == "done"
    assert texts(request, "state") == ["L'ampoule est changée, merci de nous avoir prévenus !"]
    assert len(texts(request, "message_in")) == 1
    assert not any("a écrit" in entry["text"] for entry in request["entries"])
    done = town.world.to(CITIZEN)[1]
    assert "L'ampoule est changée" in done.text.replace("’", "'")
    assert "pris en charge" not in done.text.lower()


def test_a_photo_sent_with_termine_travels_on_to_the_requester(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Terminé, voir la photo.", files={"après.jpg": PHOTO}))
    done = town.world.to(CITIZEN)[1]
    assert list(done.files.values()) == [PHOTO]


def test_a_plain_answer_is_public_and_reaches_the_requester(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Bonjour Madame,\n\nEst-ce dans l'entrée ou dans la salle ?\n\nKarim Benali"))

    request = town.request()
    assert request["state"] == "new"
    (said,) = texts(request, "message_out")
    assert "Est-ce dans l'entrée" in said
    assert "Une ampoule est cassée" not in said
    question = town.world.to(CITIZEN)[1]
    assert "Est-ce dans l'entrée" in question.text.replace("’", "'")
    assert question.header("Auto-Submitted") == ""
    acknowledgement = town.world.to(CITIZEN)[0]
    assert acknowledgement.header("Message-ID") in question.header("References")


def test_a_mail_that_is_only_an_order_publishes_no_message(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "pris en charge\n\nCordialement,\nKarim"))
    assert texts(town.request(), "message_out") == []
    # Once: the closing of the letter; what the agent wrote below the order is not repeated.
    assert town.world.to(CITIZEN)[1].text.count("Cordialement") == 1


def test_a_name_below_an_order_is_no_comment_for_the_requester(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "ok je m'en occupe\n\nKarim"))
    assert town.request()["state"] == "taken"
    # Once: the letter names who has it in hand (CRPA L111-2).
    assert town.world.to(CITIZEN)[1].text.count("Karim") == 1


def test_an_unknown_verb_sends_help_to_the_agent_and_nothing_to_the_requester(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "#terminator"))

    assert town.request()["state"] == "new"
    assert town.states() == ["new_request", "command"]
    assert town.told()[2:] == [("command_help", KEEPER)]
    assert "pris en charge" in town.world.to(KEEPER)[1].text


def test_a_verb_that_needs_a_comment_without_one_changes_nothing(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Refusé"))
    assert town.request()["state"] == "new"
    assert town.told()[2:] == [("command_help", KEEPER)]


def test_a_note_stays_inside(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Note : la clé est chez la gardienne."))

    assert texts(town.request(), "note") == ["la clé est chez la gardienne."]
    assert len(town.world.to(CITIZEN)) == 1


def test_an_answer_to_an_internal_notice_only_ever_makes_a_note(town: Town, notice: Delivered) -> None:
    """Even an order in it is a note: that address cannot do more."""
    town.send(answer(notice, "transférer à voirie"))
    (given,) = town.world.to(ROADS_MANAGER) + town.world.to(ROADS_AGENT)
    other = ROADS_MANAGER if given.recipients == (ROADS_MANAGER,) else ROADS_AGENT
    town.send(answer(notice, "Note : vu sur place."))
    (internal,) = [each for each in town.world.to(other) if "vu sur place" in each.text]

    before = len(town.world.to(CITIZEN))
    town.send(answer(internal, "Terminé, merci"))

    assert town.request()["state"] == "new"
    assert texts(town.request(), "note")[-1].startswith("Terminé")
    assert len(town.world.to(CITIZEN)) == before


def test_transferring_to_a_service_gives_it_to_that_service_and_tells_it(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "transférer à voirie"))

    request = town.request()
    assert request["service"] == "voirie"
    assert request["assignee"] in ("marc-durand", "ines-leroy")
    assert town.told()[2][0] == "assigned"
    assert town.told()[2][1] in (ROADS_AGENT, ROADS_MANAGER)


def test_an_agent_of_the_service_may_answer_what_was_sent_to_its_mailbox(found_town: Founder) -> None:
    """Who reads the shared mailbox answers from an address of their own."""
    town = found_town()
    organisation = town.organisation()
    nobody_chosen = organisation.model_copy(
        update={
            "services": tuple(
                service.model_copy(update={"assignment": "none"}) for service in organisation.services
            )
        }
    )
    town.change_organisation(nobody_chosen)
    town.send(write("Un lampadaire est en panne rue des Écoles."))
    (notice,) = town.world.to(ROADS)

    town.send(answer(notice, "Pris en charge", sender=ROADS_AGENT))

    request = town.request()
    assert (request["state"], request["assignee"]) == ("taken", "marc-durand")


def test_a_service_without_a_mailbox_or_manager_of_its_own_tells_its_agents(found_town: Founder) -> None:
    town = found_town()
    organisation = town.organisation()
    changed = organisation.model_copy(
        update={
            "services": tuple(
                service.model_copy(update={"assignment": "none", "email": None})
                for service in organisation.services
            ),
            "agents": tuple(
                agent.model_copy(update={"services": ()}) if agent.key == "ines-leroy" else agent
                for agent in organisation.agents
            ),
        }
    )
    town.change_organisation(changed)
    town.send(write("Un lampadaire est en panne rue des Écoles."))
    (notice,) = town.world.to(ROADS_AGENT)
    assert town.world.to(ROADS_MANAGER) == []
    town.send(answer(notice, "Je prends"))
    assert (town.request()["state"], town.request()["assignee"]) == ("taken", "marc-durand")


def test_the_mailbox_of_a_service_may_order_too(found_town: Founder) -> None:
    town = found_town()
    organisation = town.organisation()
    town.change_organisation(
        organisation.model_copy(
            update={
                "services": tuple(
                    service.model_copy(update={"assignment": "none"}) for service in organisation.services
                )
            }
        )
    )
    town.send(write("Un lampadaire est en panne rue des Écoles."))

    town.send(answer(town.world.to(ROADS)[0], "Terminé, remplacé"))

    assert town.request()["state"] == "done"


def test_an_agent_of_another_service_may_not_use_that_mailbox_s_reply_address(found_town: Founder) -> None:
    town = found_town()
    organisation = town.organisation()
    town.change_organisation(
        organisation.model_copy(
            update={
                "services": tuple(
                    service.model_copy(update={"assignment": "none"}) for service in organisation.services
                )
            }
        )
    )
    town.send(write("Un lampadaire est en panne rue des Écoles."))

    town.send(answer(town.world.to(ROADS)[0], "Terminé, remplacé", sender=KEEPER))

    assert town.request()["state"] == "new"
    assert texts(town.request(), "note") == ["Terminé, remplacé"]
    assert ("command_help", KEEPER) in town.told()


@pytest.mark.parametrize("text", ["", "ok", "Bien reçu, merci", "Bonjour,\n\n\nCordialement\nKarim"])
def test_an_answer_that_says_nothing_reaches_nobody_but_its_writer(
    town: Town, notice: Delivered, text: str
) -> None:
    """Above all the notice quoted below it, written for staff, must not reach the requester."""
    town.send(answer(notice, text))

    assert town.told()[2:] == [("command_help", KEEPER)]
    assert len(town.world.to(CITIZEN)) == 1
    assert texts(town.request(), "message_out") == []


@pytest.mark.parametrize(("text", "state"), [("Voici ce que je sais.", "new"), ("Pris en charge", "taken")])
def test_a_notice_that_is_not_marked_as_quoted_is_never_sent_on(
    town: Town, notice: Delivered, text: str, state: str
) -> None:
    """Some clients put the old message below without a word; an order above it still counts."""
    letter = answer(notice, "")
    letter.set_content(f"{text}\n\n{notice.text}")
    town.send(letter)

    assert town.request()["state"] == state
    assert not any("Pour agir" in each.text for each in town.world.to(CITIZEN))
    assert ("answer", CITIZEN) not in town.told()


def test_words_that_speak_to_nobody_are_kept_and_one_word_sends_them(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "La rue est étroite, le camion ne passe pas.", files={"rue.jpg": PHOTO}))

    assert town.told()[2:] == [("command_help", KEEPER)]
    assert texts(town.request(), "note") == ["La rue est étroite, le camion ne passe pas."]
    asked = town.world.to(KEEPER)[1]
    assert "envoyer" in asked.text and "note" in asked.text
    assert "La rue est étroite" in asked.text

    town.send(answer(asked, "envoyer"))

    sent = town.world.to(CITIZEN)[1]
    assert "La rue est étroite, le camion ne passe pas." in sent.text
    assert list(sent.files.values()) == [PHOTO]
    town.send(answer(asked, "envoyer"))
    assert len(town.world.to(CITIZEN)) == 2


def test_kept_words_stay_kept_when_their_writer_says_note(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Alain, tu peux regarder ? Le demandeur râle encore."))
    town.send(answer(town.world.to(KEEPER)[1], "note"))
    assert len(town.world.to(CITIZEN)) == 1
    assert len(texts(town.request(), "note")) == 1


def test_a_remark_behind_an_order_never_leaks(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Pris en charge. Attention chien méchant chez ce monsieur."))

    assert town.request()["state"] == "taken"
    assert not any("chien" in letter.text for letter in town.world.to(CITIZEN))
    assert any("chien" in text for text in texts(town.request(), "note"))


def test_what_is_marked_as_an_answer_is_sent_whatever_it_says(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Réponse : le camion ne passe pas, nous revenons à pied."))
    assert "nous revenons à pied" in town.world.to(CITIZEN)[1].text


def test_an_order_with_a_limit_changes_nothing_and_its_writer_is_asked(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Terminé à moitié"))

    assert town.request()["state"] == "new"
    assert town.told()[2:] == [("command_help", KEEPER)]
    assert "terminé" in town.world.to(KEEPER)[1].text


def test_a_waiting_for_a_part_asks_nothing_of_the_requester(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "En attente : pièce commandée chez le fournisseur"))

    assert town.request()["state"] == "waiting-internal"
    told = town.world.to(CITIZEN)[1]
    assert "vous n’avez rien à faire" in told.text
    assert "réponse de votre part" not in told.text


def test_a_duplicate_joins_the_other_request(town: Town, notice: Delivered) -> None:
    town.send(write("L'ampoule du gymnase Guimard est morte.", sender="voisin@example.org", name="Voisin"))
    first, second = (row["reference"] for row in town.requests())
    town.send(answer(town.world.to(KEEPER)[1], f"doublon de {first}"))

    assert town.request(second)["state"] == "done"
    assert [link["reference"] for link in town.request(second)["links"]] == [first]
    assert "déjà été signalé" in town.world.to("voisin@example.org")[1].text


def test_published_words_wait_and_one_word_withdraws_them(found_town: Founder) -> None:
    town = found_town(agents={"publish_delay_seconds": 3600})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.post(answer(town.world.to(KEEPER)[0], "Bonjour Madame,\n\nDe quelle porte parlez-vous ?"))
    wait_until(lambda: len(town.world.to(KEEPER)) == 2, "no copy came")
    copy = town.world.to(KEEPER)[1]
    assert "De quelle porte" in copy.text and "annuler" in copy.text
    assert [row["state"] for row in town.notices() if row["notice"] == "answer"] == ["queued"]

    town.send(answer(copy, "annuler"))

    assert [row["state"] for row in town.notices() if row["notice"] == "answer"] == ["canceled"]
    assert len(town.world.to(CITIZEN)) == 1
    told = town.world.to(KEEPER)[2].text
    assert "n’est pas parti" in told and "C’est annulé" in town.world.to(KEEPER)[2].header("Subject")
    (entry,) = [each for each in town.request()["entries"] if "De quelle porte" in each["text"]]
    assert (entry["public"], entry["withdrawn"]) == (False, True)
    assert [each["kind"] for each in town.request()["entries"] if each["withdrawn"]] == ["message_out"]


@pytest.mark.parametrize("said", ["Ne pas envoyer", "non", "note", "Attends !"])
def test_whoever_says_that_words_must_not_leave_keeps_them_from_leaving(
    found_town: Founder, said: str
) -> None:
    """The words of the button itself, above all."""
    town = found_town(agents={"publish_delay_seconds": 3600})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.post(answer(town.world.to(KEEPER)[0], "Bonjour Madame,\n\nDe quelle porte parlez-vous ?"))
    wait_until(lambda: len(town.world.to(KEEPER)) == 2, "no copy came")

    town.send(answer(town.world.to(KEEPER)[1], said))

    assert [row["state"] for row in town.notices() if row["notice"] == "answer"] == ["canceled"]
    assert "n’est pas parti" in town.world.to(KEEPER)[2].text


def test_a_verb_is_undone_with_its_words_and_the_requester_who_was_told_of_none_hears_nothing(
    found_town: Founder,
) -> None:
    town = found_town(agents={"publish_delay_seconds": 3600})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.post(
        answer(
            notice, "Terminé. L'ampoule est changée, merci de nous avoir prévenus !", files={"a.jpg": PHOTO}
        )
    )
    wait_until(lambda: len(town.world.to(KEEPER)) == 2, "no copy came")

    town.send(answer(town.world.to(KEEPER)[1], "annuler"))

    request = town.request()
    assert request["state"] == "new"
    taken = [each for each in request["entries"] if each["withdrawn"]]
    assert {each["kind"] for each in taken} == {"state", "attachment"}
    assert [each for each in request["entries"] if each["public"]] == request["entries"][:1]
    told = town.world.to(KEEPER)[2].text
    assert "État\u00a0: nouvelle" in told and "n’est pas parti" in told
    assert len(town.world.to(CITIZEN)) == 1


def test_a_state_told_by_mistake_is_put_right_in_the_requester_s_mailbox(
    town: Town, notice: Delivered
) -> None:
    town.send(answer(notice, "Terminé"))
    town.send(answer(notice, "annuler"))

    assert town.request()["state"] == "new"
    told = town.world.to(CITIZEN)[-1]
    assert "erreur" in told.header("Subject")
    assert "«\u00a0terminée\u00a0»" in told.text and "enregistrée, pas encore prise en charge" in told.text
    assert "que c’était une erreur" in town.world.to(KEEPER)[-1].text


@pytest.mark.parametrize(("seconds", "said"), [(30, "dans 30\u00a0secondes"), (120, "dans 2\u00a0minutes")])
def test_the_moment_before_an_answer_leaves_is_told_as_it_is(
    found_town: Founder, seconds: int, said: str
) -> None:
    town = found_town(agents={"publish_delay_seconds": seconds})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.post(answer(town.world.to(KEEPER)[0], "Bonjour Madame,\n\nDe quelle porte parlez-vous ?"))
    wait_until(lambda: len(town.world.to(KEEPER)) == 2, "no copy came")
    copy = town.world.to(KEEPER)[1]
    assert said in copy.text and said in copy.header("Subject")
    (waiting,) = [row for row in town.notices() if row["notice"] == "answer"]
    assert waiting["next_attempt_at"] - waiting["created_at"] == timedelta(seconds=seconds)


def test_a_town_that_sets_nothing_gives_its_agents_two_minutes() -> None:
    assert Settings.model_validate({}).agents.publish_delay_seconds == 120


def test_a_town_may_have_its_agents_asked_before_every_answer(found_town: Founder) -> None:
    town = found_town(agents={"publish_delay_seconds": 0, "plain_answer": "ask"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.send(answer(town.world.to(KEEPER)[0], "Bonjour Madame,\n\nDe quelle porte parlez-vous ?"))

    assert len(town.world.to(CITIZEN)) == 1
    town.send(answer(town.world.to(KEEPER)[1], "envoyer"))
    assert "De quelle porte" in town.world.to(CITIZEN)[1].text


def test_a_refusal_without_grounds_for_the_requester_is_not_done(town: Town, notice: Delivered) -> None:
    """« Vu avec le maire » stays inside: refused without grounds is what the requester would read."""
    town.send(answer(notice, "Refusé. Vu avec le maire, on ne fait rien avant le vote."))

    assert town.request()["state"] == "new"
    assert len(town.world.to(CITIZEN)) == 1
    assert "deux-points" in town.world.to(KEEPER)[-1].text
    assert "avant le vote" in texts(town.request(), "note")[0]
