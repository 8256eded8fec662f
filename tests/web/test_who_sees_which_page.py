"""Every page as every role: what is not one's own is not there, and looks as if it never was."""

from __future__ import annotations

import html
import re
from itertools import product
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from dispatch.sight.conditions import sight_of, works_on
from dispatch.sight.may_see import Sight
from dispatch.sight.viewer import Viewer, viewer_of
from models.organisation import Official
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import Attachment, RequestRow
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO, ROADS_AGENT, ROADS_MANAGER
from tests.web.browsing import Browser, Counter

_requests, _files = table_of(RequestRow), table_of(Attachment)
OFFICIAL = "anne.roux@elus.ville.test"
#: Who signs in, as what; and whether a request of the buildings' service is theirs to treat.
PEOPLE = {
    "nobody": (None, False),
    "requester": (CITIZEN, False),
    "other citizen": ("luc@example.org", False),
    "agent of it": (KEEPER, True),
    "agent of another service": (ROADS_AGENT, False),
    "manager of another service": (ROADS_MANAGER, False),
    "administrator": (ADMINISTRATOR, True),
    # What is delegated to them has pages of its own (test_officials_see_their_delegation.py).
    "official of it": (OFFICIAL, False),
}


_STAFF = (KEEPER, ROADS_AGENT, ROADS_MANAGER, ADMINISTRATOR)


def browser_of(counter: Counter, who: str) -> Browser:
    address, _ = PEOPLE[who]
    if address is None:
        return counter.browser()
    named = (*(each.emails[0] for each in counter.organisation().officials), *_STAFF)
    return counter.signed_in(address, as_staff=address in named)


@pytest.fixture
def reference(counter: Counter) -> str:
    organisation = counter.organisation()
    official = Official(key="anne-roux", name="Anne Roux", emails=(OFFICIAL,), services=("batiments",))
    counter.organise(organisation.model_copy(update={"officials": (official,)}))
    counter.ask("Bonjour, le portail est cassé. Luc", sender="luc@example.org", subject="Portail")
    return counter.ask(files={"photo.jpg": PHOTO}, subject="Une ampoule secrète")


def file_of(counter: Counter) -> str:
    return str(counter.rows(sa.select(_files.c.id))[0].id)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_page_of_a_request_opens_to_whoever_works_on_it_alone(
    counter: Counter, reference: str, who: str
) -> None:
    browser, may = browser_of(counter, who), PEOPLE[who][1]
    paths = [f"/demandes/{reference}", f"/demandes/{reference}/fichiers/{file_of(counter)}/photo.jpg"]
    for path in paths:
        page = browser.open(path)
        if may:
            assert page.status_code == 200
        elif who == "nobody":
            assert page.url.startswith(counter.address + "/entrer?vers=")
        else:
            assert page.status_code == 404
            unknown = browser.open(path.replace(reference, "2026-09999"))
            assert (unknown.status_code, unknown.text) == (page.status_code, page.text)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_page_of_who_asked_opens_to_whoever_works_for_them_alone(
    counter: Counter, reference: str, who: str
) -> None:
    browser, may = browser_of(counter, who), PEOPLE[who][1]
    person = counter.person_at(CITIZEN)
    for path in (f"/personnes/{person}", f"/nouvelle?pour={person}"):
        page = browser.open(path)
        # A page for a new request is everybody's; that of others says nothing of the person.
        shown = CITIZEN in page.text.replace('class="me"', "")
        assert shown == may, path
    page = browser.open(f"/personnes/{person}")
    if not may and who != "nobody":
        assert page.status_code == 404
        assert page.text == browser.open("/personnes/99999").text


@pytest.mark.parametrize("who", PEOPLE)
def test_what_everybody_may_read_opens_to_everybody(counter: Counter, reference: str, who: str) -> None:
    browser = browser_of(counter, who)
    for path in ("/accessibilite", "/donnees-personnelles", "/suivi"):
        assert browser.open(path).url == counter.address + path
        assert browser.page.status_code == 200
    assert browser.open("/chiffres-publics").status_code == 404


@pytest.mark.parametrize("who", PEOPLE)
def test_no_list_names_a_request_that_is_not_ones_own(counter: Counter, reference: str, who: str) -> None:
    browser, may = browser_of(counter, who), PEOPLE[who][1]
    for path in (
        "/bureau", "/demandes?etat=toutes", "/demandes?q=ampoule", "/tableau", "/demandes.csv", "/demandes?q=2",
        "/demandes?q=jeanne", "/personnes?q=jeanne", "/recherche?q=ampoule", "/carte?etat=toutes", "/carte/ici?s=-90&o=-180&n=90&e=180",
    ):  # fmt: skip
        text = browser.open(path).text
        if not may:
            assert "secrète" not in text and reference not in text, path
    shown = browser.open("/demandes?etat=toutes").text
    assert (reference in shown) == may
    assert ("secrète" in browser.open("/demandes.csv").text) == may


@pytest.mark.parametrize("who", [who for who, (_, may) in PEOPLE.items() if not may])
def test_nobody_changes_a_request_that_they_do_not_see(counter: Counter, reference: str, who: str) -> None:
    browser, before = browser_of(counter, who), len(counter.entries())
    browser.open("/nouvelle")
    fields = {
        "jeton": browser.hidden("/nouvelle").get("jeton", ""),
        "vu": "999999",
        "texte": "x",
        "note": "x",
        "verbe": "take",
        "a": "service:voirie",
    }
    for act in (
        "repondre",
        "noter",
        "agir",
        "donner",
        "corriger",
        "etiqueter",
        "tache",
        "signalements",
        "viser",
        "annuler",
        "deplacer",
    ):
        answer = browser.session.post(
            f"{counter.address}/demandes/{reference}/{act}",
            data=fields,
            headers={"Origin": counter.address},
            timeout=60,
            allow_redirects=False,
        )
        assert answer.status_code == (403 if who == "nobody" else 404), act
        assert len(counter.entries()) == before, act


def test_a_form_that_no_page_of_ours_sent_does_nothing_whatever_cookie_comes_with_it(
    counter: Counter, reference: str
) -> None:
    browser, before = counter.signed_in(KEEPER), len(counter.entries())
    browser.open(f"/demandes/{reference}")
    path = f"/demandes/{reference}/noter"
    hidden = browser.hidden(path)
    good = {"Origin": counter.address}
    for headers, fields in (
        ({"Origin": "https://evil.example"}, hidden),
        ({"Origin": "null"}, hidden),
        ({}, hidden),
        ({**good, "Sec-Fetch-Site": "cross-site"}, hidden),
        ({**good, "Sec-Fetch-Site": "same-site"}, hidden),
        (good, {**hidden, "jeton": ""}),
        (good, {**hidden, "jeton": "0" * 32}),
    ):
        answer = browser.session.post(
            counter.address + path, data={**fields, "note": "forgée"}, headers=headers, timeout=60
        )
        assert answer.status_code == 403
        assert "forgée" in answer.text, "what was typed is shown again"
    assert len(counter.entries()) == before
    kept = browser.session.post(
        counter.address + path,
        data={**hidden, "note": "x"},
        headers={"Sec-Fetch-Site": "same-origin"},
        timeout=60,
    )
    assert kept.status_code == 200
    assert len(counter.entries()) == before + 1


def test_every_page_forbids_scripts_frames_and_other_sites(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    for path in (
        "/entrer",
        "/bureau",
        "/demandes",
        "/chiffres",
        "/personnes?q=jeanne",
        "/accessibilite",
        "/carte",
        f"/demandes/{reference}",
        "/demandes/2026-09999",
    ):
        page = browser.open(path)
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert "<style" not in page.text and " style=" not in page.text and " onclick" not in page.text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


def test_a_file_is_opened_by_its_link_whatever_its_sender_called_it(counter: Counter) -> None:
    names = ("../../etc/plan.pdf", "a\\b?c#d%2Fe.pdf", "photo\u202egpj.exe")
    reference = counter.ask(subject="Plans", files={name: b"%PDF-1.4 " + name.encode() for name in names})
    browser = counter.signed_in(ADMINISTRATOR)
    links = set(
        re.findall(r'href="(/demandes/[^"]+/fichiers/[^"]+)"', browser.open(f"/demandes/{reference}").text)
    )
    assert len(links) == len(names)
    for link in links:
        answer = browser.open(html.unescape(link))
        assert answer.status_code == 200
        assert "%E2%80%AE" not in link + answer.headers["Content-Disposition"]


def test_hostile_words_stand_as_words_on_every_page(counter: Counter) -> None:
    reference = counter.ask(
        f"Bonjour {HOSTILE}\n\nAu gymnase Guimard.",
        subject=HOSTILE,
        name="Mallory <script>alert(2)</script>",
        files={"</a><script>alert(3)</script>.jpg": PHOTO, "page.html": b"<script>alert(4)</script>"},
    )
    browser = counter.signed_in(ADMINISTRATOR)
    for path in (
        "/bureau",
        "/demandes",
        "/tableau",
        "/carte",
        f"/demandes/{reference}",
        "/demandes?q=%3Cscript%3E",
        f"/personnes/{counter.person_at(CITIZEN)}",
        "/personnes?q=mallory",
    ):
        text = browser.open(path).text
        scripts = list(text.split("<script")[1:])
        scripts_of_pages = (
            "board", "live", "field", "leaflet", "ground", "map", "place", "drag", "view", "new",
        )  # fmt: skip
        own = tuple(f' src="/pages/{name}.js' for name in scripts_of_pages)
        assert all(part.startswith(own) for part in scripts), path
        assert "<img src=x" not in text
        assert "{{ 7*7 }}" in text or path.startswith("/personnes?"), path
    for row in counter.rows(sa.select(_files)):
        page = browser.open(f"/demandes/{reference}/fichiers/{row.id}/x")
        assert "sandbox" in page.headers["Content-Security-Policy"]
        if not row.content_type.startswith("image/"):
            assert page.headers["Content-Disposition"].startswith("attachment")
            assert "html" not in page.headers["Content-Type"]


#: Who has a request, which service it is of, and where.
PLACES = tuple(
    product((None, "karim-benali", "marc-durand"), (None, "batiments", "voirie"), (None, "gymnase-guimard"))
)


def test_the_database_lets_through_what_the_function_does(town_database: Database, tmp_path: Path) -> None:
    counter = Counter(town_database, tmp_path)
    try:
        reference = counter.ask()
        with town_database.reading() as session:
            in_force = counter.board.organisations.current(session).in_force
        request_id = counter.request(reference).id
        today = in_force.organisation.town.local_day(counter.clock())
        people = [*in_force.agent_persons.items(), (None, counter.person_at(CITIZEN))]
        for holder, service, building in PLACES:
            counter.set(
                reference,
                assignee_id=in_force.agent_ids.get(holder or ""),
                service_id=in_force.service_ids.get(service or ""),
                building_id=in_force.building_ids.get(building or ""),
            )
            with counter.board.reads.looking() as session:
                for key, person in people:
                    who = viewer_of(in_force.organisation, today, person_id=person, agent=key)
                    query = sa.select(_requests.c.id).where(works_on(who, in_force))
                    listed = request_id in set(session.connection().execute(query).scalars())
                    full = sight_of(session, who, in_force, request_id) is Sight.FULL
                    assert listed == full, (key, holder, service, building)
                assert sight_of(session, Viewer(), in_force, request_id) is Sight.NONE
    finally:
        counter.close()


def test_the_list_page_says_who_looked_and_a_file_too(counter: Counter, reference: str) -> None:
    browser = counter.signed_in(KEEPER)
    browser.open(f"/demandes/{reference}")
    browser.open(f"/demandes/{reference}/fichiers/{file_of(counter)}/photo.jpg")
    looks = [(row.actor, row.subject) for row in counter.accesses("read")]
    request_id = counter.request(reference).id
    assert looks == [("agent:karim-benali", f"request:{request_id}")] * 2


def test_pages_that_are_closed_are_not_there(counter: Counter) -> None:
    settings = counter.desk.settings
    for changes, opened in (
        ({"web": {"board": False}}, False),
        ({"doors": {"http": {"public_url": "http://demandes.ville.test"}}}, False),
        ({"doors": {"http": {"public_url": "https://demandes.ville.test"}}}, True),
        ({}, True),
    ):
        assert type(settings).model_validate(changes).pages_open is opened
    assert requests.get(counter.address + "/pages/nothing.css", timeout=60).status_code == 404
