"""A letter is signed by who wrote it, for where they work, and says each thing once."""

from __future__ import annotations

from dispatch.letters.about import signer_of
from dispatch.letters.view import SignerView
from tests.letters import ADMINISTRATOR, KEEPER
from tests.web.browsing import Counter


def signed(counter: Counter, reference: str, address: str) -> SignerView:
    """Who signs what the agent of that address answers."""
    agent = counter.signed_in(address)
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/repondre", texte="Bonjour Madame, je m’en occupe.")
    with counter.database.reading() as session:
        in_force = counter.board.organisations.current(session).in_force
        signer = signer_of(counter.entries()[-1], counter.request(reference), in_force)
    assert signer is not None
    return signer


def with_title(counter: Counter, key: str, title: str) -> None:
    town = counter.organisation()
    agents = tuple(
        each.model_copy(update={"title": title}) if each.key == key else each for each in town.agents
    )
    counter.organise(town.model_copy(update={"agents": agents}))


def test_who_helps_out_signs_for_their_own_service(counter: Counter) -> None:
    reference = counter.ask()
    assert signed(counter, reference, KEEPER).service == "Bâtiments communaux"
    helping = signed(counter, reference, ADMINISTRATOR)
    assert (helping.name, helping.service) == ("Sophie Martin", "Accueil")


def test_a_title_that_is_the_services_name_is_said_once(counter: Counter) -> None:
    with_title(counter, "sophie-martin", "Accueil")
    signer = signed(counter, counter.ask(), ADMINISTRATOR)
    assert (signer.title, signer.service) == ("", "Accueil")
    assert signer.post == "Accueil"
    with_title(counter, "sophie-martin", "Directrice")
    signer = signed(counter, counter.ask("Un banc est cassé."), ADMINISTRATOR)
    assert (signer.title, signer.post) == ("Directrice", "Directrice, Accueil")
    with_title(counter, "sophie-martin", "Cheffe de l’accueil")
    assert signed(counter, counter.ask("Une lampe est cassée."), ADMINISTRATOR).post == "Cheffe de l’accueil"
