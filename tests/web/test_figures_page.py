"""The page of figures: each role counts what it may see, and every number is as long as the list behind it."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import openpyxl
import pytest

from dispatch.queries.figures.addresses import address_of
from dispatch.queries.figures.counted import Figure
from dispatch.queries.figures.figures import Counting, figures
from dispatch.queries.narrowing.narrow import narrow
from dispatch.queries.seen.listing import count
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.conditions import works_on_sql
from dispatch.sight.viewer import viewer_of
from dispatch.web.figures import counted
from models.store.database import Database
from models.store.looking.rows import SessionRows
from models.tables.columns import table_of
from models.tables.requests import Entry, RequestRow
from tests.letters import ADMINISTRATOR, KEEPER, ROADS_AGENT, ROADS_MANAGER
from tests.web.browsing import Counter

_requests = table_of(RequestRow)
SEEN = {ADMINISTRATOR: 6, KEEPER: 5, ROADS_AGENT: 1, ROADS_MANAGER: 2}
ASKED = "h0@example.org"


def worked(counter: Counter) -> list[str]:
    """Six requests: five at the gymnasium (one closed in time, one closed late, one late, one joined to another,
    one that is open), one of the roads.
    """
    organisation = counter.organisation()
    buildings = tuple(
        each.model_copy(update={"quarter": "Les Tilleuls" if each.key == "gymnase-guimard" else ""})
        for each in organisation.buildings
    )
    # Somebody leads every service.
    agents = tuple(
        each.model_copy(update={"services": tuple(service.key for service in organisation.services)})
        if each.role == "administrator"
        else each
        for each in organisation.agents
    )
    counter.organise(organisation.model_copy(update={"buildings": buildings, "agents": agents}))
    made = [
        counter.ask(f"L'ampoule n° {at} du gymnase Guimard est cassée.", sender=f"h{at}@example.org")
        for at in range(5)
    ]
    made.append(counter.ask("Le lampadaire de la rue des Lilas ne marche plus.", sender="h9@example.org"))
    now, day = counter.clock(), timedelta(days=1)
    closed = {"state": "done", "state_kind": "done"}
    counter.set(made[0], **closed, closed_at=now + 2 * day, due_at=now + 3 * day)
    counter.set(made[1], **closed, closed_at=now + 5 * day, due_at=now + 3 * day)
    counter.set(made[2], due_at=now + day)
    counter.set(made[3], merged_into_id=counter.request(made[0]).id, service_id=None)
    with counter.database.transaction() as session:
        for reference, facts in (
            (
                made[0],
                {"kind": "message_in", "actor_role": "requester", "public": True, "data": {"score": 4}},
            ),
            (made[1], {"kind": "message_out", "actor_role": "agent", "public": True, "text": "Oui."}),
            (made[2], {"kind": "assignment", "actor_role": "agent", "data": {"service": "voirie"}}),
            (made[2], {"kind": "state", "actor_role": "agent", "data": {"from": "done", "to": "new"}}),
        ):
            session.add(Entry(request_id=counter.request(reference).id, at=now + day, **facts))
    counter.clock.now = now + 10 * day
    return made


def numbers(text: str) -> list[tuple[str, str]]:
    """Addresses and numbers of the links that lead from the page of figures to lists."""
    found = re.findall(r'<a href="(/demandes\?[^"]+)"[^>]*>([^<]+)</a>', text)
    return [(unescape(address), shown) for address, shown in found]


def test_every_number_is_as_long_as_its_list_on_each_database(
    town_database: Database, tmp_path: Path
) -> None:
    counter = Counter(town_database, tmp_path)
    try:
        worked(counter)
        now = counter.clock()
        with town_database.reading() as session:
            in_force = counter.board.organisations.current(session).in_force
        document = in_force.organisation.model_dump(mode="json")
        today = in_force.organisation.town.local_day(now)
        reads = counter.board.reads
        counted: dict[str, int] = {}
        for key in ("sophie-martin", "karim-benali", "marc-durand", "ines-leroy"):
            viewer = viewer_of(in_force.organisation, today, person_id=in_force.agent_persons[key], agent=key)
            within = works_on_sql(viewer, in_force, is_sqlite=reads.is_sqlite)
            # Hundreds of lists, where a page has one.
            with reads.looking(seconds=60) as session:
                rows = SessionRows(session, reads)
                counting = Counting(within=within, agents=True)
                found = figures(rows, document, now, counting=counting)
                every: list[Figure] = [*found.today, *found.period]
                every += [each for table in found.tables.values() for row in table for each in row.figures]
                for figure in every:
                    address = address_of(figure.command)
                    if figure.unit != "count" or not address:
                        continue
                    wanted = Wanted.of(dict(parse_qsl(address.partition("?")[2])))
                    listed = count(session, narrow(session, reads, viewer, in_force, wanted, now), 1000)
                    assert listed == figure.value, (key, address)
                    counted[key] = counted.get(key, 0) + 1
        assert counted["sophie-martin"] > 60 and min(counted.values()) > 20
        period = {each.name: each.value for each in found.period}
        assert period["received"] == 2
    finally:
        counter.close()


@pytest.fixture
def town(counter: Counter) -> Counter:
    worked(counter)
    return counter


def test_each_number_on_the_page_opens_a_list_of_that_many(town: Counter) -> None:
    browser = town.signed_in(ADMINISTRATOR)
    page = browser.open("/chiffres").text
    leads = [(address, int(shown)) for address, shown in numbers(page) if shown.isdecimal()]
    assert len(leads) > 40
    # One of each kind: that every figure is as long as its list is asked of the database above.
    of_each_kind = {
        frozenset(dict(parse_qsl(address.partition("?")[2]))): (address, n) for address, n in leads
    }
    assert len(of_each_kind) > 5
    for address, shown in of_each_kind.values():
        listed = browser.open(address)
        total = re.search(r'data-live="total">(\d+)<', listed.text)
        assert total is not None and int(total[1]) == shown, address
    for said in (
        "Par quartier",
        "Les Tilleuls",
        "4,0 / 5",
        "Réunies à une autre",
        "Par agent",
        "Coût des SMS",
    ):
        assert said in page, said
    # The list keeps what led to it: the form shows it, and a change of another choice does not lose it.
    shown = browser.open("/demandes?etat=toutes&quartier=Les+Tilleuls&fait=merged&du=2026-11-01").text
    assert '<details class="wide" open>' in shown
    for choice in ("Les Tilleuls", "merged"):
        assert f'<option value="{choice}" selected>' in shown
    assert 'name="du" value="2026-11-01"' in shown


@pytest.mark.parametrize("who", [*SEEN, ASKED, None])
def test_each_role_counts_what_it_may_see(town: Counter, who: str | None) -> None:
    browser = town.signed_in(who, as_staff=who != ASKED) if who else town.browser()
    for path in ("/chiffres", "/chiffres.csv", "/chiffres.xlsx"):
        page = browser.open(path)
        if who is None:
            assert page.url.startswith(town.address + "/entrer?vers="), path
        elif who == ASKED:
            assert page.status_code == 404
            assert page.text == browser.open("/a-trier").text, "as a page that is not there"
        else:
            assert page.status_code == 200, path
    if who not in SEEN:
        return
    page = browser.open("/chiffres").text
    lines = list(
        csv.reader(io.StringIO(browser.open("/chiffres.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert (lines[1][1], int(lines[1][2])) == ("Toutes", SEEN[who])
    leads = who in (ADMINISTRATOR, ROADS_MANAGER)
    assert ("Par agent" in page) == leads == any(line[0] == "Par agent" for line in lines)
    assert ("Coût des SMS" in page) == (who == ADMINISTRATOR)
    assert ("Seules sont comptées" in page) == (who != ADMINISTRATOR)
    looks = [
        (action, row.data["agents"])
        for action in ("read", "export")
        for row in town.accesses(action)
        if row.subject == "figures"
    ]
    assert ("read", leads) in looks and ("export", leads) in looks


def test_a_town_may_have_no_figures_of_single_people(town: Counter) -> None:
    settings = town.board.settings
    without = settings.model_copy(update={"report": settings.report.model_copy(update={"by_agent": False})})
    object.__setattr__(town.board, "settings", without)
    assert "Par agent" not in town.signed_in(ADMINISTRATOR).open("/chiffres").text


def test_days_that_cannot_be_counted_are_said_and_those_chosen_are_counted(town: Counter) -> None:
    browser = town.signed_in(ADMINISTRATOR)
    for query, why in (
        ("du=2026-02-30", "Ce n’est pas un jour"),
        ("au=demain", "Ce n’est pas un jour"),
        ("du=2026-11-09&au=2026-11-01", "Le premier jour vient après le dernier"),
        ("du=2190-01-01", "Le premier jour vient après le dernier"),
    ):
        page = browser.open(f"/chiffres?{query}")
        assert page.status_code == 400 and why in page.text, query
        assert '<svg class="chart"' not in page.text and 'name="du"' in page.text
        assert browser.open(f"/chiffres.csv?{query}").status_code == 400
    none = browser.open("/chiffres?du=2020-01-01&au=2020-12-31")
    assert none.status_code == 200 and "Aucune demande reçue pendant ces jours" in none.text
    received = town.request("2026-00001").created_at.astimezone(UTC).date().isoformat()
    one_day = browser.open(f"/chiffres?du={received}&au={received}").text
    assert ("/demandes?etat=toutes&du=" + received + "&au=" + received, "6") in numbers(one_day)


def test_the_files_hold_numbers_that_spreadsheets_reckon_with(town: Counter) -> None:
    browser = town.signed_in(ADMINISTRATOR)
    content = browser.open("/chiffres.csv")
    assert content.headers["Content-Disposition"].startswith('attachment; filename="chiffres-2025-12-01-')
    first, whole, *rows = csv.reader(io.StringIO(content.content.decode("utf-8-sig")), delimiter=";")
    by_title = dict(zip(first, whole, strict=True))
    assert by_title["Reçues"] == "6" and by_title["Closes dans le délai (%)"] == "33,3"
    assert by_title["Satisfaction"] == "4,0"
    assert by_title["Liste"].endswith("/demandes?etat=toutes&du=2025-12-01&au=" + _today(town))
    assert {row[0] for row in rows} >= {"Par mois", "Par service", "Par quartier", "Par agent"}
    book = openpyxl.load_workbook(io.BytesIO(browser.open("/chiffres.xlsx").content))
    sheet = list(book.active.iter_rows(values_only=True))
    assert sheet[1][2] == 6 and isinstance(sheet[1][2], int)
    assert len(sheet) == len(rows) + 2


def _today(counter: Counter) -> str:
    return counter.organisation().town.local_day(counter.clock()).isoformat()


def test_a_town_that_receives_too_much_in_a_year_sees_this_month_first(
    town: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = town.signed_in(ADMINISTRATOR)
    first_of_month = f"{town.clock():%Y-%m}-01"
    monkeypatch.setattr(counted, "MOST_UNASKED", 6)
    assert f'name="du" value="{first_of_month}"' not in browser.open("/chiffres").text
    monkeypatch.setattr(counted, "MOST_UNASKED", 5)
    page = browser.open("/chiffres").text
    assert f'name="du" value="{first_of_month}"' in page
    assert "<dl" in page
    assert f"chiffres-{first_of_month}-" in browser.open("/chiffres.csv").headers["Content-Disposition"]
