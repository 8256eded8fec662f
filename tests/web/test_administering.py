"""Pages of the administrators: what was set aside is let through, letters are read and sent again, the organisation
is read, and who sees what; for everybody else these pages never were.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.rules.decision import Step
from models.organisation_files.writing import write_organisation
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from tests.chromium import chromium
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_MANAGER, write
from tests.web.browsing import Browser, Counter
from tests.web.seen import mistakes, show_at
from tests.web.test_who_sees_which_page import HOSTILE

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)


@pytest.fixture
def held(counter: Counter) -> int:
    """A message that looked like a machine's; its number in the ledger."""
    letter = write(f"La grille du parc est ouverte. {HOSTILE}", sender="machine@example.org", subject=HOSTILE)
    number = counter.desk.take(letter, envelope_from="machine@example.org")
    counter.settle()
    with counter.database.transaction() as session:
        session.connection().execute(
            sa.update(_inbound)
            .where(_inbound.c.id == number)
            .values(
                state="held",
                reason="looks automatic: List-Id is set.",
                request_id=None,
                decision={"steps": [Step(":danger", True, (), ("priority=urgent", "danger=yes")).as_json()]},
            )
        )
    return number


def state_of(counter: Counter, number: int) -> str:
    return str(counter.rows(sa.select(_inbound.c.state).where(_inbound.c.id == number))[0].state)


def test_nobody_but_administrators_finds_these_pages(counter: Counter, held: int) -> None:
    counter.ask()
    notice = counter.rows(sa.select(_outbox.c.id))[0].id
    paths = (
        "/a-trier", f"/a-trier/{held}", f"/a-trier/{held}/message.eml", "/envois", f"/envois/{notice}",
        f"/envois/{notice}/lettre", "/organisation", "/qui-voit-quoi",
    )  # fmt: skip
    for address, as_staff in ((KEEPER, True), (ROADS_MANAGER, True), (CITIZEN, False)):
        browser = counter.signed_in(address, as_staff=as_staff)
        assert "Administration" not in browser.open("/nouvelle").text
        token = browser.hidden("/nouvelle")["jeton"]
        for path in paths:
            assert browser.open(path).status_code == 404, (address, path)
        for path, what in ((f"/a-trier/{held}", "laisser-passer"), (f"/envois/{notice}", "arreter")):
            assert browser.send(path, jeton=token, quoi=what).status_code == 404
    assert state_of(counter, held) == "held"
    assert counter.rows(sa.select(_outbox.c.state).where(_outbox.c.id == notice))[0].state == "queued"
    boss = counter.signed_in(ADMINISTRATOR)
    assert [boss.open(path).status_code for path in paths] == [200] * len(paths)


def test_a_held_message_is_read_explained_and_let_through(counter: Counter, held: int) -> None:
    boss = counter.signed_in(ADMINISTRATOR)
    listed = boss.open("/a-trier").text
    assert f'href="/a-trier/{held}"' in listed and "<script>alert" not in listed
    page = boss.open(f"/a-trier/{held}").text
    assert "La grille du parc est ouverte." in page, "its words are read before anybody decides"
    assert "<script>alert" not in page and "<img src=x" not in page
    # Step by step, in the language of the page.
    assert "quelqu’un est peut-être en danger → priorité urgente, danger oui" in page
    raw = boss.open(f"/a-trier/{held}/message.eml")
    assert raw.headers["Content-Disposition"].startswith("attachment")
    assert b"machine@example.org" in raw.content
    boss.open(f"/a-trier/{held}")
    boss.send(f"/a-trier/{held}", quoi="laisser-passer")
    assert "sera lu à nouveau" in boss.page.text
    counter.settle()
    assert state_of(counter, held) == "new_request"
    assert [row.subject for row in counter.accesses("release")] == [f"inbound:{held}"]
    boss.open("/a-trier")
    token = boss.hidden("/sortir")["jeton"]
    again = boss.send(f"/a-trier/{held}", jeton=token, quoi="laisser-passer")
    assert again.status_code == 400 and "ne peut plus être repris" in again.text


def test_a_held_message_is_dismissed_with_a_reason_and_let_through_from_where_it_went(
    counter: Counter, held: int
) -> None:
    boss = counter.signed_in(ADMINISTRATOR)
    boss.open(f"/a-trier/{held}")
    boss.send(f"/a-trier/{held}", quoi="ecarter", motif="une liste de diffusion")
    assert "Le message est écarté" in boss.page.text and "Écarter" not in boss.page.text
    assert "écarté à la main (une liste de diffusion)" in boss.page.text
    assert state_of(counter, held) == "refused"
    assert [(row.subject, row.actor) for row in counter.accesses("dismiss")] == [
        (f"inbound:{held}", "agent:sophie-martin")
    ]
    assert f'href="/a-trier/{held}"' not in boss.open("/a-trier").text
    assert f'href="/a-trier/{held}"' in boss.open("/a-trier?etat=refused").text
    token = boss.hidden("/sortir")["jeton"]
    again = boss.send(f"/a-trier/{held}", jeton=token, quoi="ecarter")
    assert again.status_code == 400
    boss.open(f"/a-trier/{held}")
    boss.send(f"/a-trier/{held}", quoi="laisser-passer")
    counter.settle()
    assert state_of(counter, held) == "new_request"


def test_a_form_that_asks_nothing_we_know_goes_back_to_its_page(counter: Counter, held: int) -> None:
    boss = counter.signed_in(ADMINISTRATOR)
    boss.open(f"/a-trier/{held}")
    boss.send(f"/a-trier/{held}", quoi="")
    assert boss.page.status_code == 200 and boss.page.history[0].headers["Location"] == f"/a-trier/{held}"
    assert "ne peut plus être repris" not in boss.page.text and state_of(counter, held) == "held"
    assert not counter.accesses("replay") and not counter.accesses("release")


def test_what_is_read_again_is_decided_by_the_rules_of_today(counter: Counter, held: int) -> None:
    boss = counter.signed_in(ADMINISTRATOR)
    boss.open(f"/a-trier/{held}")
    boss.send(f"/a-trier/{held}", quoi="relire")
    assert state_of(counter, held) == "waiting"
    assert len(counter.accesses("replay")) == 1


def test_a_letter_is_read_as_its_reader_has_it_and_sent_again(counter: Counter) -> None:
    counter.ask(f"Bonjour {HOSTILE}, une ampoule au gymnase Guimard.")
    notice = counter.notices("acknowledgement")[0]
    with counter.database.transaction() as session:
        session.connection().execute(
            sa.update(_outbox)
            .where(_outbox.c.id == notice.id)
            .values(state="failed", last_error="550 5.1.1 no such user", attempts=3)
        )
    boss = counter.signed_in(ADMINISTRATOR)
    listed = boss.open("/envois").text
    assert f'href="/envois/{notice.id}"' in listed and "cette adresse n’existe pas" in listed
    page = boss.open(f"/envois/{notice.id}").text
    assert "Comme son lecteur l’a" in page and "2026-00001" in page
    letter = boss.open(f"/envois/{notice.id}/lettre")
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert "<script" not in letter.text and "demandes+" not in letter.text, "no signed address is shown"
    boss.open(f"/envois/{notice.id}")
    boss.send(f"/envois/{notice.id}", quoi="renvoyer")
    assert boss.page.status_code == 200
    row = counter.rows(sa.select(_outbox).where(_outbox.c.id == notice.id))[0]
    assert (row.state, row.attempts) == ("queued", 0)
    boss.send(f"/envois/{notice.id}", quoi="arreter")
    assert counter.rows(sa.select(_outbox).where(_outbox.c.id == notice.id))[0].state == "canceled"
    refused = boss.send(f"/envois/{notice.id}", quoi="arreter")
    assert refused.status_code == 400 and "ce n’est plus possible" in refused.text


def preview(counter: Counter, browser: Browser, name: str, content: bytes) -> str:
    browser.open("/organisation")
    return browser.send("/organisation", files={"fichier": (name, content)}).text


def test_a_file_shows_what_it_would_change_and_changes_nothing(counter: Counter) -> None:
    before = counter.organisation()
    services = tuple(
        each.model_copy(update={"name": "Routes et lampadaires"}) if each.key == "voirie" else each
        for each in before.services
    )
    changed = write_organisation(before.model_copy(update={"services": services})).encode()
    boss = counter.signed_in(ADMINISTRATOR)
    text = preview(counter, boss, "organisation.toml", changed)
    assert "~ service voirie" in text and "Routes et lampadaires" in text
    assert counter.organisation() == before
    assert "organisation.toml:" in preview(counter, boss, "organisation.toml", b"[town\nname = 1")
    assert "nommé organisation.toml" in preview(counter, boss, "autre.toml", changed)
    assert boss.page.status_code == 400


def test_who_sees_a_request_is_what_the_function_says(counter: Counter) -> None:
    reference = counter.ask()
    boss = counter.signed_in(ADMINISTRATOR)
    text = boss.open(f"/qui-voit-quoi?ref={reference}").text
    rows = dict(re.findall(r'<th scope="row">([^<]*)</th>\s*<td data-label="Voit [^"]*">(\w+)</td>', text))
    assert rows["Karim Benali"] == "oui" and rows["Marc Durand"] == "non" and rows["Sophie Martin"] == "oui"
    assert counter.signed_in(KEEPER).open(f"/demandes/{reference}").status_code == 200
    assert "pas de demande de cette référence" in boss.open("/qui-voit-quoi?ref=2026-09999").text


def test_these_pages_fit_and_axe_finds_nothing_wrong(counter: Counter, held: int, tmp_path: Path) -> None:
    counter.ask()
    notice = counter.notices("acknowledgement")[0].id
    with chromium(tmp_path / "profile", width=1440) as browser:
        browser.open(counter.address + counter.board.sign_ins.terminal_link("sophie-martin"))
        browser.click("main button")
        browser.wait("nav")
        wrong: list[str] = []
        for path in (
            "/a-trier", f"/a-trier/{held}", "/envois?etat=queued", f"/envois/{notice}", "/organisation",
            "/qui-voit-quoi?ref=2026-00001",
        ):  # fmt: skip
            browser.open(counter.address + path)
            browser.wait("h1")
            for width, scheme in ((360, "light"), (820, "dark"), (1440, "light")):
                show_at(browser, width, scheme)
                if browser.run("return document.documentElement.scrollWidth") > width:
                    wrong.append(f"{path} is wider than {width}")
                if width != 820:
                    wrong += [f"{path} at {width}: {each}" for each in mistakes(browser)]
        assert wrong == []
