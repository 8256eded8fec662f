"""Every address of the counter, by every method, as everybody: who may not open it gets what they would get
where nothing is; and an address that nobody wrote into the table fails here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
import requests
import sqlalchemy as sa

from dispatch.web.pages.all_pages import page_routers
from models.organisation import Official
from models.tables.columns import table_of
from models.tables.requests import Attachment
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO, ROADS_MANAGER
from tests.web.browsing import Browser, Counter
from tests.web.test_every_address_as_a_stranger import FIELDS, filled, held

_files = table_of(Attachment)
OFFICIAL = "anne.roux@elus.ville.test"
#: What each address asks of whoever opens it, by its methods: nothing (or what stands in the address itself),
#: that somebody is signed in, that the organisation names them, that they are staff, administrators, elected
#: officials.
ANYBODY = """
    GET /  GET /entrer  POST /entrer  GET /entrer/code  POST /entrer/code  GET /entrer/cle  POST /entrer/cle
    POST /entrer/cle/demander  GET /entrer/lien/{token}  POST /entrer/lien/{token}  GET /entrer/annuaire
    GET /entrer/annuaire/retour  GET /suivi  POST /suivi  GET /suivi/{token}
    GET /suivi/{token}/fichiers/{number}/{name}  GET /suivi/{token}/ecrire  POST /suivi/{token}/ecrire
    GET /suivi/{token}/annuler  POST /suivi/{token}/annuler  GET /suivi/{token}/photos
    POST /suivi/{token}/photos  GET /suivi/{token}/preuve  POST /suivi/{token}/preuve  GET /agenda/{secret}.ics
    GET /accessibilite  GET /donnees-personnelles  GET /chiffres-publics  GET /pages/{name}
    GET /manifest.webmanifest  GET /sw.js  GET /icones/{name}  GET /hors-ligne  GET /evenements
"""
PERSON = """
    GET /nouvelle  POST /nouvelle  GET /nouvelle/regarder  POST /nouvelle/regarder  GET /mes-demandes
    GET /confirmer  POST /confirmer  GET /confirmer/code  POST /confirmer/code  POST /sortir
    GET /confirmer/cle  POST /confirmer/cle  POST /confirmer/cle/demander
    GET /carte/fond/{zoom}/{x}/{y}  GET /carte/adresses
"""
NAMED = """
    GET /cles  POST /cles/demander  POST /cles/ajouter  POST /cles/nommer  POST /cles/retirer
"""
STAFF = """
    GET /bureau  GET /tableau  GET /tableau/replier  POST /tableau/replier  GET /demandes  GET /demandes.csv
    GET /demandes.xlsx  GET /demandes/ensemble  POST /demandes/ensemble  GET /demandes/{reference}
    GET /demandes/{reference}/fichiers/{number}/{name}  GET /demandes/{reference}/imprimer
    GET /demandes/{reference}/presence  GET /demandes/{reference}/masquer/{number}
    POST /demandes/{reference}/masquer/{number}  GET /demandes/{reference}/repondre
    POST /demandes/{reference}/repondre  GET /demandes/{reference}/noter  POST /demandes/{reference}/noter
    GET /demandes/{reference}/agir  POST /demandes/{reference}/agir  GET /demandes/{reference}/deplacer
    POST /demandes/{reference}/deplacer  GET /demandes/{reference}/donner  POST /demandes/{reference}/donner
    GET /demandes/{reference}/placer  POST /demandes/{reference}/placer  GET /demandes/{reference}/etiqueter
    GET /demandes/{reference}/corriger  POST /demandes/{reference}/corriger
    POST /demandes/{reference}/etiqueter  GET /demandes/{reference}/tache
    POST /demandes/{reference}/tache  GET /demandes/{reference}/signalements
    POST /demandes/{reference}/signalements  GET /demandes/{reference}/viser  POST /demandes/{reference}/viser
    GET /demandes/{reference}/annuler  POST /demandes/{reference}/annuler  GET /demandes/{reference}/brouillon
    POST /demandes/{reference}/brouillon  GET /vues  POST /vues  GET /vues/{number}  POST /vues/{number}
    GET /agenda  GET /agenda/calendrier  POST /agenda/calendrier  GET /carte  GET /carte/points  GET /carte/ici
    GET /carte/reperes
    GET /chiffres  GET /chiffres.csv  GET /chiffres.xlsx  GET /personnes  GET /personnes/{number}
    GET /recherche  GET /tournee  GET /hors-ligne/moi
"""
ADMINISTRATORS = """
    GET /a-trier  GET /a-trier/{number}  POST /a-trier/{number}  GET /a-trier/{number}/message.eml  GET /envois
    GET /envois/{number}  POST /envois/{number}  GET /envois/{number}/lettre  GET /organisation
    POST /organisation  GET /qui-voit-quoi
"""
OFFICIALS = """
    GET /delegation  GET /delegation.csv  GET /delegation.xlsx  GET /delegation/{reference}
    GET /delegation/{reference}/fichiers/{number}/{name}  GET /delegation/{reference}/commenter
    POST /delegation/{reference}/commenter  GET /delegation/{reference}/suivre
    POST /delegation/{reference}/suivre
"""
TABLE = {
    tuple(each.split(" ")): needs
    for needs, addresses in (
        ("anybody", ANYBODY),
        ("person", PERSON),
        ("named", NAMED),
        ("staff", STAFF),
        ("administrator", ADMINISTRATORS),
        ("official", OFFICIALS),
    )
    for each in re.findall(r"[A-Z]+ \S+", addresses)
}


#: Who looks, where they sign in, and for which of these addresses they are there.
PEOPLE = {
    "nobody": ("", {"anybody"}),
    "requester": (CITIZEN, {"anybody", "person"}),
    "official": (OFFICIAL, {"anybody", "person", "named", "official"}),
    "agent of it": (KEEPER, {"anybody", "person", "named", "staff"}),
    "manager of another service": (ROADS_MANAGER, {"anybody", "person", "named", "staff"}),
    "administrator": (ADMINISTRATOR, {"anybody", "person", "named", "staff", "administrator"}),
}
#: What is not there by the settings of this test, or without more in the address; and a stream, which goes on
#: for as long as it is listened to.
_OFF = frozenset(
    (
        "/chiffres-publics",
        "/entrer/annuaire",
        "/entrer/annuaire/retour",
        "/carte/ici",
        "/carte/points",
        "/carte/reperes",
        "/evenements",
    )
)


class Town(NamedTuple):
    """A request of the buildings' service with a file, which is the official's, too."""

    reference: str
    number: int


@pytest.fixture
def town(counter: Counter) -> Town:
    official = Official(key="anne-roux", name="Anne Roux", emails=(OFFICIAL,), services=("batiments",))
    counter.organise(counter.organisation().model_copy(update={"officials": (official,)}))
    reference = counter.ask(files={"photo.jpg": PHOTO})
    return Town(reference, counter.rows(sa.select(_files.c.id))[0].id)


def addresses(counter: Counter) -> set[tuple[str, str]]:
    """Every address of the pages by each of its methods."""
    return {
        (method, str(getattr(route, "path", "")))
        for router in page_routers(counter.board)
        for route in router.routes
        for method in getattr(route, "methods", ())
    }


def ask(browser: Browser, method: str, path: str) -> requests.Response:
    token = browser.hidden("/nouvelle").get("jeton", "") if method == "POST" else ""
    return browser.session.request(
        method,
        browser.address + path,
        data={"jeton": token, "vu": "999999", **FIELDS} if method == "POST" else None,
        headers={"Origin": browser.address},
        timeout=60,
        allow_redirects=False,
    )


def test_each_address_stands_in_the_table_and_none_that_is_not_there(counter: Counter) -> None:
    assert addresses(counter) == set(TABLE)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_address_is_there_for_those_of_the_table_alone(counter: Counter, town: Town, who: str) -> None:
    address, may = PEOPLE[who]
    browser = counter.signed_in(address, as_staff=address != CITIZEN) if address else counter.browser()
    # A page that is there for nobody, as this one sees it.
    nothing = browser.open("/agenda/nothing.ics")
    browser.open("/nouvelle")
    before, wrong = held(counter), []
    for (method, path), needs in sorted(TABLE.items()):
        if needs in may:
            continue
        answer = ask(browser, method, filled(path, town.reference, town.number))
        if who != "nobody":
            is_refused = answer.status_code == 404 and (method == "POST" or answer.text == nothing.text)
        elif method == "POST":
            is_refused = answer.status_code == 403
        else:
            is_refused = answer.headers.get("Location", "").startswith("/entrer?vers=")
        if not is_refused:
            wrong.append((method, path, answer.status_code))
    assert (wrong, held(counter)) == ([], before)
    for (method, path), needs in sorted(TABLE.items()):
        if method == "GET" and needs in may and "{" not in path and path not in _OFF:
            answer = ask(browser, method, path)
            is_there = answer.status_code in (200, 204) or (
                answer.status_code == 303 and "/entrer?vers=" not in answer.headers["Location"]
            )
            if not is_there and not (path == "/hors-ligne/moi" and who == "administrator"):
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_an_address_answers_its_own_methods_and_says_one_of_them_to_any_other(counter: Counter) -> None:
    browser = counter.browser()
    for _method, path in sorted(TABLE):
        if "{" not in path:
            answer = ask(browser, "HEAD", path)
            assert (answer.status_code, (answer.headers["allow"], path) in TABLE) == (405, True), path
    answer = ask(browser, "PUT", "/demandes/2026-00001/imprimer")
    assert (answer.status_code, answer.headers.get("allow", "")) == (405, "GET")
