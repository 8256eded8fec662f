"""What arrives from the buttons of a notice: the order alone is done; what a mail program adds is never sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from dispatch.letters.taps import tap_link
from models.organisation.canned import CannedAnswer
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER

FOOTER = (
    "Direction des services techniques\nVille de Saint-Exemple – 1 place de la Mairie\nTél. 01 99 00 10 20"
)
OWN = "Karim BENALI\nGardien du gymnase\nVille de Saint-Exemple\n01 99 00 10 20"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter with one request of the citizen, whose agent was told, and a ready answer."""
    desk = Desk(town_database, tmp_path)
    with town_database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        ready = {"key": "delai", "number": 3, "label": "Délai", "text": "Comptez huit jours."}
        new = organisation.model_copy(update={"answers": (CannedAnswer.model_validate(ready),)})
        apply(session, new, by="a test", note="", now=desk.clock())
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    desk.close()


def tap(counter: Counter, written: str, below: str, added: str = "") -> str:
    """Send what a button prepared, with words added and with what the mail program puts below; its outcome."""
    link = tap_link(counter.address(1), written, "2026-00001")
    address, _, fields = link.removeprefix("mailto:").partition("?subject=")
    subject, _, body = (unquote(each) for each in fields.partition("&body="))
    text = body.rstrip().replace("\r\n", "\n") + added
    row = counter.agent(f"{text}\n\n{below}\n", to=unquote(address), subject=subject)
    return counter.outcome(row)


@pytest.mark.parametrize("below", [FOOTER, OWN, "Karim"])
def test_the_verb_is_done_and_nobody_is_asked_about_the_signature(counter: Counter, below: str) -> None:
    assert tap(counter, "terminé", below).startswith("command")
    assert counter.state() == "done"
    (done,) = counter.outbox("done", CITIZEN)
    assert done["data"]["comment"] == ""
    assert not counter.outbox("command_help"), "nothing is asked back"
    assert counter.notes() == ([FOOTER] if below == FOOTER else []), (
        "what is not known for a signature is kept"
    )


def test_what_stands_below_a_button_of_an_old_notice_is_kept_though_nothing_is_done(counter: Counter) -> None:
    old = tap_link(counter.address(1), "terminé", "2026-00001")
    address = unquote(old.removeprefix("mailto:").partition("?subject=")[0])
    counter.agent("planifié vendredi", agent=ADMINISTRATOR, to=counter.address(1, ADMINISTRATOR))
    counter.agent("terminé\n\nLa clé est au bureau de poste.\n", to=address, subject="terminé [2026-00001]")
    assert (counter.state(), counter.help()) == ("planned", "stale")
    assert "La clé est au bureau de poste." in counter.notes()


@pytest.mark.parametrize("below", [FOOTER, OWN])
def test_of_an_explanation_only_the_line_is_sent(counter: Counter, below: str) -> None:
    tap(counter, "refusé : ", below, added=" cette rue est hors commune")
    assert counter.state() == "refused"
    (told,) = counter.outbox("refused", CITIZEN)
    assert told["data"]["comment"].strip() == "cette rue est hors commune"


def test_a_button_sent_without_the_words_it_needs_asks_for_them(counter: Counter) -> None:
    for written, reason in (
        ("refusé : ", "comment_missing"),
        ("planifié ", "date_missing"),
        ("note : ", "nothing_written"),
    ):
        tap(counter, written, OWN)
        assert (counter.state(), counter.help()) == ("new", reason)
    tap(counter, "affecter à ", OWN)
    assert counter.outbox("command_help")[-1]["data"]["reason"].startswith("doubt")
    assert counter.told(CITIZEN) == ["acknowledgement"]


@pytest.mark.parametrize("below", [FOOTER, OWN])
def test_a_ready_answer_is_sent_as_the_town_wrote_it(counter: Counter, below: str) -> None:
    assert tap(counter, "réponse 3", below) == "command: 1 orders: canned"
    (answer,) = counter.outbox("answer", CITIZEN)
    assert answer["entry_id"] is not None
    public = [
        each["text"]
        for each in counter.request()["entries"]
        if each["public"] and each["kind"] != "message_in"
    ]
    assert "Comptez huit jours." in public and not any("Ville de" in each for each in public)


def test_a_letter_written_below_a_button_goes_to_the_requester(counter: Counter) -> None:
    tap(
        counter,
        "terminé",
        "Bonjour Madame,\n\nNous avons changé l’ampoule devant chez vous ce matin.\n\nKarim Benali",
    )
    assert counter.state() == "done"
    assert "devant chez vous" in counter.outbox("done", CITIZEN)[0]["data"]["comment"]
    assert not counter.outbox("command_help", KEEPER)
