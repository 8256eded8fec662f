"""One thing done to several requests: first shown, then done to each as on its own page, then reported."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from dispatch.web.several.planned import MOST
from models.settings.texts import SmsTextSettings
from models.tables.columns import table_of
from models.tables.organisation import AgentRow
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT
from tests.web.browsing import Browser, Counter

_agents = table_of(AgentRow)


@pytest.fixture
def references(counter: Counter) -> list[str]:
    """Two requests of the keeper's service, one of them done already, and one of the roads'."""
    first = counter.ask(subject="Ampoule")
    second = counter.ask("Une vitre est cassée au gymnase Guimard.", subject="Vitre")
    third = counter.ask("Un nid de poule rue des Lilas.", subject="Trou", sender="luc@example.org")
    return [first, second, third]


@pytest.fixture
def keeper(counter: Counter, references: list[str]) -> Browser:
    browser = counter.signed_in(KEEPER)
    browser.open("/demandes")
    return browser


def choose(browser: Browser, what: str, *references: str, **fields: str) -> None:
    """Tick requests of the list shown, and ask what it would do."""
    hidden = browser.hidden("/demandes/ensemble")
    data = [*hidden.items(), ("quoi", what), *(("ref", each) for each in references), *fields.items()]
    browser.page = browser.session.post(
        f"{browser.address}/demandes/ensemble", data=data, headers={"Origin": browser.address}, timeout=60
    )


def confirm(browser: Browser, **fields: str) -> int:
    """Send the form of the plan shown, each hidden field as often as it stands there."""
    form = next(
        each for each in re.findall(r"<form.*?</form>", browser.page.text, re.DOTALL) if 'name="sur"' in each
    )
    data = [*re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form), *fields.items()]
    browser.page = browser.session.post(
        f"{browser.address}/demandes/ensemble", data=data, headers={"Origin": browser.address}, timeout=60
    )
    return browser.page.status_code


def test_nothing_is_done_before_it_was_shown_what_would_come_of_each(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    counter.set(references[1], state="done", state_kind="done")
    before = len(counter.entries())
    choose(keeper, "verbe:done", *references[:2])
    assert "Possibles : 1 ; impossibles : 1." in keeper.page.text.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert "La demande y est déjà." in keeper.page.text
    assert len(counter.entries()) == before
    assert confirm(keeper, mot="Réparé ce matin.") == 200
    assert references[0] in keeper.page.text
    assert references[1] not in keeper.page.text
    assert counter.request(references[0]).state == "done"
    (told,) = counter.notices("done")
    assert told.data["comment"] == "Réparé ce matin."
    assert told.next_attempt_at > counter.clock(), "it can be taken back for a moment"


def test_whoever_has_them_hears_of_all_in_one_letter(counter: Counter, references: list[str]) -> None:
    (karim,) = counter.rows(sa.select(_agents.c.id).where(_agents.c.key == "karim-benali"))
    for reference in references[:2]:
        counter.set(reference, assignee_id=karim.id)
    leading = counter.signed_in(ADMINISTRATOR)
    leading.open("/demandes")
    choose(leading, "verbe:done", *references[:2])
    assert confirm(leading, mot="Réparé ce matin.") == 200
    told = counter.notices("state_changed_assignee")
    assert [row.recipient for row in told] == [KEEPER, KEEPER]
    assert len({row.data["together"] for row in told}) == 1, "the deliverer makes one letter of them"


def test_a_plan_sent_twice_does_nothing_twice(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    choose(keeper, "note", *references[:2])
    plan = keeper.page
    assert confirm(keeper, mot="Vu avec le gardien.") == 200
    assert sum(row.kind == "note" for row in counter.entries()) == 2
    keeper.page = plan
    assert confirm(keeper, mot="Vu avec le gardien.") == 200
    assert sum(row.kind == "note" for row in counter.entries()) == 2
    assert keeper.page.text.count("Quelque chose est arrivé depuis l’aperçu") == 2


def test_what_changed_since_it_was_shown_stays_and_holds_back_no_other(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    choose(keeper, "donner:service:voirie", *references[:2])
    other = counter.signed_in(ADMINISTRATOR)
    other.open(f"/demandes/{references[0]}")
    other.send(f"/demandes/{references[0]}/noter", note="Un instant.")
    assert confirm(keeper) == 200
    services = [counter.request(each).service_id for each in references]
    assert services[1] == services[2]
    assert services[0] != services[2]
    assert "Fait : 1." in keeper.page.text.replace("\u00a0", " ")


def test_nobody_changes_a_request_that_they_do_not_see(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    theirs = references[2]
    choose(keeper, "note", theirs, references[0])
    assert theirs not in keeper.page.text
    forged = f"{theirs}:999999"
    data = [
        *keeper.hidden("/demandes/ensemble").items(),
        ("vu", forged),
        ("vu", "2026-09999:1"),
        ("mot", "Bonjour."),
    ]
    data = [(name, value) for name, value in data if not (name == "vu" and references[0] in value)]
    keeper.page = keeper.session.post(
        f"{keeper.address}/demandes/ensemble", data=data, headers={"Origin": keeper.address}, timeout=60
    )
    assert keeper.page.status_code == 200
    assert sum(row.kind == "note" for row in counter.entries()) == 0
    lines = re.findall(r"<li>.*?</a> : (.*?)</li>", keeper.page.text)
    assert len(lines) == 2
    assert lines[0] == lines[1], "what is not theirs answers as what is not there"


def test_words_and_a_day_that_are_missing_are_asked_for_and_nothing_is_done(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    choose(keeper, "verbe:plan", references[0])
    assert 'name="jour"' in keeper.page.text
    assert confirm(keeper, mot="Nous venons.") == 400
    assert "Il faut un jour." in keeper.page.text
    assert "Nous venons." in keeper.page.text
    choose(keeper, "verbe:refuse", references[0])
    assert confirm(keeper, mot="  ") == 400
    assert counter.request(references[0]).state == "new"


def test_all_of_a_list_means_what_its_filter_finds(counter: Counter, references: list[str]) -> None:
    administrator = counter.signed_in(ADMINISTRATOR)
    administrator.open("/demandes?service=voirie")
    choose(administrator, "note", tout="1")
    assert references[2] in administrator.page.text
    assert references[0] not in administrator.page.text
    administrator.open("/demandes?q=ampoule")
    choose(administrator, "note", tout="1")
    assert references[0] in administrator.page.text
    assert references[2] not in administrator.page.text


def test_a_list_that_is_longer_than_one_go_says_so(
    counter: Counter, references: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST == 100
    monkeypatch.setattr("dispatch.web.several.pages.MOST", 2)
    administrator = counter.signed_in(ADMINISTRATOR)
    administrator.open("/demandes")
    choose(administrator, "note", tout="1")
    assert "ce sont les 2 premières" in administrator.page.text


def test_nothing_chosen_leads_back_to_the_list_and_a_form_of_another_site_is_refused(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    choose(keeper, "", references[0])
    assert keeper.page.url.endswith("/demandes?etat=ouvertes")
    choose(keeper, "note")
    assert keeper.page.url.endswith("/demandes?etat=ouvertes")
    hidden = keeper.hidden("/demandes/ensemble")
    for data, origin in (({**hidden, "jeton": "x"}, keeper.address), (hidden, "https://elsewhere.test")):
        answer = keeper.session.post(
            f"{keeper.address}/demandes/ensemble", data={**data, "quoi": "note", "ref": references[0]},
            headers={"Origin": origin}, timeout=60,
        )  # fmt: skip
        assert answer.status_code == 403
    roads = counter.signed_in(ROADS_AGENT)
    roads.open("/demandes")
    choose(roads, "verbe:fly", references[2])
    assert "Cette action n’existe pas." in roads.page.text


def test_several_are_joined_to_the_oldest_by_whoever_leads_and_nothing_is_joined_twice(
    counter: Counter, references: list[str]
) -> None:
    oldest, second, third = references
    leader = counter.signed_in(ADMINISTRATOR)
    leader.open("/demandes")
    choose(leader, "reunir", third, second, oldest)
    shown = leader.page.text.replace("\u00a0", " ")
    assert f"Réunir à {oldest}" in shown and "Possibles : 2 ; impossibles : 1." in shown
    assert "Les autres y sont réunies." in shown and 'name="mot"' not in shown
    assert "Demandeurs prévenus : 1." in shown, "who asked for both hears of nothing"
    assert counter.request(second).merged_into_id is None
    plan = leader.page
    assert confirm(leader) == 200
    first = counter.request(oldest)
    assert [counter.request(each).merged_into_id for each in (oldest, second, third)] == [
        None,
        first.id,
        first.id,
    ]
    assert [row.recipient for row in counter.notices("merged")] == ["luc@example.org"]
    entries = len(counter.entries())
    leader.page = plan
    assert confirm(leader) == 200
    assert len(counter.entries()) == entries
    choose_again = counter.signed_in(ADMINISTRATOR)
    choose_again.open("/demandes?etat=toutes")
    choose(choose_again, "reunir", oldest, second)
    assert "Elles n’en font déjà qu’une." in choose_again.page.text


def test_an_agent_joins_nothing_and_nobody_what_they_do_not_see(
    counter: Counter, keeper: Browser, references: list[str]
) -> None:
    assert 'value="reunir"' not in keeper.page.text
    choose(keeper, "reunir", *references[:2])
    assert keeper.page.text.count("Cela revient au demandeur ou à un responsable.") == 2
    token = keeper.hidden("/demandes/ensemble")
    for into in (references[0], references[2]):
        data = [*token.items(), ("sur", "1"), ("quoi", f"reunir:{into}"), ("vu", f"{references[1]}:999999")]
        keeper.session.post(
            f"{keeper.address}/demandes/ensemble", data=data, headers={"Origin": keeper.address}, timeout=60
        )
    assert counter.request(references[1]).merged_into_id is None


@pytest.mark.parametrize("into", ["x", "2026-99999", "reunir:", "2026-00001'"])
def test_what_is_no_request_is_joined_to_by_nobody(
    counter: Counter, references: list[str], into: str
) -> None:
    leader = counter.signed_in(ADMINISTRATOR)
    leader.open("/demandes")
    choose(leader, f"reunir:{into}", references[0], references[1])
    assert leader.page.status_code == 200 and "Possibles" in leader.page.text
    assert counter.request(references[0]).merged_into_id is None


def test_the_preview_says_what_the_texts_cost(counter: Counter, references: list[str]) -> None:
    clerk = counter.signed_in(ADMINISTRATOR)
    clerk.open("/nouvelle")
    clerk.send(
        "/nouvelle", texte="Une ampoule est cassée au gymnase Guimard.", origine="telephone", nom="Ana",
        contact="06 39 98 00 12",
    )  # fmt: skip
    counter.settle()
    clerk.open("/demandes")
    choose(clerk, "verbe:done", references[0], "2026-00004")
    texts = SmsTextSettings()
    least, most = (f"{texts.price_per_segment * n:.2f}".replace(".", ",") for n in (1, texts.max_segments))
    shown = clerk.page.text.replace("\u00a0", " ")
    assert f"Dont 1 par SMS : de {least} € à {most} €" in shown
    assert shown.count("le demandeur est prévenu par SMS") == 1
    choose(clerk, "verbe:done", references[0])
    assert "par SMS" not in clerk.page.text
