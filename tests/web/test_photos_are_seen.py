"""Photos of a request: small ones on the page, large ones one after the other, for whoever sees the request."""

from __future__ import annotations

import html
import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from dispatch.web.frame.small import SmallCopies
from intake.mail.files.photos import small_copy
from tests.chromium import chromium
from tests.letters import CITIZEN, KEEPER, PHOTO, ROADS_AGENT
from tests.photos import photo_taken_at
from tests.rows import in_rows
from tests.web.browsing import Counter
from tests.web.test_pages_in_chromium import command, mistakes, show_at


def picture(width: int, height: int, kind: str = "JPEG", colour: str = "#804020", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind, **how)
    return out.getvalue()


def links(page: str) -> list[str]:
    """The small photos of a page, each once."""
    return list(dict.fromkeys(re.findall(r'<img src="(/demandes/[^"]+\?vignette)"', page)))


@in_rows(
    ("content", "size"),
    [
        (picture(2000, 1000), (320, 160)),
        (picture(100, 50, "PNG"), (100, 50)),
        (picture(400, 1600, "GIF"), (80, 320)),
        (picture(900, 900, "WEBP"), (320, 320)),
        (b"\xff\xd8\xff nothing", None),
        (b"", None),
    ],
)
def test_a_small_copy_is_a_webp_of_320_pixels_at_most(content: bytes, size: tuple[int, int] | None) -> None:
    made = small_copy(content)
    if size is None:
        assert made is None
        return
    assert made is not None
    with Image.open(io.BytesIO(made)) as found:
        assert (found.format, found.size) == ("WEBP", size)


def test_a_small_copy_stands_upright_and_tells_nothing_of_who_took_it() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Caméra de Jeanne"
    made = small_copy(picture(640, 320, exif=exif))
    assert made is not None and b"Jeanne" not in made
    with Image.open(io.BytesIO(made)) as found:
        assert found.size == (160, 320)
        assert not found.getexif()


def test_small_copies_are_made_once_and_the_oldest_make_room() -> None:
    kept, made = SmallCopies(most_bytes=10), []

    def make(content: bytes) -> bytes:
        made.append(content)
        return content * 4

    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.of(name, name.encode, make) == name.encode() * 4
    assert made == [b"a", b"b", b"c", b"b"]
    assert kept.of("x", lambda: b"x", lambda _content: None) is None


def test_the_page_shows_small_photos_and_each_leads_to_the_whole_one(counter: Counter) -> None:
    whole = picture(2000, 1500, quality=95)
    reference = counter.ask(files={"grand.jpg": whole, "plan.pdf": b"%PDF-1.4 plan"})
    agent = counter.signed_in(KEEPER)
    (small,) = links(agent.open(f"/demandes/{reference}").text)
    shown = agent.open(small)
    assert shown.headers["Content-Type"] == "image/webp"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    with Image.open(io.BytesIO(shown.content)) as found:
        assert found.size == (320, 240)
    assert agent.open(small.removesuffix("?vignette")).content == whole
    looks = [row.data["file"] for row in counter.accesses("read") if "file" in row.data]
    assert len(looks) == 2


def test_a_small_photo_is_seen_by_whoever_sees_the_request_alone(counter: Counter) -> None:
    reference = counter.ask(files={"photo.jpg": PHOTO})
    (small,) = links(counter.signed_in(KEEPER).open(f"/demandes/{reference}").text)
    assert counter.signed_in(KEEPER).open(small).status_code == 200
    for browser in (counter.signed_in(ROADS_AGENT), counter.signed_in(CITIZEN, as_staff=False)):
        assert browser.open(small).status_code == 404
    assert counter.browser().open(small).url.startswith(counter.address + "/entrer")


def test_what_is_too_large_to_be_opened_at_all_is_not_sent_to_a_browser_either() -> None:
    """A few hundred kilobytes that say 60,000 pixels a side: a page would unpack ten gigabytes by itself."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(180_001) * 20)), (b"IEND", b""))
    vast = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    assert small_copy(vast) == b""


def test_a_card_of_the_board_shows_the_first_photo_alone_and_small(counter: Counter) -> None:
    """The browser keeps it an hour, for the same session; the access log tells it from a photo that was opened."""
    first, plain = picture(2000, 1500, quality=95), b"%PDF-1.4 plan"
    reference = counter.ask(files={"plan.pdf": plain, "un.jpg": first, "deux.jpg": picture(640, 480)})
    counter.ask(
        "Le portail du gymnase Guimard est cassé.",
        files={"x.jpg": b"\xff\xd8\xff nothing"},
        message_id="<n@example.org>",
    )
    agent = counter.signed_in(KEEPER)
    links = re.findall(r'<img class="glimpse" src="([^"]+)"', agent.open("/tableau").text)
    whole, broken = sorted(links)
    assert whole.startswith(f"/demandes/{reference}/fichiers/") and len(links) == 2
    answer = agent.open(whole)
    assert answer.headers["Content-Type"] == "image/webp" and len(answer.content) < len(first) / 4
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, max-age=3600", "Cookie")
    assert counter.accesses("read")[-1].data["card"] is True
    assert agent.open(whole.replace("?carte", "")).content == first
    assert "card" not in counter.accesses("read")[-1].data
    # A blank takes the place of a small copy: a hundred whole photos would be a heavy board, and on a busy
    # machine a card without its photo is no picture that is broken. It is asked for again with the next page.
    blank = agent.open(broken)
    assert (blank.status_code, blank.headers["Content-Type"]) == (200, "image/svg+xml")
    assert (
        blank.headers["Cache-Control"] == "no-store" and "sandbox" in blank.headers["Content-Security-Policy"]
    )
    assert counter.signed_in(ROADS_AGENT).open(broken).status_code == 404
    assert counter.signed_in(ROADS_AGENT).open(whole).status_code == 404


def test_what_no_small_copy_can_be_made_of_is_shown_whole(counter: Counter) -> None:
    broken = PHOTO[:200]
    reference = counter.ask(files={"photo.jpg": broken})
    agent = counter.signed_in(KEEPER)
    for small in links(agent.open(f"/demandes/{reference}").text):
        answer: requests.Response = agent.open(small)
        assert (answer.status_code, answer.content) == (200, broken)


def test_the_name_of_a_file_is_no_path(counter: Counter) -> None:
    reference = counter.ask(files={"../../.ssh/cle.png": picture(40, 40, "PNG")})
    (small,) = links(counter.signed_in(KEEPER).open(f"/demandes/{reference}").text)
    said = counter.signed_in(KEEPER).open(small.removesuffix("?vignette")).headers["Content-Disposition"]
    assert said.endswith("cle.png") and "%2F" not in said and "''." not in said


def test_a_picture_that_would_fill_a_browser_is_unpacked_by_no_page(counter: Counter) -> None:
    bomb = picture(10_000, 8_000, "PNG", compress_level=9)
    assert len(bomb) < 1_000_000 and small_copy(bomb) == b""
    reference = counter.ask(files={"photo.png": bomb})
    agent = counter.signed_in(KEEPER)
    (small,) = links(agent.open(f"/demandes/{reference}").text)
    assert agent.open(small).status_code == 404
    # Whoever asks for it gets it.
    assert agent.open(small.removesuffix("?vignette")).content == bomb


def test_photos_are_looked_at_one_after_the_other_by_keyboard(counter: Counter, tmp_path: Path) -> None:
    files = {"un.jpg": picture(800, 600), "deux.png": picture(500, 700, "PNG", "#204080")}
    reference = counter.ask(files=files)
    cookie = counter.signed_in(KEEPER).session.cookies["guichet"]
    with chromium(tmp_path / "profile", width=1000) as browser:
        one = {"name": "guichet", "value": cookie, "url": counter.address}
        command(browser, "Network.setCookies", cookies=[one])
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.wait("a[data-photo]")
        browser.run("document.querySelector('a[data-photo]').focus()")
        browser.press("Enter")
        browser.wait("#viewer[open] img")
        assert browser.text("#viewer-title") == "Photo 1 sur 2"
        assert browser.attribute("#viewer img", "alt") == "un.jpg"
        browser.press("ArrowRight")
        assert browser.attribute("#viewer img", "alt") == "deux.png"
        browser.press("ArrowRight")
        browser.press("ArrowLeft")
        assert browser.text("#viewer-title") == "Photo 2 sur 2"
        for width, scheme in ((360, "dark"), (1000, "light")):
            show_at(browser, width, scheme)
            assert mistakes(browser) == []
        assert browser.run("return document.querySelector('#viewer').scrollWidth <= innerWidth")
        browser.press("Escape")
        assert browser.run("return document.querySelectorAll('#viewer[open]').length") == 0
        assert browser.run("return document.activeElement.dataset.photo") == "un.jpg"


def test_a_photo_that_knows_its_place_leads_to_our_map_and_only_for_whoever_sees_the_request(
    counter: Counter, tmp_path: Path
) -> None:
    files = {"la.jpg": photo_taken_at(46.0, 4.0), "nulle-part.png": picture(80, 60, "PNG")}
    reference = counter.ask(files=files)
    agent = counter.signed_in(KEEPER)
    page = agent.open(f"/demandes/{reference}").text
    where = "/carte?la=46.0&amp;lo=4.0"
    assert where in page and "Voir sur la carte où elle a été prise" in page
    assert page.count("data-where=") == page.count('data-photo="la.jpg"') > 0
    map_page = agent.open(html.unescape(where)).text
    assert 'data-photo="46.0,4.0"' in map_page and "La photo a été prise ici" in map_page
    assert 'data-extent="45.998,3.998,46.002,4.002"' in map_page
    for wrong in ("?la=nan&lo=4", "?la=91&lo=4", "?la=46", "?la=x&lo=y"):
        plain = agent.open(f"/carte{wrong}")
        assert plain.status_code == 200 and "data-photo" not in plain.text
    citizen = counter.signed_in(CITIZEN, as_staff=False)
    assert citizen.open(html.unescape(where)).status_code in (403, 404)

    cookie = agent.session.cookies["guichet"]
    with chromium(tmp_path / "profile", width=1000) as browser:
        command(
            browser,
            "Network.setCookies",
            cookies=[{"name": "guichet", "value": cookie, "url": counter.address}],
        )
        browser.open(f"{counter.address}/demandes/{reference}")
        browser.wait("a[data-photo]")
        browser.run("document.querySelector('a[data-photo=\"la.jpg\"]').focus()")
        browser.press("Enter")
        browser.wait("#viewer[open] [data-map]:not([hidden])")
        assert browser.attribute("#viewer [data-map]", "href") == html.unescape(where)
        assert mistakes(browser) == []
        browser.press("ArrowRight")
        assert browser.run("return document.querySelector('#viewer [data-map]').hidden")
        browser.open(f"{counter.address}{html.unescape(where)}")
        browser.wait(".mark-of-photo .pin.photo")
        assert mistakes(browser) == []
