"""Faces and plates on a photo are blackened: what is outside the town hall gets a copy, staff and its author keep it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from PIL import Image

from models.organisation import Official, Partner
from models.tables.columns import table_of
from models.tables.requests import Attachment
from tests.chromium import chromium
from tests.letters import KEEPER
from tests.photos import photo_taken_at
from tests.web.browsing import Browser, Counter
from tests.web.seen import command, mistakes, show_at, sign_in
from tests.web.test_tracking_page import path_of

_files = table_of(Attachment)
OFFICIAL = "anne.roux@elus.ville.test"
PHOTO = photo_taken_at(47.2, -1.5)


@pytest.fixture
def reference(counter: Counter) -> str:
    official = Official(key="anne-roux", name="Anne Roux", emails=(OFFICIAL,), services=("batiments",))
    partner = Partner(key="cucm", name="Communauté urbaine", email="voirie@cucm.example")
    organisation = counter.organisation()
    counter.organise(
        organisation.model_copy(
            update={"officials": (official,), "partners": (*organisation.partners, partner)}
        )
    )
    return counter.ask(files={"portail.jpg": PHOTO, "plan.pdf": b"%PDF-1.4 plan"})


@pytest.fixture
def agent(counter: Counter, reference: str) -> Browser:
    return counter.signed_in(KEEPER)


def file_called(counter: Counter, name: str) -> Any:
    return counter.rows(sa.select(_files).where(_files.c.filename == name))[-1]


def covers(counter: Counter) -> list[Any]:
    """Covered copies that are in force."""
    query = sa.select(_files).where(_files.c.derived_from != "", _files.c.removed_at.is_(None))
    return counter.rows(query.order_by(_files.c.id))


def cover(counter: Counter, agent: Browser, reference: str, **zones: str) -> requests.Response:
    path = f"/demandes/{reference}/masquer/{file_called(counter, 'portail.jpg').id}"
    agent.open(path)
    return agent.send(path, **zones)


def seen(counter: Counter, row: Any) -> Image.Image:
    return Image.open(io.BytesIO(counter.desk.files.get(row.sha256)))


def linked(page: str) -> set[int]:
    return {int(each) for each in re.findall(r'href="[^"]*/fichiers/([0-9]+)/', page)}


LEFT_HALF = {"gauche1": "0", "haut1": "0", "largeur1": "50", "hauteur1": "100"}
CORNER = {"gauche1": "90,5", "haut1": "90", "largeur1": "20", "hauteur1": "20", "gauche2": "", "largeur2": ""}


def test_what_is_covered_is_black_on_a_copy_that_tells_nothing_else(
    counter: Counter, agent: Browser, reference: str
) -> None:
    agent.open(f"/demandes/{reference}")
    agent.send(f"/demandes/{reference}/noter", note="Le visage du voisin se voit.")
    assert "dit=masquee" in cover(counter, agent, reference, **LEFT_HALF).url
    assert "a masqué une partie d’une photo" in agent.page.text
    [row] = covers(counter)
    image = seen(counter, row)
    assert image.crop((0, 0, 156, 240)).convert("L").getextrema()[1] < 40
    assert image.crop((164, 0, 320, 240)).convert("L").getextrema()[1] > 150, "the rest is as it was"
    assert not dict(image.getexif())
    assert counter.accesses("cover")[-1].subject == f"request:{counter.request(reference).id}"
    # It is covered anew rather than undone, and nothing older is undone in its stead.
    assert "/annuler" not in agent.page.text
    # A corner that reaches over the edge is covered up to it; the new copy stands in place of the other.
    cover(counter, agent, reference, **CORNER)
    [again] = covers(counter)
    assert again.id != row.id
    assert row.id not in linked(agent.page.text) and "conservé" not in agent.page.text
    image = seen(counter, again)
    assert image.crop((296, 220, 320, 240)).convert("L").getextrema()[1] < 40
    assert image.crop((0, 0, 156, 240)).convert("L").getextrema()[1] > 150


def test_partners_and_officials_get_the_covered_copy_alone_and_its_author_keeps_the_photo(
    counter: Counter, agent: Browser, reference: str
) -> None:
    photo = file_called(counter, "portail.jpg")
    official = counter.signed_in(OFFICIAL)
    assert linked(official.open(f"/delegation/{reference}").text) == {photo.id}
    cover(counter, agent, reference, **LEFT_HALF)
    [row] = covers(counter)
    assert linked(official.open(f"/delegation/{reference}").text) == {row.id}
    assert official.open(f"/delegation/{reference}/fichiers/{photo.id}/x.jpg").status_code == 404
    shown = official.open(f"/delegation/{reference}/fichiers/{row.id}/x.jpg").content
    assert Image.open(io.BytesIO(shown)).crop((0, 0, 156, 240)).convert("L").getextrema()[1] < 40
    agent.open(f"/demandes/{reference}")
    assert {photo.id, row.id} <= linked(agent.page.text)
    agent.send(f"/demandes/{reference}/donner", a="partner:cucm", mot="Pour vous")
    sent = {each for letter in counter.notices("partner_request") for each in letter.attachment_ids}
    assert row.id in sent and photo.id not in sent
    citizen = counter.browser().open(path_of(counter, reference)).text
    assert photo.id in linked(citizen) and row.id not in linked(citizen)
    assert "masqu" not in citizen


def test_a_card_of_the_board_shows_the_covered_copy(counter: Counter, agent: Browser, reference: str) -> None:
    """A board hangs where visitors pass."""

    def shown() -> list[str]:
        return re.findall(r'fichiers/([0-9]+)/photo\?carte"', agent.open("/tableau").text)

    assert shown() == [str(file_called(counter, "portail.jpg").id)]
    cover(counter, agent, reference, **LEFT_HALF)
    assert shown() == [str(covers(counter)[-1].id)]


def test_what_is_no_zone_or_no_picture_is_refused_with_what_was_typed(
    counter: Counter, agent: Browser, reference: str
) -> None:
    for zones in ({}, {"gauche1": "10"}, {**LEFT_HALF, "largeur1": "nan"}, {**LEFT_HALF, "haut1": "-3"}, {**LEFT_HALF, "gauche1": "<b>"}):  # fmt: skip
        answer = cover(counter, agent, reference, **zones)
        assert answer.status_code == 400, zones
        assert all(f'value="{each.replace("<b>", "&lt;b&gt;")}"' in answer.text for each in zones.values())
    assert covers(counter) == []
    plan = file_called(counter, "plan.pdf").id
    assert agent.open(f"/demandes/{reference}/masquer/{plan}").status_code == 404
    assert agent.open(f"/demandes/{reference}/masquer/999999").status_code == 404
    # A picture that cannot be read again: nothing is promised of it.
    digest = counter.desk.files.put(b"\xff\xd8\xff\xe0 no picture")
    with counter.database.transaction() as session:
        session.connection().execute(sa.update(_files).where(_files.c.id != plan).values(sha256=digest))
    assert "ne peut pas être relue" in cover(counter, agent, reference, **LEFT_HALF).text


def test_zones_are_drawn_with_a_finger_or_a_mouse(counter: Counter, reference: str, tmp_path: Path) -> None:
    photo = file_called(counter, "portail.jpg").id
    with chromium(tmp_path / "profile", width=1200) as browser:
        sign_in(browser, counter)
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.click(".about .files a.small")
        for width, scheme in ((360, "dark"), (1200, "light")):
            show_at(browser, width, scheme)
            browser.wait(".photo.drawable")
            assert mistakes(browser) == []
            assert browser.run("return document.documentElement.scrollWidth") <= width
        left, top, wide, high = browser.run(
            "const r = document.querySelector('.photo').getBoundingClientRect(); return [r.left, r.top, r.width, r.height];"
        )
        for kind, across, down in (
            ("mousePressed", 0.5, 0.5),
            ("mouseMoved", 0.2, 0.2),
            ("mouseReleased", 0, 0),
        ):
            point = {"x": left + wide * across, "y": top + high * down, "button": "left", "clickCount": 1}
            command(browser, "Input.dispatchMouseEvent", type=kind, buttons=1, **point)
        browser.wait(".covered")
        assert [
            browser.run(f"return document.getElementById('{each}1').value") for each in ("gauche", "haut")
        ] == ["20.0", "20.0"]
        browser.click(".ends button")
        browser.wait("#fil")
    [row] = covers(counter)
    assert row.derived_from == counter.rows(sa.select(_files.c.sha256).where(_files.c.id == photo))[0].sha256
    assert seen(counter, row).crop((70, 55, 155, 115)).convert("L").getextrema()[1] < 40
