"""Type, priority and due date of a request are corrected on its page, and by a program, as they are by mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.signing.tokens import Purpose
from models.tables.requests import EntryKind
from tests.chromium import chromium
from tests.desk import SIGNER
from tests.letters import ADMINISTRATOR, KEEPER, write
from tests.rows import in_rows
from tests.web.browsing import Browser, Counter
from tests.web.seen import mistakes, show_at, sign_in


@pytest.fixture
def reference(counter: Counter) -> str:
    return counter.ask()


def shown(counter: Counter, who: str, reference: str) -> Browser:
    browser = counter.signed_in(who)
    browser.open(f"/demandes/{reference}")
    return browser


def correct(browser: Browser, reference: str, **fields: str) -> int:
    """What the page has, but for `fields`, is sent."""
    before = browser.hidden(f"/demandes/{reference}/corriger")
    given = {name: before[f"{name}_avant"] for name in ("type", "priorite", "echeance")}
    return browser.send(f"/demandes/{reference}/corriger", **{**given, **fields}).status_code


def type_of(counter: Counter, reference: str) -> str:
    with counter.database.reading() as session:
        in_force = counter.board.organisations.current(session).in_force
    return in_force.request_type_key(counter.request(reference).request_type_id) or ""


def test_type_priority_and_due_date_are_corrected_at_once_seen_in_the_history_and_undone_at_once(
    counter: Counter, reference: str
) -> None:
    keeper, told = shown(counter, KEEPER, reference), len(counter.notices("order_done"))
    was = (type_of(counter, reference), counter.request(reference).due_at)
    other = next(each for each in counter.organisation().request_types if each.key != was[0])
    assert correct(keeper, reference, type=other.key, priorite="urgent", echeance="2026-12-15") == 200
    assert "C’est corrigé." in keeper.page.text
    row = counter.request(reference)
    assert (type_of(counter, reference), row.priority) == (other.key, "urgent")
    assert row.due_at == datetime(2026, 12, 15, 16, 30, tzinfo=UTC), "as the town hall closes"
    for said in (
        f"a changé le type\u00a0: {other.label.text('fr')}",
        "a changé la priorité\u00a0: urgente",
        "a fixé l’échéance au mardi 15 décembre 2026",
    ):
        assert f"Karim Benali {said}" in keeper.page.text, said
    lines = [each for each in counter.entries() if each.kind == EntryKind.NOTE]
    assert [each.public for each in lines] == [False] * 3
    assert (lines[1].data["priority"], lines[1].data["before"]) == ("urgent", "normal")
    assert counter.accesses("correct")[0].subject == f"request:{row.id}"
    assert len(counter.notices("order_done")) == told, "nobody is told, as of what an agent's mail corrects"
    assert keeper.send(f"/demandes/{reference}/annuler").status_code == 200
    assert (type_of(counter, reference), counter.request(reference).due_at) == was
    assert counter.request(reference).priority == "normal"


def test_what_the_form_has_as_the_page_had_it_leaves_no_line_and_an_empty_day_takes_the_due_date_away(
    counter: Counter, reference: str
) -> None:
    keeper = shown(counter, KEEPER, reference)
    assert correct(keeper, reference, echeance="2026-12-15") == 200
    lines = len(counter.entries())
    assert correct(keeper, reference) == 200
    assert len(counter.entries()) == lines
    # The same day, once past, is no mistake of whoever corrects something else.
    counter.set(reference, due_at=counter.clock() - timedelta(days=3))
    keeper.open(f"/demandes/{reference}")
    assert 'name="echeance" min="2026-10-31" value="2026-10-31"' in keeper.page.text
    assert correct(keeper, reference, priorite="low") == 200
    assert counter.request(reference).due_at == counter.clock() - timedelta(days=3)
    assert correct(keeper, reference, echeance="") == 200
    assert counter.request(reference).due_at is None
    assert "a retiré l’échéance" in keeper.page.text


@in_rows(
    ("fields", "said"),
    [
        ({"type": "nulle-part"}, "Ce type de demande n’existe pas"),
        ({"priorite": "maximale"}, "Cette priorité n’existe pas."),
        ({"priorite": "high", "echeance": "15/12/2026"}, "Ce jour ne se lit pas"),
        ({"priorite": "high", "echeance": "2026-02-31"}, "Ce jour ne se lit pas"),
        ({"priorite": "high", "echeance": "2026-11-02"}, "Ce jour est passé."),
        (
            {"priorite": "high", "echeance": "2046-11-02"},
            "Ce jour est dans plus de dix ans : vérifiez l’année.",
        ),
    ],
)
def test_what_is_none_changes_nothing_at_all(counter: Counter, fields: dict[str, str], said: str) -> None:
    reference = counter.ask(message_id=f"<{len(counter.entries())}@example.org>")
    keeper, lines = shown(counter, KEEPER, reference), len(counter.entries())
    assert correct(keeper, reference, **fields) == 400
    assert said in keeper.page.text
    assert all(f'value="{each}"' in keeper.page.text for each in fields.values() if each[0] in "21h")
    assert (counter.request(reference).priority, len(counter.entries())) == ("normal", lines)


def test_whoever_corrects_what_a_colleague_changed_meanwhile_is_shown_it_first(
    counter: Counter, reference: str
) -> None:
    late = shown(counter, KEEPER, reference)
    assert correct(shown(counter, ADMINISTRATOR, reference), reference, priorite="urgent") == 200
    assert correct(late, reference, echeance="2026-12-15") == 409
    assert 'value="2026-12-15"' in late.page.text, "what was chosen is not lost"
    row = counter.request(reference)
    assert (row.priority, row.due_at is None or row.due_at.day != 15) == ("urgent", True)


def test_a_due_date_given_while_the_requester_is_asked_is_not_overwritten_when_they_answer(
    counter: Counter, reference: str
) -> None:
    counter.set(reference, due_at=counter.clock() + timedelta(days=5))
    keeper = shown(counter, KEEPER, reference)
    asked = keeper.send(f"/demandes/{reference}/agir", verbe="wait", commentaire="Quelle ampoule ?")
    assert (asked.status_code, counter.request(reference).due_at) == (200, None)
    assert correct(keeper, reference, echeance="2026-12-15") == 200
    assert keeper.send(f"/demandes/{reference}/agir", verbe="take").status_code == 200
    assert counter.request(reference).state == "taken"
    assert counter.request(reference).due_at.date().isoformat() == "2026-12-15"


def test_what_a_page_corrected_is_taken_back_by_mail(counter: Counter, reference: str) -> None:
    assert correct(shown(counter, KEEPER, reference), reference, priorite="high") == 200
    until = counter.clock() + timedelta(days=400)
    signed = SIGNER.sign(Purpose.ASSIGNEE, 1, counter.person_at(KEEPER), until)
    letter = write("annuler", sender=KEEPER, name="", subject="Re: demande")
    to = f"demandes+{signed}@ville.test"
    counter.desk.take(letter, peer="127.0.0.1", envelope_from=KEEPER, recipients=(to,))
    counter.settle()
    assert counter.request(reference).priority == "normal"
    assert counter.notices("order_done")[-1].data["lines"] == ["Priorité\u00a0: normale"]


def test_a_program_corrects_only_what_it_names(counter: Counter, reference: str) -> None:
    glpi, path = counter.program(), f"/requests/{reference}/corrections"
    was = counter.request(reference)
    done = glpi.call(path, {"priority": "high", "due": "2026-12-15"})
    assert done.status_code == 200, done.text
    assert (done.json()["priority"], done.json()["building"]) == ("high", "gymnase-guimard")
    row = counter.request(reference)
    assert (row.request_type_id, row.building_id) == (was.request_type_id, was.building_id)
    other = next(each for each in counter.organisation().request_types)
    assert glpi.call(path, {"type": other.key, "due": None, "building": None}).status_code == 200
    row = counter.request(reference)
    assert (row.priority, row.due_at, row.building_id) == ("high", None, None)
    assert type_of(counter, reference) == other.key
    lines = len(counter.entries())
    for wrong in (
        {"priority": "most"},
        {"priority": "low", "due": "2026-11-02"},
        {"priority": "low", "type": "nulle-part"},
        {"priority": "low", "building": "nulle-part"},
        {"type": None},
        {"colour": "red"},
    ):
        assert glpi.call(path, wrong).status_code == 422, wrong
    late = glpi.call(path, {"priority": "low", "seen": 1})
    assert (late.status_code, len(counter.entries())) == (409, lines)
    assert counter.request(reference).priority == "high"


@pytest.mark.parametrize("scripts", [True, False])
def test_in_a_browser_by_keyboard_alone(
    counter: Counter, reference: str, tmp_path: Path, scripts: bool
) -> None:
    with chromium(tmp_path / "profile", scripts=scripts, width=1440) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.run(
            "document.querySelector('[action$=\"/corriger\"]').closest('details').querySelector('summary').focus();"
        )
        browser.press("Enter")
        browser.press("Tab")
        for key in ("Tab", "ArrowDown", "Tab"):
            browser.press(key)
        assert browser.run("return document.activeElement.id;") == "echeance"
        for width, scheme in ((390, "light"), (820, "dark"), (1440, "light")):
            show_at(browser, width, scheme)
            assert browser.run("return document.documentElement.scrollWidth;") <= width
            assert mistakes(browser) == []
        browser.press("Enter")
        browser.wait(".status p")
        assert browser.complaints == []
    assert counter.request(reference).priority == "high"
