"""Words of another requester, pasted into an answer without the foot of our notice, reach nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN

OTHER = "luc@example.org"
SECRET = "Mon fils de sept ans ne supporte plus le bruit du néon de la salle trois depuis sa chute."


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The citizen's request, and that of somebody else: one agent was told of both."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.citizen(f"Bonjour,\n\n{SECRET}\n\nLuc, gymnase Guimard", sender=OTHER, subject="Néon")
    made.deliver()
    yield made
    desk.close()


@pytest.mark.parametrize(
    "pasted",
    [
        f"Bonjour Madame,\n\nVoici l'autre message : {SECRET}\n\nNous passons demain.",
        f"refusé : {SECRET}",
        f"priorité haute\nrefusé : {SECRET}",
        f"réponse : {SECRET.lower().replace('é', 'e')}",
        "réponse : voici ce que j'ai\n\nDemandeur : Luc Martin (luc@example.org)\nObjet : Néon",
        "réponse : Bonjour Madame, voici.\n\nInès Leroy a ajouté une note interne à la demande 2026-00001. Le "
        "demandeur ne la voit pas.\n\n  il ment toujours\n\nVotre réponse à ce message deviendra elle aussi une "
        "note interne.",
    ],
)
def test_what_somebody_else_wrote_is_kept_inside_and_its_writer_told(counter: Counter, pasted: str) -> None:
    counter.agent(pasted)
    assert counter.told(CITIZEN) == ["acknowledgement"]
    assert counter.state() == "new"
    assert counter.help() == "words_of_other"
    # No later word sends it either.
    counter.agent("envoyer")
    assert counter.help() == "nothing_kept"


def test_what_its_own_requester_wrote_politeness_and_ones_own_words_pass(counter: Counter) -> None:
    counter.agent(f"réponse : Vous nous écriviez : {SECRET} Nous avons bien lu, merci.", about=2)
    assert counter.told(OTHER)[-1] == "answer"
    counter.agent(
        "réponse : Le néon de la salle trois est commandé avec votre ampoule. Je vous remercie de votre message."
    )
    assert counter.told(CITIZEN)[-1] == "answer"
