"""How values look in letters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from dispatch.letters import filters
from models.organisation import Town
from models.organisation.working_time import months_after
from tests.rows import in_rows

PARIS = "Europe/Paris"


def test_times_are_told_on_the_clock_of_the_town() -> None:
    summer, winter = datetime(2026, 7, 14, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 5, tzinfo=UTC)
    assert filters.moment("fr", PARIS, summer) == "mercredi 15 juillet 2026 à 0\u00a0h\u00a030"
    assert filters.moment("en", PARIS, winter) == "Friday 1 January 2027 at 00:05"
    assert filters.short_day("fr", PARIS, winter) == "01/01/2027"


def test_the_first_of_a_month_is_written_as_the_french_do() -> None:
    assert filters.day("fr", PARIS, date(2026, 12, 1)) == "mardi 1er décembre 2026"
    assert filters.day("fr", PARIS, date(2026, 12, 11)) == "vendredi 11 décembre 2026"
    assert filters.day("en", PARIS, date(2026, 12, 1)) == "Tuesday 1 December 2026"


@in_rows(
    ("size_bytes", "french", "english"),
    [(12, "12 octets", "12 bytes"), (310_400, "310 ko", "310 kB"), (2_412_000, "2,4 Mo", "2.4 MB")],
)
def test_sizes_are_told_in_the_units_of_the_language(size_bytes: int, french: str, english: str) -> None:
    assert filters.size("fr", size_bytes).replace("\u00a0", " ") == french
    assert filters.size("en", size_bytes).replace("\u00a0", " ") == english


def test_numbers_are_shown_as_the_french_write_them() -> None:
    assert filters.phone("+33199001020").replace("\u00a0", " ") == "01 99 00 10 20"
    assert filters.phone("poste 12") == "poste 12"


@given(st.text())
def test_one_line_is_one_line_and_no_longer_than_asked(text: str) -> None:
    line = filters.one_line(text, 50)
    assert len(line) <= 50 and len(line.splitlines()) <= 1
    assert filters.one_line(line, 50) == line


@given(st.text())
def test_set_off_text_never_begins_a_line_at_the_margin(text: str) -> None:
    for line in filters.indented(text).split("\n"):
        assert line == "" or line.startswith("  ")


@in_rows(
    ("town", "hall"),
    [
        ("Tours", "Mairie de Tours"),
        ("Angers", "Mairie d’Angers"),
        ("Évreux", "Mairie d’Évreux"),
        ("Le Havre", "Mairie du Havre"),
        ("Les Ulis", "Mairie des Ulis"),
        ("La Rochelle", "Mairie de La Rochelle"),
        ("Saint-Exemple-sur-Loire", "Mairie de Saint-Exemple-sur-Loire"),
        ("Villedieu", "Mairie de Villedieu"),
        ("Communauté de communes du Val d’Ambre", "Communauté de communes du Val d’Ambre"),
        ("Le Syndicat des Trois-Vallées", "Le Syndicat des Trois-Vallées"),
        ("Leff Armor Communauté", "Leff Armor Communauté"),
        ("Pays d’Orme, syndicat mixte", "Pays d’Orme, syndicat mixte"),
        ("Mairieux", "Mairie de Mairieux"),
        ("Le Syndicat", "Mairie du Syndicat"),
        ("Ville de Torcy", "Ville de Torcy"),
    ],
)
def test_the_town_hall_is_named_as_the_french_would(town: str, hall: str) -> None:
    assert Town(name=town, default_service="accueil").hall() == hall


def test_a_delay_of_months_ends_on_the_same_day_or_the_last_of_the_month() -> None:
    assert months_after(date(2026, 11, 3), 2) == date(2027, 1, 3)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2026, 10, 31), 2) == date(2026, 12, 31)


def test_what_is_left_as_it_is_has_nothing_that_would_be_taken_out() -> None:
    """Text that is all printable is shown unread: no control, mark of direction, line end or half a pair is."""
    unsafe = {chr(code) for code in range(0x1_0000) if filters.plain(f"\n{chr(code)}") != f"\n{chr(code)}"}
    assert {"\x00", "\x85", "\u202e", "\u2066", "\u2028", "\ufeff", "\ud800"} <= unsafe
    assert not {each for each in unsafe if each.isprintable()}


def test_a_long_link_may_break_and_is_followed_as_it_was_written() -> None:
    link = "https://www.ville.test/demarches/" + "a" * 50 + "?mois=12&jour=3#" + "b" * 90
    shown = filters.in_html(f"Le formulaire :\r\n{link}")
    assert shown.count("<wbr>") == len(link) // 60
    assert unescape(shown.replace("<wbr>", "").replace("<br>", "")) == f"Le formulaire :\n{link}"
    assert filters.in_html("a" * 60) == "a" * 60
