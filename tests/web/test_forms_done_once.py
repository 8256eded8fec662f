"""What a telephone sends twice is done once; what it may keep, and what it may not; what makes it an application."""

from __future__ import annotations

import gzip
import io
import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from dispatch.web.entering.sessions import end_sessions_of
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import Attachment
from models.tables.sessions import SentForm
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, PHOTO
from tests.servers.http_service import serving
from tests.web.browsing import Browser, Counter

_sent, _files = table_of(SentForm), table_of(Attachment)
PAUL = "paul.girard@agents.ville.test"
JPEG = {"photo": ("fait.jpg", PHOTO, "image/jpeg")}


@pytest.fixture
def agent(counter: Counter) -> Browser:
    return counter.signed_in(KEEPER)


@pytest.fixture
def reference(counter: Counter, agent: Browser) -> str:
    """A request that the agent has taken."""
    found = counter.ask()
    agent.open(f"/demandes/{found}")
    agent.send(f"/demandes/{found}/agir", verbe="take")
    return found


def send(agent: Browser, reference: str, name: str, act: str = "noter", **fields: Any) -> Any:
    """A form as a telephone sends it: with a token fetched now, and a name of its own."""
    files = fields.pop("files", None)
    token = agent.session.get(f"{agent.address}/hors-ligne/moi", timeout=60).json()["jeton"]
    data = {"jeton": token, "envoi": name, "script": "1", **fields}
    return agent.session.post(
        f"{agent.address}/demandes/{reference}/{act}",
        data=data,
        files=files,
        headers={"Origin": agent.address},
        allow_redirects=False,
        timeout=60,
    )


def last_line(agent: Browser, reference: str) -> str:
    agent.open(f"/demandes/{reference}")
    return agent.hidden(f"/demandes/{reference}/noter")["vu"]


def test_the_same_form_acts_once_and_is_answered_as_the_first_was(
    counter: Counter, agent: Browser, reference: str
) -> None:
    name, seen = str(uuid.uuid4()), last_line(agent, reference)
    first = send(agent, reference, name, note="Fuite au sous-sol.", vu=seen)
    before = len(counter.entries())
    again = send(agent, reference, name, note="Fuite au sous-sol.", vu=seen)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == {**first.json(), "repeated": True}
    assert first.json()["seen"] == counter.entries()[-1].id
    assert len(counter.entries()) == before
    # Without a script it leads back to the request, as the first did.
    plain = send(agent, reference, name, note="Fuite au sous-sol.", vu=seen, script="")
    assert plain.headers["location"] == first.json()["to"] == f"/demandes/{reference}?dit=noter#fil"


def test_of_the_same_form_many_times_at_once_one_acts(
    counter: Counter, agent: Browser, reference: str
) -> None:
    name, seen, before = str(uuid.uuid4()), last_line(agent, reference), len(counter.entries())
    with ThreadPoolExecutor(6) as calls:
        found = list(
            calls.map(lambda _: send(agent, reference, name, note="Fuite.", vu=seen).json(), range(6))
        )
    assert sorted(each["repeated"] for each in found) == [False, *[True] * 5]
    assert len(counter.entries()) == before + 1


@pytest.mark.parametrize(
    "name", ["x", str(uuid.UUID(int=7)), "' OR 1=1", "45D70208-E5D9-421B-A076-4080673941840"]
)
def test_what_is_no_name_of_a_form_does_nothing(
    counter: Counter, agent: Browser, reference: str, name: str
) -> None:
    before = len(counter.entries())
    assert send(agent, reference, name, note="Fuite.", vu="999999").status_code == 400
    assert len(counter.entries()) == before


def test_a_name_is_good_for_one_form_of_one_person(counter: Counter, agent: Browser, reference: str) -> None:
    name, seen = str(uuid.uuid4()), last_line(agent, reference)
    assert send(agent, reference, name, note="Fuite.", vu=seen).status_code == 200
    before = len(counter.entries())
    other_words = send(agent, reference, name, note="Autre chose.", vu="999999")
    other_act = send(agent, reference, name, "repondre", texte="Fuite.", vu="999999")
    with_a_photo = send(agent, reference, name, note="Fuite.", vu="999999", files=JPEG)
    for each in (other_words, other_act, with_a_photo):
        assert (each.status_code, each.json()["outcome"]) == (400, "refused")
    assert len(counter.entries()) == before
    # A colleague's form of the same name is another one.
    colleague = counter.signed_in(PAUL)
    told = send(colleague, reference, name, note="Fuite.", vu="999999")
    assert (told.status_code, told.json()["repeated"]) == (200, False)


def test_a_form_that_was_refused_may_be_sent_again_under_its_name(
    counter: Counter, agent: Browser, reference: str
) -> None:
    name, seen = str(uuid.uuid4()), last_line(agent, reference)
    counter.signed_in(PAUL).open("/bureau")
    send(counter.signed_in(PAUL), reference, str(uuid.uuid4()), note="Je passe.", vu=seen)
    newer = send(agent, reference, name, note="Fuite.", vu=seen)
    assert (newer.status_code, newer.json()["outcome"]) == (409, "newer")
    assert "Fuite." not in [row.text for row in counter.entries()]
    assert counter.rows(sa.select(_sent.c.name).where(_sent.c.name == name)) == []
    assert (
        send(agent, reference, name, note="Fuite.", vu=last_line(agent, reference)).json()["outcome"]
        == "done"
    )


def test_names_are_forgotten_after_a_month(counter: Counter, agent: Browser, reference: str) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    send(agent, reference, first, note="Fuite.", vu="999999")
    counter.clock.pass_seconds(31 * 24 * 3600)
    send(counter.signed_in(KEEPER), reference, second, note="Encore.", vu="999999")
    assert [row.name for row in counter.rows(sa.select(_sent.c.name))] == [second]


def test_a_form_needs_the_token_of_its_session_however_long_it_waited(
    counter: Counter, agent: Browser, reference: str
) -> None:
    before = len(counter.entries())
    stale = send(counter.signed_in(PAUL), reference, str(uuid.uuid4()), note="x", vu="999999", jeton="a" * 32)
    assert stale.status_code == 403
    with counter.database.transaction() as session:
        end_sessions_of(session, counter.person_at(KEEPER), counter.clock())
    over = agent.open("/hors-ligne/moi")
    assert over.url == f"{counter.address}/entrer?vers=%2Fhors-ligne%2Fmoi"
    assert over.headers["X-Guichet-Session"] == "none"
    assert len(counter.entries()) == before


def test_photos_go_with_the_words_and_are_taken_back_with_them(
    counter: Counter, agent: Browser, reference: str
) -> None:
    done = send(agent, reference, str(uuid.uuid4()), "agir", verbe="done", vu="999999", files=JPEG)
    assert done.json()["outcome"] == "done"
    photo, state = counter.entries()[-2:]
    assert (photo.kind, photo.public, state.kind) == ("attachment", True, "state")
    (file,) = counter.rows(sa.select(_files))
    assert (file.entry_id, file.content_type) == (photo.id, "image/jpeg")
    assert counter.board.files.get(file.sha256) == PHOTO
    assert counter.notices("done")[-1].attachment_ids == [file.id]
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/annuler")
    assert counter.request(reference).state == "taken"
    taken_back = next(row.data["withdraws"] for row in reversed(counter.entries()) if "withdraws" in row.data)
    assert taken_back == [photo.id, state.id]


def test_a_note_may_be_a_photo_alone_and_is_for_staff(
    counter: Counter, agent: Browser, reference: str
) -> None:
    assert (
        send(agent, reference, str(uuid.uuid4()), note="", vu="999999", files=JPEG).json()["outcome"]
        == "done"
    )
    assert (counter.entries()[-1].kind, counter.entries()[-1].public) == ("note", False)
    answer = send(agent, reference, str(uuid.uuid4()), "repondre", texte="Voici.", vu="999999", files=JPEG)
    assert answer.json()["outcome"] == "done"
    assert len(counter.notices("answer")[-1].attachment_ids) == 1


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"MZ\x90"])
def test_what_is_no_photo_is_refused_with_the_words_kept(
    counter: Counter, agent: Browser, reference: str, content: bytes
) -> None:
    before = len(counter.entries())
    files = {"photo": ("photo.jpg", content, "image/jpeg")}
    told = send(agent, reference, str(uuid.uuid4()), note="Voir photo.", vu="999999", files=files)
    assert (told.status_code, told.json()["outcome"]) == (400, "refused")
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/noter", note="Voir photo.", files=files)
    assert "Voir photo.</textarea>" in agent.page.text
    assert "JPEG, PNG, WebP" in agent.page.text
    assert len(counter.entries()) == before
    assert counter.rows(sa.select(_files)) == []


def test_only_ones_own_work_may_be_kept(counter: Counter, agent: Browser, reference: str) -> None:
    other = counter.ask(
        "Le portail du gymnase Guimard est cassé.", subject="Portail", message_id="<p@example.org>"
    )
    counter.set(other, assignee_id=None)
    photo = counter.ask(files={"photo.jpg": PHOTO}, subject="Photo", message_id="<f@example.org>")
    file = counter.rows(sa.select(_files.c.id))[0].id
    path = f"/demandes/{photo}/fichiers/{file}/photo.jpg"
    counter.set(photo, assignee_id=None)

    def kept(browser: Browser, path: str) -> bool:
        answer = browser.open(path)
        assert answer.status_code == 200, path
        return "X-Guichet-Keep" in answer.headers

    assert kept(agent, "/bureau")
    assert kept(agent, f"/demandes/{reference}")
    assert kept(agent, "/hors-ligne/moi")
    never = (
        *(f"/demandes/{other}", path, f"/demandes/{reference}/imprimer", "/demandes", "/demandes.csv"),
        *("/tableau", "/carte", "/agenda", "/chiffres", "/nouvelle", "/cles", "/hors-ligne"),
    )
    assert [each for each in never if kept(agent, each)] == []
    agent.open(f"/demandes/{photo}")
    agent.send(f"/demandes/{photo}/donner", a="agent:karim-benali")
    assert kept(agent, path)
    administrator = counter.signed_in(ADMINISTRATOR)
    administrator.open(f"/demandes/{photo}")
    administrator.send(f"/demandes/{photo}/donner", a="agent:sophie-martin")
    assert [each for each in ("/bureau", f"/demandes/{photo}", "/a-trier") if kept(administrator, each)] == []
    assert "field.js" not in administrator.open("/bureau").text
    assert administrator.open("/hors-ligne/moi").status_code == 404
    citizen = counter.signed_in(CITIZEN, as_staff=False)
    assert not kept(citizen, "/mes-demandes")
    assert "field.js" not in citizen.page.text
    assert citizen.open("/hors-ligne/moi").status_code == 404


def test_the_page_that_lists_what_waits_says_nothing_of_anybody_who_is_not_signed_in(
    counter: Counter, reference: str
) -> None:
    page = counter.browser().open("/hors-ligne?lang=fr").text
    assert "Karim" not in page and reference not in page and "jeton" not in page
    assert "Waiting to be sent" in counter.browser().open("/hors-ligne?lang=en").text


def test_the_key_of_what_waits_is_the_same_in_every_session_of_a_person_and_of_nobody_else(
    counter: Counter,
) -> None:
    mine, again, other = (
        counter.signed_in(each).open("/hors-ligne/moi").json() for each in (KEEPER, KEEPER, PAUL)
    )
    assert (mine["qui"], mine["cle"]) == (again["qui"], again["cle"])
    assert mine["jeton"] != again["jeton"]
    assert {mine["qui"], mine["cle"]}.isdisjoint({other["qui"], other["cle"]})


def test_signing_out_takes_along_what_the_browser_keeps(counter: Counter, agent: Browser) -> None:
    agent.open("/bureau")
    token = agent.hidden("/sortir")["jeton"]
    left = agent.session.post(
        f"{counter.address}/sortir",
        data={"jeton": token},
        headers={"Origin": counter.address},
        allow_redirects=False,
        timeout=60,
    )
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_copy_that_a_telephone_fetches_is_a_look_in_the_access_log(
    counter: Counter, agent: Browser, reference: str
) -> None:
    agent.open(f"/demandes/{reference}?copie=1", **{"X-Guichet-Live": "1"})
    assert counter.accesses("read")[-1].data == {"copy": True}


def logo(mode: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#c00000").save(out, mode)
    return out.getvalue()


@pytest.mark.parametrize("has_logo", [False, True])
def test_the_manifest_names_the_town_and_its_icons_are_pictures_of_their_size(
    sqlite_town_database: Database, tmp_path: Path, has_logo: bool
) -> None:
    settings: dict[str, Any] = {"colour": "#14602b"}
    if has_logo:
        (tmp_path / "logo.png").write_bytes(logo())
        settings["logo_file"] = tmp_path / "logo.png"
    made = Counter(sqlite_town_database, tmp_path, web=settings)
    with serving(made.router) as address:
        made.address = address
        browser = made.browser()
        answer = browser.open("/manifest.webmanifest")
        manifest = json.loads(answer.text)
        assert answer.headers["content-type"] == "application/manifest+json"
        assert manifest["name"] == "Mairie de Saint-Exemple-sur-Loire"
        assert (manifest["scope"], manifest["start_url"], manifest["display"]) == (
            "/",
            "/bureau",
            "standalone",
        )
        assert manifest["theme_color"] == "#14602b"
        assert "town hall" in browser.open("/manifest.webmanifest?lang=en").json()["name"]
        for each in manifest["icons"]:
            picture = Image.open(io.BytesIO(browser.open(each["src"]).content))
            assert "x".join(map(str, picture.size)) == each["sizes"]
            colours = picture.convert("RGB").getcolors(100_000) or []
            shown = (0xC0, 0, 0) if has_logo else (0x14, 0x60, 0x2B)
            assert shown in [colour for _, colour in colours]
        assert browser.open("/icones/autre.png").status_code == 404
    made.close()


def test_the_worker_calls_this_counter_alone_and_pages_may_start_no_other(counter: Counter) -> None:
    worker = counter.browser().open("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert (
        worker.headers["Content-Security-Policy"]
        == "default-src 'none'; script-src 'self'; connect-src 'self'"
    )
    assert '"SHELL"' not in worker.text
    policy = counter.browser().open("/entrer").headers["Content-Security-Policy"]
    assert "worker-src 'self'; manifest-src 'self'" in policy
    assert "unsafe" not in policy


def test_scripts_and_pages_stay_light(counter: Counter, agent: Browser, reference: str) -> None:
    for path in (
        *(
            "/bureau",
            f"/demandes/{reference}",
            "/hors-ligne",
            "/tableau",
            "/carte",
            "/nouvelle",
            "/personnes",
        ),
        *("/demandes", "/accessibilite", "/donnees-personnelles"),
    ):
        page = agent.open(path)
        assert len(gzip.compress(page.content)) <= 30_000
        # What the page itself loads, and the worker that stands behind all of them.
        scripts = {*re.findall(r'<script src="/pages/([a-z]+\.js)', page.text), "sw.js"}
        assert len(scripts) > 2
        weights = {each: len(gzip.compress(counter.board.look.assets[each])) for each in scripts}
        assert sum(weights.values()) <= 60_000, (path, weights)
