"""Tags of a request: given and taken away on its page, for several at once, by a program; found again by the list."""

from __future__ import annotations

import pytest

from dispatch.requests.editing import LONGEST_TAG, MOST_TAGS
from models.tables.requests import EntryKind
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT
from tests.web.browsing import Browser, Counter
from tests.web.test_several_at_once import choose, confirm


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask()


def tag(browser: Browser, reference: str, tags: str) -> int:
    """What is typed into the field of the page that is shown, and sent."""
    return browser.send(f"/demandes/{reference}/etiqueter", etiquettes=tags).status_code


def shown(counter: Counter, who: str, reference: str) -> Browser:
    browser = counter.signed_in(who)
    browser.open(f"/demandes/{reference}")
    return browser


def test_a_page_gives_tags_and_takes_them_away_and_one_button_undoes_it(
    counter: Counter, reference: str
) -> None:
    keeper = shown(counter, KEEPER, reference)
    assert tag(keeper, reference, "Nid de poule, école ; école") == 200
    assert "Les étiquettes sont enregistrées." in keeper.page.text
    assert counter.request(reference).tags == ["nid-de-poule", "ecole"]
    (said,) = [each for each in counter.entries() if "tags" in each.data]
    assert (said.kind, said.public, said.data["before"]) == (EntryKind.NOTE, False, [])
    assert counter.accesses("tag")[0].subject == f"request:{counter.request(reference).id}"
    assert not counter.notices("note_added"), "nobody is told of a tag"
    assert tag(keeper, reference, "ecole") == 200
    assert counter.request(reference).tags == ["ecole"]
    assert keeper.send(f"/demandes/{reference}/annuler").status_code == 200
    assert counter.request(reference).tags == ["nid-de-poule", "ecole"]


def test_what_a_colleague_gave_meanwhile_stays_and_saving_the_same_leaves_no_line(
    counter: Counter, reference: str
) -> None:
    keeper = shown(counter, KEEPER, reference)
    assert tag(keeper, reference, "ecole") == 200
    before = len(counter.entries())
    assert tag(keeper, reference, "École") == 200
    assert len(counter.entries()) == before
    hidden = keeper.hidden(f"/demandes/{reference}/etiqueter")
    assert hidden["etiquettes_avant"] == "ecole"
    assert tag(shown(counter, ADMINISTRATOR, reference), reference, "ecole, travaux") == 200
    late = keeper.send(f"/demandes/{reference}/etiqueter", etiquettes="nuit")
    assert late.status_code == 409
    assert 'value="nuit"' in late.text, "no word that was typed is lost"
    assert counter.request(reference).tags == ["ecole", "travaux"]


@pytest.mark.parametrize("wrong", ["x" * (LONGEST_TAG + 1), ", ".join(f"t{n}" for n in range(MOST_TAGS + 1))])
def test_tags_have_an_end(counter: Counter, reference: str, wrong: str) -> None:
    keeper = shown(counter, KEEPER, reference)
    assert tag(keeper, reference, wrong) == 400
    assert "vingt étiquettes au plus" in keeper.page.text
    assert counter.request(reference).tags == []


def test_the_list_finds_a_tag_as_people_write_it(counter: Counter, reference: str) -> None:
    other = counter.ask(
        "Une vitre est cassée au gymnase Guimard.", subject="Vitre", message_id="<2@example.org>"
    )
    keeper = shown(counter, KEEPER, reference)
    assert tag(keeper, reference, "nid de poule") == 200
    assert 'href="/demandes?etiquette=nid-de-poule"' in keeper.page.text
    found = keeper.open("/demandes?etat=toutes&etiquette=Nid+de+poule").text
    assert reference in found and other not in found
    assert 'value="nid-de-poule"' in found
    # A tag is a whole word: no part of one finds it.
    assert reference not in keeper.open("/demandes?etat=toutes&etiquette=poule").text
    glpi = counter.program()
    assert [each["reference"] for each in glpi.call("/requests?tag=nid-de-poule").json()["requests"]] == [
        reference
    ]


def test_several_are_tagged_after_a_look_and_those_out_of_sight_are_not(
    counter: Counter, reference: str
) -> None:
    second = counter.ask(
        "Une vitre est cassée au gymnase Guimard.", subject="Vitre", message_id="<2@example.org>"
    )
    roads = counter.ask(
        "Un nid de poule rue des Lilas.", sender="luc@example.org", message_id="<3@example.org>"
    )
    keeper = counter.signed_in(KEEPER)
    keeper.open("/demandes")
    choose(keeper, "etiqueter", reference, second, roads)
    assert "Ajouter des étiquettes" in keeper.page.text and roads not in keeper.page.text
    assert confirm(keeper, mot=" , ") == 400
    assert "Aucune étiquette n’est écrite." in keeper.page.text
    assert confirm(keeper, mot="gymnase, à revoir") == 200
    assert [counter.request(each).tags for each in (reference, second, roads)] == [
        ["gymnase", "a-revoir"]
    ] * 2 + [[]]
    keeper.open("/demandes")
    choose(keeper, "desetiqueter", reference, second)
    assert confirm(keeper, mot="à revoir") == 200
    assert [counter.request(each).tags for each in (reference, second)] == [["gymnase"]] * 2


def test_a_program_tags_what_it_may_act_on_and_writes_tags_as_rules_do(
    counter: Counter, reference: str
) -> None:
    glpi = counter.program()
    done = glpi.call(f"/requests/{reference}/tags", {"add": ["ecole", "nuit"]})
    assert done.status_code == 200, done.text
    assert glpi.call(f"/requests/{reference}/tags", {"remove": ["nuit"]}).status_code == 200
    assert glpi.call(f"/requests/{reference}").json()["tags"] == ["ecole"]
    for wrong in ({"add": ["École"]}, {"add": [f"t{n}" for n in range(MOST_TAGS + 1)]}, {"tags": []}):
        assert glpi.call(f"/requests/{reference}/tags", wrong).status_code == 422
    full = {"add": [f"t{n}" for n in range(MOST_TAGS)]}
    assert glpi.call(f"/requests/{reference}/tags", full).status_code == 422
    assert counter.request(reference).tags == ["ecole"]


def test_nobody_tags_what_they_do_not_see(counter: Counter, reference: str) -> None:
    keeper = shown(counter, KEEPER, reference)
    hidden = keeper.hidden(f"/demandes/{reference}/etiqueter")
    roads = counter.signed_in(ROADS_AGENT)
    roads.open("/demandes")
    token = roads.hidden("/demandes/ensemble").get("jeton", "")
    answer = roads.session.post(
        f"{counter.address}/demandes/{reference}/etiqueter",
        data={**hidden, "jeton": token or hidden["jeton"], "etiquettes": "x"},
        headers={"Origin": counter.address},
        timeout=60,
    )
    assert answer.status_code in (403, 404)
    assert counter.request(reference).tags == []
