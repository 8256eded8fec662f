"""What waits is seen: one list a day with an answer per line, « mes demandes », deputies of absent agents."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cli.office import now
from dispatch.upkeep.morning import remind_work
from dispatch.upkeep.reminders import list_unassigned
from models.organisation import Absence
from models.organisation.working_time import is_working_day
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import RequestRow
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT, answer, write
from tests.servers.mailbox import Delivered
from tests.texting import TextTown
from tests.town import Town

_outbox = table_of(OutboundMessage)

_requests = table_of(RequestRow)
PAUL = "paul.girard@agents.ville.test"


def away(town: Town, key: str, deputy: str) -> None:
    """Have an agent be absent today."""
    before, today = town.organisation(), town.organisation().town.local_day(now())
    absence = Absence.model_validate({"from": today, "until": today, "deputy": deputy})
    agents = tuple(
        each.model_copy(update={"absences": (absence,)}) if each.key == key else each
        for each in before.agents
    )
    town.change_organisation(before.model_copy(update={"agents": agents}))


def ask(town: Town, text: str, **letter: Any) -> None:
    town.send(write(text, sender=KEEPER, name="Karim Benali", **letter))


@pytest.fixture
def busy(town: Town) -> Town:
    """Karim has two requests, the second due first."""
    for at in (1, 2):
        town.send(write(f"Une ampoule est cassée au gymnase Guimard, salle {at}.", subject=f"Salle {at}"))
    with town.office.database.transaction() as session:
        for at, days in ((1, -1), (2, -3)):
            session.connection().execute(
                sa.update(_requests).where(_requests.c.id == at).values(due_at=now() + timedelta(days=days))
            )
    return town


def lines_of(letter: Delivered) -> list[tuple[str, str]]:
    """The reference of each line of a list, and the address that takes an answer about it."""
    return re.findall(r"- (\d{4}-\d{5}).*?(demandes\+\w{28}@ville\.test)", letter.text, re.DOTALL)


@pytest.mark.parametrize(
    ("subject", "text"), [("Mes demandes", ""), ("", "Bonjour,\n\nMes demandes, s'il vous plaît.\n\nKarim")]
)
def test_an_agent_is_sent_the_list_of_what_they_have_oldest_due_first(
    busy: Town, subject: str, text: str
) -> None:
    ask(busy, text, subject=subject)
    assert busy.states()[-1] == "command"
    assert len(busy.requests()) == 2
    listed = busy.world.to(KEEPER)[-1]
    assert [reference[-1] for reference, _ in lines_of(listed)] == ["2", "1"]
    assert "Une ampoule est cassée au gymnase Guimard, salle 2." in listed.text
    assert [to for notice, to in busy.told() if notice == "my_requests"] == [KEEPER]


def test_a_line_of_the_list_is_answered_at_its_own_address_and_ends_that_request_alone(busy: Town) -> None:
    ask(busy, "", subject="mes demandes")
    listed = busy.world.to(KEEPER)[-1]
    (second, address), _ = lines_of(listed)
    html = listed.letter.get_body(("html",)).get_content()
    assert f"mailto:{address.replace('+', '%2B')}?subject=" in html
    busy.send(write("Terminé", sender=KEEPER, name="Karim Benali", to=address, subject="Terminé"))
    assert busy.request(second)["state"] == "done"
    assert [each["state"] for each in busy.requests()] == ["new", "done"]


def test_an_answer_to_the_list_as_a_whole_does_nothing_and_its_writer_is_told(busy: Town) -> None:
    ask(busy, "", subject="mes demandes")
    busy.send(answer(busy.world.to(KEEPER)[-1], "Tout est terminé"))
    assert busy.states()[-1] == "command"
    assert {each["state"] for each in busy.requests()} == {"new"}
    assert "de quelle demande ? Rien n’a été fait" in busy.world.to(KEEPER)[-1].text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (CITIZEN, "Mes demandes"),
        (KEEPER, "Mes demandes de matériel n'ont pas eu de réponse."),
        (KEEPER, "Mes demandes\n\nPouvez-vous réparer la porte de mon bureau ?"),
    ],
)
def test_only_an_agent_who_asks_for_nothing_else_gets_a_list(town: Town, sender: str, text: str) -> None:
    town.send(write(text, sender=sender, name=""))
    assert town.states() == ["new_request"]
    assert "my_requests" not in [notice for notice, _ in town.told()]


@pytest.mark.parametrize("text", ["{} terminé", "Bonjour,\n\nDemande {} : l'ampoule est changée."])
def test_an_agent_who_begins_with_a_reference_asks_for_nothing_new(town: Town, text: str) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference = town.request()["reference"]
    ask(town, text.format(reference), subject="")
    assert (town.states()[-1], len(town.requests())) == ("follow_up", 1)
    assert town.told()[-1] == ("command_help", KEEPER)
    # Further down it is only named: « comme pour 2026-00042 ».
    ask(town, f"Bonjour, un banc est cassé, comme pour {reference}.", subject="")
    assert (town.states()[-1], len(town.requests())) == ("new_request", 2)


def test_an_agent_who_has_nothing_is_told_so(town: Town) -> None:
    ask(town, "Mes demandes")
    assert "Aucune demande ouverte" in town.world.to(KEEPER)[0].text


def test_by_text_the_list_is_short_and_goes_to_the_number_that_asked(text_town: TextTown) -> None:
    text_town.send(write("Une ampoule est cassée au gymnase Guimard."))
    text_town.text("Mes demandes", sender="+33639980022")
    (listed,) = [each for each in text_town.texts_to("+33639980022") if "en cours" in each]
    assert listed.startswith("Guichet : 1 demande en cours. ") and len(listed) <= 160
    assert len(text_town.requests()) == 1


def test_one_mail_in_the_morning_lists_what_is_late_with_an_answer_per_line(busy: Town) -> None:
    morning = now()
    while not is_working_day(busy.organisation().town, busy.organisation().town.local_day(morning)):
        morning += timedelta(days=1)
    with busy.office.database.transaction() as session:
        remind_work(session, busy.service._organisations.current(session).in_force, morning, 0)
        # On a Saturday that morning is two days away: what it tells is due now.
        later = (_outbox.c.state == OutboundState.QUEUED) & (_outbox.c.next_attempt_at > now())
        session.connection().execute(sa.update(_outbox).where(later).values(next_attempt_at=now()))
    busy.settle()
    (letter,) = [each for each in busy.world.to(KEEPER) if "retard" in each.header("Subject")]
    assert letter.header("Subject") == "2 demandes en retard"
    (_, address), _ = lines_of(letter)
    busy.send(write("Pris en charge", sender=KEEPER, name="", to=address, subject="Pris en charge"))
    assert sorted(each["state"] for each in busy.requests()) == ["new", "taken"]


def test_a_requesters_reply_reaches_the_deputy_of_an_absent_agent_who_learns_why(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    away(town, "karim-benali", "marc-durand")
    town.send(answer(town.world.to(CITIZEN)[0], "Il y en a une seconde, au fond."))
    own, stood_in = town.world.to(KEEPER)[-1], town.world.to(ROADS_AGENT)[-1]
    assert "Il y en a une seconde" in own.text and "absence" not in own.text
    assert "Ce message est destiné à Karim Benali" in stood_in.text
    assert "Il y en a une seconde" in stood_in.text

    town.send(answer(stood_in, "Pris en charge"))
    assert town.request()["state"] == "taken"


def test_what_is_handed_to_somebody_who_is_away_reaches_who_stands_in(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    away(town, "ines-leroy", "marc-durand")
    town.send(answer(town.world.to(KEEPER)[0], "affecter à Inès Leroy"))
    assert town.request()["assignee"] == "ines-leroy"
    stood_in = town.world.to(ROADS_AGENT)[-1]
    assert "Ce message est destiné à Inès Leroy" in stood_in.text
    assert "Ce message est confié à Inès Leroy" in stood_in.text


def test_what_nobody_has_is_answered_from_the_list_of_the_morning(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    morning = now()
    while not is_working_day(town.organisation().town, town.organisation().town.local_day(morning)):
        morning += timedelta(days=1)
    with town.office.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(assignee_id=None))
        assert list_unassigned(session, town.service._organisations.current(session).in_force, morning) == 1
        later = (_outbox.c.state == OutboundState.QUEUED) & (_outbox.c.next_attempt_at > now())
        session.connection().execute(sa.update(_outbox).where(later).values(next_attempt_at=now()))
    town.settle()
    manager = next(to for notice, to in town.told() if notice == "unassigned")
    listed = town.world.to(manager)[-1]
    ((reference, _),) = lines_of(listed)
    assert "Une ampoule est cassée" in listed.text
    town.send(answer(listed, f"{reference} affecter à Karim Benali"))
    assert town.request()["assignee"] == "karim-benali"


def test_the_deputy_of_an_agent_who_is_there_hears_nothing(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.send(answer(town.world.to(CITIZEN)[0], "Il y en a une seconde, au fond."))
    assert [to for notice, to in town.told() if notice == "requester_reply"] == [KEEPER]
