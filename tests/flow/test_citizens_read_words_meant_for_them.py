"""Where a request stands is said to whoever asked in words that are theirs: « nouvelle » is a word of staff."""

from __future__ import annotations

import re

from tests.letters import CITIZEN, KEEPER, answer, write
from tests.town import Town

REGISTERED = "enregistrée, pas encore prise en charge"


def _to_citizen(town: Town) -> str:
    html = [each.letter.get_body(("html",)) for each in town.world.to(CITIZEN)]
    return " ".join(
        [*(each.text for each in town.world.to(CITIZEN)), *(each.get_content() for each in html if each)]
    )


def test_after_an_undo_and_in_suivi_the_state_of_a_new_request_is_said_in_words(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(answer(notice, "Terminé"))
    town.send(answer(notice, "annuler"))
    assert f"Votre demande est « {REGISTERED} »" in town.world.to(CITIZEN)[-1].text.replace("\u00a0", " ")
    town.send(write("SUIVI", subject="SUIVI"))
    assert town.world.to(CITIZEN)[-1].text.count(REGISTERED) == 1
    town.send(answer(notice, "attente demandeur : une photo ?"))
    town.send(write("SUIVI", subject="SUIVI", message_id="<2@example.org>"))
    assert "en attente de votre réponse" in town.world.to(CITIZEN)[-1].text
    said = _to_citizen(town)
    assert not re.search(r"\bnouvelle\b|en attente du demandeur", said)
    # Staff read their own word.
    assert "État : nouvelle" in notice.text.replace("\u00a0", " ")
