"""What staff do by mail and by text is in the access log: who, how they were known, what, and what came of it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from dispatch.queries.auditing.access_log import find_accesses
from models.store.glance import Glance
from tests.flow.conftest import TextFounder
from tests.letters import CITIZEN, KEEPER, answer, write
from tests.texting import TextTown
from tests.town import Town


def acts(town: Town, **asked: str) -> list[dict[str, Any]]:
    with closing(Glance(town.office.settings.database.url)) as glance:
        return list(reversed(find_accesses(glance, **asked)))


def test_orders_notes_and_answers_by_mail_are_found_under_their_agent(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(answer(notice, "Pris en charge"))
    town.send(answer(notice, "Bonjour Madame, de quelle porte parlez-vous ?"))
    town.send(answer(notice, "Terminé demain peut-être"))

    reference = town.request()["reference"]
    found = acts(town, actor="agent:karim-benali")
    assert [each["subject"] for each in found] == [reference] * 3
    assert [each["action"] for each in found] == ["order", "write", "order"]
    assert [each["data"]["outcome"].split(":")[0] for each in found[:2]] == [
        "take",
        "answer to the requester",
    ]
    assert {(each["data"]["by"], each["data"]["known"]) for each in found} == {("mail", "token+network")}
    assert "porte" not in str(found)


def test_an_order_without_a_signed_address_is_traced_with_how_little_proved_it(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    reference = town.request()["reference"]
    town.send(write("Terminé", sender=KEEPER, subject=f"[{reference}] Terminé", name="Karim Benali"))
    (act,) = acts(town, actor="agent:karim-benali")
    assert (act["data"]["known"], town.request()["state"]) == ("reference+network", "new")


def test_requesters_are_not_traced_not_even_an_agent_who_asks_for_something(town: Town) -> None:
    town.send(write("Le lampadaire est éteint rue des Écoles.", to="voirie@ville.test"))
    town.send(answer(town.world.to(CITIZEN)[0], "Toujours éteint."))
    town.send(write("La porte du bureau grince.", sender=KEEPER, name="Karim Benali"))
    assert acts(town) == []


def test_an_order_by_text_is_found_under_its_agent(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(sms={"agents_need_code": False})
    town.text("Le lampadaire rue des Écoles ne marche plus")
    town.text("1 terminé ampoule changée", sender="+33639980021")
    (act,) = acts(town, actor="agent:marc-durand")
    assert (act["action"], act["data"]["by"], act["data"]["known"]) == ("order", "text", "number")
    assert act["data"]["outcome"] == "done: now done"


def test_an_order_by_text_without_its_code_is_found_too(text_town: TextTown) -> None:
    text_town.text("Le lampadaire rue des Écoles ne marche plus")
    text_town.text("1 terminé", sender="+33639980021")
    (act,) = acts(text_town, actor="agent:marc-durand")
    assert "without the code" in act["data"]["outcome"]
