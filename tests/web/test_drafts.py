"""Words that were typed and not sent: found again on any device, never written over, gone once they were sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.web.live.watchers import WITHIN, Watchers
from dispatch.web.own import drafts_pages
from models.errors import TemporaryFailure
from models.tables.columns import table_of
from models.tables.sessions import Draft
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT
from tests.web.browsing import Browser, Counter

_drafts = table_of(Draft)


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask()


def texts(counter: Counter) -> list[str]:
    return [row.text for row in counter.rows(sa.select(_drafts).order_by(_drafts.c.id))]


def keep(browser: Browser, reference: str, text: str, mark: str = "", field: str = "texte") -> Any:
    """What the page's script does while somebody types; the answer."""
    browser.open(f"/demandes/{reference}")
    form = browser.hidden(f"/demandes/{reference}/repondre")
    return browser.session.post(
        f"{browser.address}/demandes/{reference}/brouillon",
        data={"jeton": form["jeton"], "page": "1", "brouillon": mark, field: text},
        headers={"Origin": browser.address},
        timeout=60,
    )


def test_what_is_typed_is_found_again_on_another_device_and_on_the_desk(
    counter: Counter, reference: str
) -> None:
    at_desk, on_phone = counter.signed_in(KEEPER), counter.signed_in(KEEPER)
    first = keep(at_desk, reference, "Bonjour Madame,").json()
    assert first["said"].startswith("Brouillon gardé")
    text = on_phone.open(f"/demandes/{reference}").text
    assert ">\nBonjour Madame,</textarea>" in text and f'value="{first["mark"]}"' in text
    assert "Textes que vous n’avez pas envoyés" in on_phone.open("/bureau").text
    colleague = counter.signed_in(ADMINISTRATOR)
    assert "Bonjour Madame," not in colleague.open(f"/demandes/{reference}").text
    assert "Textes que" not in colleague.open("/bureau").text


def test_without_scripts_a_button_keeps_the_words_for_later(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    hidden = browser.hidden(f"/demandes/{reference}/noter")
    assert 'formaction="/demandes/' + reference + '/brouillon"' in browser.page.text
    browser.send(f"/demandes/{reference}/brouillon", **hidden, note="À rappeler lundi")
    assert "rien n’est envoyé" in browser.page.text
    assert 'id="tab-note" autocomplete="off" checked' in browser.page.text, (
        "the form with the draft is the one that is open"
    )
    assert texts(counter) == ["À rappeler lundi"] and counter.notices("answer") == []


def test_typed_in_two_places_at_once_both_texts_stay(counter: Counter, reference: str) -> None:
    one, other = counter.signed_in(KEEPER), counter.signed_in(KEEPER)
    mark = keep(one, reference, "Bonjour").json()["mark"]
    keep(one, reference, "Bonjour Madame, nous passons jeudi.", mark)
    forked = keep(other, reference, "Bonjour Monsieur", mark).json()
    assert texts(counter) == ["Bonjour Madame, nous passons jeudi.", "Bonjour Monsieur"]
    page = one.open(f"/demandes/{reference}").text
    assert "Bonjour Monsieur" in page and "Bonjour Madame, nous passons jeudi." in page
    older = counter.rows(sa.select(_drafts.c.id).order_by(_drafts.c.id))[0].id
    hidden = one.hidden(f"/demandes/{reference}/repondre")
    one.send(
        f"/demandes/{reference}/brouillon",
        **{**hidden, "brouillon": forked["mark"], "texte": "Bonjour Monsieur", "reprendre": str(older)},
    )
    assert texts(counter) == ["Bonjour Monsieur\n\nBonjour Madame, nous passons jeudi."]


def test_words_that_go_on_from_a_draft_take_its_place(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    mark = keep(browser, reference, "Bon").json()["mark"]
    mark = keep(browser, reference, "Nous passons", mark).json()["mark"]
    assert texts(counter) == ["Nous passons"]
    # The answer to the last writing never came back: nothing of it is lost by writing over it.
    keep(browser, reference, "Nous passons jeudi", "")
    assert texts(counter) == ["Nous passons jeudi"]
    mark = keep(browser, reference, "Nous passons vendredi", "1:3").json()["mark"]
    assert keep(browser, reference, "  ", mark).json() == {"mark": "", "said": ""}
    assert texts(counter) == []


def test_a_draft_is_gone_once_it_was_sent_and_does_not_come_back(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    mark = keep(browser, reference, "Nous passons jeudi.").json()["mark"]
    browser.open(f"/demandes/{reference}")
    browser.send(f"/demandes/{reference}/repondre", texte="Nous passons jeudi.")
    assert texts(counter) == [] and len(counter.notices("answer")) == 1
    # What the script had on its way arrives after the words were sent.
    assert keep(browser, reference, "Nous passons jeudi.", mark).json()["mark"] == ""
    assert texts(counter) == []


def test_what_is_refused_keeps_its_draft(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    keep(browser, reference, "Nous passons jeudi.")
    browser.open(f"/demandes/{reference}")
    counter.ask("Et aussi la porte.", subject=f"Re: [{reference}]", message_id="<more@example.org>")
    browser.send(f"/demandes/{reference}/repondre", texte="Nous passons jeudi.", vu="1")
    assert browser.page.status_code == 409 and "Nous passons jeudi." in browser.page.text
    assert texts(counter) == ["Nous passons jeudi."]


def test_others_see_who_is_writing_and_for_how_long(counter: Counter, reference: str) -> None:
    writer, colleague = counter.signed_in(KEEPER), counter.signed_in(ADMINISTRATOR)
    keep(writer, reference, "Bonjour")
    said = "Karim Benali écrit une réponse."
    assert colleague.open(f"/demandes/{reference}/presence").json() == {"said": said}
    assert said in colleague.open(f"/demandes/{reference}").text
    assert said in colleague.open("/demandes?etat=ouvertes").text and said in colleague.open("/tableau").text
    assert writer.open(f"/demandes/{reference}/presence").json() == {
        "said": "Sophie Martin regarde cette demande."
    }
    counter.clock.now += timedelta(minutes=3)
    assert colleague.open(f"/demandes/{reference}/presence").json() == {"said": ""}


def test_who_has_a_request_open_is_told_of_who_else_has_until_they_leave(
    counter: Counter, reference: str
) -> None:
    one, other = counter.signed_in(KEEPER), counter.signed_in(ADMINISTRATOR)
    page, asked = f"/demandes/{reference}", f"/demandes/{reference}/presence"
    assert "regarde cette demande" not in one.open(page).text, "nobody else is there"
    assert "Karim Benali regarde cette demande." in other.open(page).text
    assert one.open(asked).json() == {"said": "Sophie Martin regarde cette demande."}
    assert "regarde" not in other.open("/demandes?etat=ouvertes").text, "lists name who writes"
    counter.clock.now += timedelta(seconds=30)
    assert other.open(asked).json() == {"said": "Karim Benali regarde cette demande."}
    counter.clock.now += timedelta(seconds=30)
    assert other.open(asked).json() == {"said": ""}, "one has left"
    # A telephone that fetches a copy to read on the road is nobody who looks.
    one.open(f"{page}?copie=1")
    assert other.open(asked).json() == {"said": ""}
    # Who writes is said to write.
    keep(one, reference, "Bonjour")
    assert other.open(asked).json() == {"said": "Karim Benali écrit une réponse."}


def test_the_oldest_make_room_among_those_who_look() -> None:
    watchers, now = Watchers(most=2), datetime(2026, 11, 9, tzinfo=UTC)
    for person in (1, 2, 3):
        watchers.look(7, person, now)
    assert watchers.look(7, 4, now) == [2, 3]
    assert watchers.look(8, 5, now) == []
    assert watchers.has(7, 4, now) and not watchers.has(7, 5, now)
    assert watchers.at(8, now) == [5]
    assert watchers.look(7, 4, now + WITHIN) == []
    assert watchers.at(8, now + WITHIN) == []


def test_nobody_keeps_or_hears_of_drafts_where_they_see_nothing(counter: Counter, reference: str) -> None:
    stranger = counter.signed_in(ROADS_AGENT)
    stranger.open("/nouvelle")
    token = stranger.hidden("/nouvelle")["jeton"]
    refused = stranger.send(f"/demandes/{reference}/brouillon", jeton=token, texte="x")
    assert refused.status_code == 404 and texts(counter) == []
    assert stranger.open(f"/demandes/{reference}/presence").status_code == 404
    citizen = counter.signed_in(CITIZEN, as_staff=False)
    assert citizen.open(f"/demandes/{reference}/presence").status_code == 404


def test_a_draft_begun_everywhere_is_not_begun_once_more(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    for number in range(10):
        assert keep(browser, reference, f"{number} fois").status_code == 200
    refused = keep(browser, reference, "une de trop")
    assert refused.status_code == 409 and "trop d’endroits" in refused.json()["why"]
    assert len(texts(counter)) == 10


def test_what_was_done_is_done_even_when_its_draft_cannot_be_forgotten(
    counter: Counter, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    hidden = browser.hidden(f"/demandes/{reference}/noter")

    def away(*_: object, **__: object) -> None:
        raise TemporaryFailure("Away.", "away")

    monkeypatch.setattr(drafts_pages, "drop", away)
    browser.send(f"/demandes/{reference}/noter", **hidden, note="À rappeler lundi")
    assert browser.page.status_code == 200 and "dit=noter" in browser.page.url
    assert [row.text for row in counter.entries() if row.kind == "note"] == ["À rappeler lundi"]
