"""The map: the requests of a list that have a place, for those who may see them, on the ground that was chosen."""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from dispatch.queries.seen.places import Box
from dispatch.web.frame.look import VENDOR, VENDORED
from dispatch.web.map import ground as grounds
from dispatch.web.map.ground import MOST_BYTES, ground_of
from dispatch.web.map.surroundings import surroundings
from models.addresses.register import Point
from models.errors import TemporaryFailure, UserError
from models.settings.web import MapSettings
from models.store.addresses import bring_register
from models.store.database import Database
from tests.chromium import chromium
from tests.desk import sample
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT
from tests.servers.http_service import serving
from tests.web.browsing import Browser, Counter
from tests.web.seen import mistakes, show_at, sign_in

#: The gymnasium of the sample, and a lamp some 500 metres away, in degrees.
GYM, LAMP = (46.8016, 4.4264), (46.8040, 4.4300)
WORLD = "s=-90&o=-180&n=90&e=180"


def picture(colour: str = "#cde", kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(made, kind)
    return made.getvalue()


@pytest.fixture
def town(counter: Counter) -> Counter:
    """A gymnasium with a place and two requests about it, a lamp with a position, and something nowhere."""
    organisation = counter.organisation()
    buildings = tuple(
        each.model_copy(update={"latitude": GYM[0], "longitude": GYM[1]})
        if each.key == "gymnase-guimard"
        else each.model_copy(update={"latitude": None, "longitude": None})
        for each in organisation.buildings
    )
    counter.organise(organisation.model_copy(update={"buildings": buildings}))
    counter.ask("Une ampoule est cassée au gymnase Guimard.", subject="Une ampoule secrète")
    counter.ask("Le portail du gymnase Guimard est cassé.", subject="Portail", message_id="<p@example.org>")
    lamp = counter.ask(
        "Le lampadaire de la rue des Écoles est éteint.", subject="Lampadaire", message_id="<l@example.org>"
    )
    counter.set(lamp, latitude=LAMP[0], longitude=LAMP[1])
    counter.ask("Bonjour, je voudrais un renseignement.", subject="Question", message_id="<q@example.org>")
    return counter


def marks(browser: Browser, query: str = f"z=19&{WORLD}") -> Any:
    answer = browser.open(f"/carte/points?{query}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)["marks"]


def test_whoever_works_sees_their_own_requests_at_their_places(town: Counter) -> None:
    all_of_them = marks(town.signed_in(ADMINISTRATOR))
    assert sorted((each["count"], each["together"]) for each in all_of_them) == [(1, True), (2, True)]
    (at_gym,) = [each for each in all_of_them if each["count"] == 2]
    assert at_gym["at"] == list(GYM) and at_gym["label"] == "2 demandes"
    keeper = town.signed_in(KEEPER)
    assert [each["at"] for each in marks(keeper)] == [list(GYM)]
    assert "secrète" in keeper.open("/carte").text
    box = f"s={LAMP[0]}&o={LAMP[1]}&n={LAMP[0]}&e={LAMP[1]}"
    for browser, sees in ((town.signed_in(ADMINISTRATOR), True), (keeper, False)):
        assert ("Lampadaire" in browser.open(f"/carte/ici?{box}").text) == sees
    assert town.accesses("list")[-1].subject == "map"


def test_two_places_that_no_closer_look_parts_are_opened_together(town: Counter) -> None:
    for reference, north in (("2026-00003", 0.0), ("2026-00004", 0.00001)):
        town.set(reference, latitude=LAMP[0] + north, longitude=LAMP[1])
    browser = town.signed_in(ADMINISTRATOR)
    (lamps,) = [each for each in marks(browser) if each["at"] != list(GYM)]
    assert (lamps["count"], lamps["together"]) == (2, True)
    assert [each["together"] for each in marks(browser, f"z=10&{WORLD}")] == [False]
    box = lamps["box"]
    page = browser.open(f"/carte/ici?s={box['south']}&o={box['west']}&n={box['north']}&e={box['east']}").text
    assert "Lampadaire" in page and "Question" in page


@pytest.mark.parametrize("path", ["/carte", f"/carte/points?z=19&{WORLD}", f"/carte/ici?{WORLD}"])
def test_nobody_else_sees_any(town: Counter, path: str) -> None:
    assert "secrète" not in town.signed_in(ROADS_AGENT).open(path).text
    citizen = town.signed_in(CITIZEN, as_staff=False).open(path)
    assert citizen.status_code == 404
    stranger = town.browser().open(path)
    assert "/entrer" in stranger.url and "secrète" not in stranger.text


def test_the_map_has_the_filter_of_the_list_and_leads_back_to_it(town: Counter) -> None:
    browser = town.signed_in(ADMINISTRATOR)
    assert len(marks(browser, f"z=19&{WORLD}&lieu=gymnase-guimard")) == 1
    assert marks(browser, f"z=19&{WORLD}&etat=closes") == []
    page = browser.open("/carte?lieu=gymnase-guimard&a=personne").text
    assert 'name="lieu" value="gymnase-guimard"' in page
    assert 'href="/demandes?a=personne&amp;lieu=gymnase-guimard"' in page
    assert "/carte?etat=ouvertes" in browser.open("/demandes?etat=ouvertes").text
    assert "n’a de lieu connu" in browser.open("/carte?etat=closes").text


@pytest.mark.parametrize(
    "query",
    ["", "z=3", f"z=20&{WORLD}", f"z=x&{WORLD}", "z=9&s=nan&o=0&n=1&e=1", "z=9&s=2&o=0&n=1&e=1",
     "z=9&s=-90&o=-1e9&n=90&e=1e9"],
)  # fmt: skip
def test_a_call_that_asks_for_no_part_of_the_world_is_not_answered(town: Counter, query: str) -> None:
    assert town.signed_in(KEEPER).open(f"/carte/points?{query}").status_code == 404


def test_without_a_ground_there_is_no_tile_and_leaflet_is_as_its_makers_publish_it(town: Counter) -> None:
    browser = town.signed_in(KEEPER)
    assert "data-tiles" not in browser.open("/carte").text
    assert browser.open("/carte/fond/10/524/363").status_code == 404
    for name, digest in VENDORED.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
        assert browser.open(f"/pages/{name}").content == (VENDOR / name).read_bytes()


def test_tiles_of_a_folder_and_of_one_file_are_found_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "tiles"
    (folder / "10" / "524").mkdir(parents=True)
    (folder / "10" / "524" / "363.jpg").write_bytes(picture(kind="JPEG"))
    (folder / "10" / "524" / "364.png").write_text("<script>")
    of_folder = ground_of(MapSettings(tiles=str(folder)), tmp_path)
    assert of_folder is not None and of_folder.tile(10, 524, 363) == picture(kind="JPEG")
    assert of_folder.tile(10, 524, 364) is None and of_folder.tile(10, 524, 365) is None

    packed = tmp_path / "ville.pmtiles"
    with packed.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(10, 524, 363), picture())
        kind = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE}
        writer.finalize({**kind, **_extent()}, {})
    of_file = ground_of(MapSettings(tiles=str(packed)), tmp_path)
    assert of_file is not None and of_file.tile(10, 524, 363) == picture()
    assert of_file.tile(10, 524, 365) is None

    (tmp_path / "none.pmtiles").write_bytes(b"nothing of the kind")
    for wrong in ("none.pmtiles", "away"):
        with pytest.raises(UserError, match=r"web\.map\.tiles"):
            ground_of(MapSettings(tiles=str(tmp_path / wrong)), tmp_path)


def _extent() -> dict[str, int]:
    names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7", "center_lon_e7", "center_lat_e7")
    return {"center_zoom": 10, **dict.fromkeys(names, 0)}


class Server:
    """A map server on loopback; `says` is what it answers with next, by status and content."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.says: tuple[int, bytes, dict[str, str]] = (200, picture(), {})
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                status, content, headers = server.says
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_said: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/wmts/{{z}}/{{x}}/{{y}}.png"
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self._thread.join()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def served(server: Server, data_dir: Path, **more: Any) -> grounds.ServedGround:
    given = {"tiles": server.url, "allowed_networks": ("127.0.0.1",), **more}
    found = ground_of(MapSettings(**given), data_dir)
    assert isinstance(found, grounds.ServedGround)
    return found


def test_a_map_server_is_asked_once_for_a_tile_which_is_kept(server: Server, tmp_path: Path) -> None:
    ground = served(server, tmp_path)
    assert ground.tile(10, 524, 363) == ground.tile(10, 524, 363) == picture()
    assert server.asked == ["/wmts/10/524/363.png"]
    (kept,) = [each for each in (tmp_path / "tiles").rglob("*") if each.is_file()]
    assert kept.stat().st_mode & 0o777 == 0o600
    server.says = (404, b"", {})
    assert ground.tile(10, 0, 0) is None


@pytest.mark.parametrize(
    "says",
    [
        (200, b"<html>quota</html>", {}),
        (200, picture()[:60] + b"x" * MOST_BYTES, {}),
        (302, b"", {"Location": "http://127.0.0.1:9/"}),
        (500, b"", {}),
    ],
    ids=["no picture", "too large", "elsewhere", "broken"],
)
def test_a_server_that_fails_is_left_alone_for_a_while_and_what_was_kept_is_shown(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: tuple[int, bytes, dict[str, str]]
) -> None:
    ground = served(server, tmp_path)
    ground.tile(10, 524, 363)
    monkeypatch.setattr(grounds, "KEPT_DAYS", -1)
    server.says = says
    assert ground.tile(10, 524, 363) == picture(), "an old tile is better than none"
    with pytest.raises(TemporaryFailure):
        ground.tile(10, 1, 1)
    assert len(server.asked) == 2, "the second failure was not asked for"


def test_a_server_in_a_private_network_is_asked_only_when_the_settings_say_so(
    server: Server, tmp_path: Path
) -> None:
    with pytest.raises(TemporaryFailure, match=r"web\.map\.allowed_networks may name it"):
        served(server, tmp_path, allowed_networks=()).tile(10, 524, 363)
    assert server.asked == []


def test_the_oldest_tiles_make_room(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.says = (200, b"\xff\xd8\xff" + b"x" * 400_000, {})
    ground = served(server, tmp_path, most_mb=10)
    for x in range(40):
        ground.tile(10, x, 1)
    left = sum(each.stat().st_size for each in (tmp_path / "tiles").rglob("*") if each.is_file())
    assert 5_000_000 < left <= 10_000_000


#: The tile of the gymnasium at zoom 14, and the one a long way east of it.
GYM_TILE, FAR_TILE = "14/8393/5775", "14/8493/5775"


def only_gymnasium(counter: Counter, place: tuple[float | None, float | None]) -> None:
    organisation = counter.organisation()
    buildings = tuple(
        each.model_copy(
            update={"latitude": at[0], "longitude": at[1]},
        )
        for each in organisation.buildings
        for at in [place if each.key == "gymnase-guimard" else (None, None)]
    )
    counter.organise(organisation.model_copy(update={"buildings": buildings}))


def test_a_map_server_is_asked_for_the_town_and_its_surroundings_alone(
    server: Server, sqlite_town_database: Database, tmp_path: Path
) -> None:
    tiles = {"tiles": server.url, "allowed_networks": ["127.0.0.1"]}
    counter = Counter(sqlite_town_database, tmp_path, web={"map": tiles})
    with serving(counter.router) as counter.address:
        only_gymnasium(counter, GYM)
        browser = counter.signed_in(KEEPER)
        asked = (GYM_TILE, FAR_TILE, "9/262/180", "10/524/360", "20/537180/369657")
        answers = [browser.open(f"/carte/fond/{each}").status_code for each in asked]
        assert answers == [200, 404, 404, 200, 404]
        assert len(server.asked) == 2
        counter.ask()
        assert 'data-from="10"' in browser.open("/carte").text
        only_gymnasium(counter, (None, None))
        assert browser.open(f"/carte/fond/{GYM_TILE}").status_code == 404, "nobody knows where the town is"
        with counter.database.transaction() as session:
            point = Point("Rue des Lilas", "Saint-Exemple", 1, "", *GYM)
            bring_register(session, (point,), source="a.csv", by="a test", now=counter.clock())
        assert browser.open(f"/carte/fond/{GYM_TILE}").status_code == 200
    counter.close()


def test_the_settings_may_say_what_surrounds_the_town() -> None:
    box = surroundings(sample(), (), MapSettings(area=(10.0, 20.0, 11.0, 21.0)))
    assert box == Box(10.0, 20.0, 11.0, 21.0)
    for wrong in ((1.0,), (11.0, 20.0, 10.0, 21.0), (-91.0, 0.0, 1.0, 1.0)):
        with pytest.raises(ValueError, match="south, west, north and east"):
            MapSettings(area=wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://example.org/{z}/{x}/{y}",
        "https://example.org/{z}/{x}.png",
        "https://[x/{z}/{x}/{y}",
        "https://example.org:99999/{z}/{x}/{y}",
    ],
)
def test_an_address_without_its_places_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        MapSettings(tiles=wrong)


def test_in_a_browser_a_mark_opens_its_requests_by_keyboard_and_nobody_else_is_asked(
    counter: Counter, town: Counter, tmp_path: Path
) -> None:
    with chromium(tmp_path / "profile", width=1440) as browser:
        sign_in(browser, counter)
        for width, scheme in ((360, "light"), (820, "dark"), (1440, "light")):
            show_at(browser, width, scheme)
            browser.open(counter.address + "/carte")
            browser.wait("#map[data-drawn]")
            assert browser.run("return document.documentElement.scrollWidth") <= width
            assert mistakes(browser) == []
            if keep := _kept_pictures():
                browser.screenshot(keep / f"map-{width}-{scheme}.png")
        browser.run("document.querySelector('.mark-of-map').focus()")
        browser.run(
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
            "{key: ' ', bubbles: true, cancelable: true}))"
        )
        browser.wait("#map-said:not(:empty)")
        assert browser.run("return document.querySelector('#here').textContent").count("2026-0") == 2
        assert browser.run("return document.activeElement.id") == "beside"
        loaded = browser.run("return performance.getEntriesByType('resource').map((each) => each.name)")
        assert loaded and all(each.startswith(counter.address) for each in loaded)
        assert browser.complaints == []


def _kept_pictures() -> Path | None:
    return Path(os.environ["GUICHET_PICTURES"]) if "GUICHET_PICTURES" in os.environ else None


def test_a_map_without_pictures_names_what_the_town_has(town: Counter, tmp_path: Path) -> None:
    organisation = town.organisation()
    shut = organisation.buildings[0].model_copy(
        update={
            "key": "ancienne",
            "name": "Ancienne poste",
            "latitude": GYM[0],
            "longitude": GYM[1],
            "closed": True,
        }
    )
    town.organise(organisation.model_copy(update={"buildings": (*organisation.buildings, shut)}))
    with town.database.transaction() as session:
        points = (
            Point("Rue des Lilas", "Saint-Exemple", 1, "", *LAMP),
            Point("Rue Lointaine", "Ailleurs", 1, "", 47.5, 5.0),
        )
        bring_register(session, points, source="a.csv", by="a test", now=town.clock())
    browser = town.signed_in(KEEPER)

    def names(query: str) -> list[tuple[str, str]]:
        found = json.loads(browser.open(f"/carte/reperes?{query}").text)["landmarks"]
        return [(each["kind"], each["name"]) for each in found]

    near = f"s={GYM[0] - 0.01}&o={GYM[1] - 0.01}&n={LAMP[0] + 0.01}&e={LAMP[1] + 0.01}"
    gym = next(each.name for each in organisation.buildings if each.key == "gymnase-guimard")
    assert names(f"z=15&{near}") == [("building", gym), ("street", "Rue des Lilas")]
    assert names(f"z=12&{near}") == [("building", gym)]
    assert browser.open("/carte/reperes?z=15&s=a").status_code == 404
    with chromium(tmp_path / "profile", width=1200) as seen:
        sign_in(seen, town)
        seen.open(f"{town.address}/carte")
        seen.wait("#map[data-known]")
        assert gym in seen.text("#map .landmark.building")
        assert seen.complaints == []
        assert mistakes(seen) == []
