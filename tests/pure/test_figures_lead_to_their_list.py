"""A figure leads to the page that lists what it counts; a chart says the same to whoever sees and to whoever hears."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dispatch.check.town import check_quarters
from dispatch.queries.figures.addresses import address_of
from dispatch.queries.figures.drawn.charts import Parts, Said, Span, bars, lines, spans
from dispatch.queries.figures.drawn.colours import PAPER
from dispatch.queries.figures.drawn.png import MARGIN, SCALE, as_png
from dispatch.queries.figures.drawn.shapes import WIDTH, Box, Line, Picture, Words, fitted, strokes
from dispatch.queries.figures.drawn.svg import as_svg
from dispatch.queries.figures.pictures import Bar, delays_picture, months_picture, share_picture
from dispatch.queries.seen.wanted import Wanted, read_day
from models.colours import ENOUGH, contrast
from models.organisation import Building
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

LISTING = ("requests", "list")
MONTH = ("--since", "2026-10-01", "--until", "2026-10-31")


@in_rows(
    ("command", "address"),
    [
        ((*LISTING, "--open"), "/demandes?etat=ouvertes"),
        ((*LISTING, "--overdue"), "/demandes?retard=1"),
        ((*LISTING, "--open", "--assignee", ""), "/demandes?a=personne"),
        ((*LISTING, "--open", "--sort", "oldest", "--limit", "1"), "/demandes?tri=anciennes"),
        ((*LISTING, *MONTH), "/demandes?etat=toutes&du=2026-10-01&au=2026-10-31"),
        ((*LISTING, *MONTH, "--limit", "77"), "/demandes?etat=toutes&du=2026-10-01&au=2026-10-31"),
        ((*LISTING, "--service", "voirie", "--only", "closed"), "/demandes?etat=closes&service=voirie"),
        ((*LISTING, "--service", ""), "/demandes?etat=toutes&service=-"),
        ((*LISTING, "--quarter", "Les Tilleuls"), "/demandes?etat=toutes&quartier=Les+Tilleuls"),
        ((*LISTING, "--only", "in-time"), "/demandes?etat=toutes&fait=in-time"),
        ((*LISTING, "--only", "erased"), ""),
        (("outbox", "list", "--channel", "sms"), ""),
    ],
)
def test_a_command_of_the_figures_has_the_address_of_the_same_list(
    command: tuple[str, ...], address: str
) -> None:
    assert address_of(command) == address
    if address:
        wanted = Wanted.of(dict(parse_qsl(address.partition("?")[2])))
        assert "/demandes" + wanted.full_address == address


@in_rows("written", ["", "2026-02-30", "30/11/2026", "0001-01-01", "9999-12-31", "٢٠٢٦-١١-٣٠"])
def test_what_is_no_day_of_ours_is_left_out_of_a_filter(written: str) -> None:
    assert read_day(written) is None
    assert Wanted.of({"du": written, "au": written, "fait": "erased", "canal": "fax"}) == Wanted()
    assert read_day("2026-11-30") == date(2026, 11, 30)


def months(count: int) -> list[Bar]:
    return [Bar(f"mois {at}", 10 * at, 7 * at, at) for at in range(1, count + 1)]


def picture() -> Picture:
    found = months_picture(months(12), "fr")
    assert found is not None
    return found


def test_a_chart_says_in_words_what_it_shows() -> None:
    drawn = picture()
    root = ElementTree.fromstring(as_svg(drawn))
    space = "{http://www.w3.org/2000/svg}"
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None and description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert description.text == (
        "mois 1\u00a0: 10 reçues, 7 closes\u00a0; mois 12\u00a0: 120 reçues, 84 closes. "
        "Tous les nombres sont dans le tableau qui suit."
    )
    # Lines differ by more than their colours.
    drawn_lines = [each for each in drawn.shapes if isinstance(each, Line) and len(each.points) == 12]
    assert {each.dashed for each in drawn_lines} == {True, False}
    assert "style=" not in as_svg(drawn)


def test_what_is_closed_open_and_late_differs_without_any_colour() -> None:
    drawn = share_picture("service", [Bar("Voirie", 10, 5, 2)], "fr")
    assert drawn is not None
    shown = [each for each in drawn.shapes if isinstance(each, Box) and each.y > 30]
    assert [each.filling for each in shown] == ["solid", "frame", "hatched"]
    assert [round(each.width / WIDTH * 10) for each in shown] == [5, 3, 2]
    assert any(isinstance(each, Words) and each.text == "10 · 2 en retard" for each in drawn.shapes)


def test_colours_of_charts_are_seen_on_paper() -> None:
    for ink in ("text", "soft"):
        assert contrast(PAPER[ink], "#ffffff") >= ENOUGH
    for ink in ("first", "second", "alarm"):
        assert contrast(PAPER[ink], "#ffffff") >= 3


def test_nothing_is_drawn_of_nothing() -> None:
    assert months_picture(months(1), "fr") is None
    assert share_picture("service", [], "fr") is None
    assert delays_picture([Bar("Voirie", 3, 0, 0)], "fr", 7.5) is None
    assert ElementTree.fromstring(as_svg(lines(Said("a", "b", "c"), [], ("x", []), ("y", [])))) is not None


def test_hostile_names_stand_as_words_in_a_chart() -> None:
    drawn = share_picture("building", [Bar("</svg><script>alert(1)</script>&\u00a0\"'", 3, 3, 0)], "fr")
    assert drawn is not None
    root = ElementTree.fromstring(as_svg(drawn))
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
    assert "<script" not in as_svg(drawn)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=14))
def test_every_bar_stays_on_its_sheet(counts: list[tuple[int, int, int]]) -> None:
    rows = [Parts(f"ligne {at}", parts, str(sum(parts))) for at, parts in enumerate(counts)]
    drawn = bars(Said("a", "b", "c"), ["x", "y", "z"], rows)
    for each in drawn.shapes:
        if isinstance(each, Box):
            assert each.x >= 0 and each.x + each.width <= WIDTH + 0.01
            assert each.y + each.height <= drawn.height
    assert re.fullmatch(r"<svg.*</svg>", as_svg(drawn), re.DOTALL)


def test_strokes_stay_in_their_box_and_long_words_are_cut() -> None:
    box = Box(10, 20, 31, 14, "alarm", "hatched")
    for start, end in strokes(box):
        for x, y in (start, end):
            assert 10 <= x <= 41 and 20 <= y <= 34
    assert fitted("Médiathèque  George Sand", 500) == "Médiathèque George Sand"
    assert fitted("Médiathèque George Sand", 80).endswith("…") and len(fitted("x" * 500, 80)) < 12


def test_the_picture_for_mail_is_drawn_in_a_font_that_has_our_letters() -> None:
    def ink(text: str) -> bytes:
        drawn = Picture("a", "b", "c", 30, (Words(0, 20, text),))
        return Image.open(io.BytesIO(as_png(drawn))).convert("L").tobytes()

    letters = [ink(each) for each in "éèêëàâçîïôûùüÿœæÉÀÇŒ’«»…€–"]
    # A letter that a font has not is drawn as one and the same box.
    assert len(set(letters)) == len(letters)
    assert ink("\u202f") == ink(" ") == ink("\u00a0")


def test_the_picture_for_mail_is_small_and_sharp() -> None:
    span = spans(Said("a", "b", "c"), ("half", "most"), [Span("Voirie", 3.0, 40.0, "3 h · 5,3 j")])
    for drawn in (picture(), span):
        content = as_png(drawn)
        image = Image.open(io.BytesIO(content))
        assert image.size == (
            round((WIDTH + 2 * MARGIN) * SCALE),
            round((drawn.height + 2 * MARGIN) * 2 * SCALE) // 2,
        )
        assert len(content) < 60_000


def test_one_quarter_written_in_two_ways_is_said() -> None:
    buildings = tuple(
        Building(key=f"b{at}", name=f"École {at}", quarter=quarter)
        for at, quarter in enumerate(["Centre-ville", "centre ville", "Les Tilleuls", "", ""])
    )
    found = list(check_quarters(load_sample().model_copy(update={"buildings": buildings})))
    assert [(each.severity, each.path) for each in found] == [("warning", ("buildings", 1, "quarter"))]
