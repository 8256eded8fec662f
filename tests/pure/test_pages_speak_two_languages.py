"""What pages say: the same in both languages, all of it used, and written as French is."""

from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dispatch.queries.seen.wanted import FACTS, Wanted
from dispatch.requests.outside.forwarding import Why
from dispatch.requests.undo.allowed import Why as WhyNotUndone
from dispatch.requests.workflow import Reason
from dispatch.web.directory.signing_in import Why as DirectoryWhy
from dispatch.web.entering.passkeys import Added
from dispatch.web.figures.page import COLUMNS
from dispatch.web.frame.look import DIRECTORY, LANGUAGES, Look
from dispatch.web.frame.shown import FILTERS, how_far, initials, short_moment
from dispatch.web.frame.visit import local_address, with_query
from dispatch.web.own import views
from dispatch.web.pages.references import read_reference
from dispatch.web.taken.exports import plain_cell, safe_cell
from models.colours import ENOUGH, contrast, ink_on, readable_on
from models.errors import UserError
from models.settings.settings import Settings
from models.settings.web import WebSettings
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundState
from models.tables.people import PersonKind
from models.tables.requests import TaskState
from models.values import Reference
from models.vocabulary import Channel, Priority, StaffRole, StateKind
from tests.rows import in_rows

LOOK = Look(WebSettings())
NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
SOURCES = [
    *DIRECTORY.glob("*.html"),
    *(DIRECTORY.parents[2] / "dispatch" / "web").rglob("*.py"),
]
#: Names that are put together of a word and one of these.
FAMILIES = {
    "lane_none_": ("service", "agent", "lieu"),
    "sent_": list(OutboundState),
    "priority_": list(Priority),
    "decided_priority_": list(Priority),
    "by_": list(Channel),
    "task_": list(TaskState),
    "did_task_": list(TaskState),
    "kind_": [PersonKind.ELECTED, PersonKind.INTERNAL],
    "track_": [kind for kind in StateKind if kind is not StateKind.WAITING],
    "not_done_": [*Reason.__args__, *Why.__args__, "no_words", "day_past", "day_far", "hours_wrong", "moved_meanwhile", "no_such_holder", "already_held", "no_such_task", "too_late",
                  "nothing_proposed", "not_joined", "visa_settled", "words_of_other", "names_people", "no_such_address", "no_such_place",
                  "no_such_building", "photo_infected", "not_a_photo", "no_zones", "no_such_zone", "not_covered",
                  "no_tags", "tags_too_many", "no_such_type", "no_such_priority", "due_wrong",
                  *WhyNotUndone.__args__],
    "thumb_tab_": ["answer", "note", "action", "give"],
    "new_origin_": ["telephone", "counter", "paper", "social"],
    "desk_": ["visas", "late", "today", "answered", "new", "others", "planned", "waiting", "free"],
    "why_": ["address", "building", "type", "theme", "danger", "mailbox", "default", "assignment", "taken_over", "told"],
    "found_": ["subject", "reply", "text"],
    "enter_": ["unreadable", "too_many"],
    "proof_": ["wrong", "too_many"],
    "said_": ["repondre", "noter", "agir", "donner", "placer", "corriger", "etiqueter", "tache", "signalements", "visa", "viser", "annuler", "rectifiee", "injoignable",
              "brouillon", "masquee", "planifie_ferie", "planifie_fermeture"],
    "degree_": list(Priority),
    "cover_": ["gauche", "haut", "largeur", "hauteur"],
    "in_": list(InboundState),
    "role_": list(StaffRole),
    "sheet_": ["photos", "echanges", "notes"],
    "key_": [*(each for each in Added.__args__ if each != "added")],
    "directory_": [*DirectoryWhy.__args__],
    "key_said_": ["ajoutee", "nommee", "retiree"],
    "view_": [*views.Why.__args__],
    "track_said_": ["message", "annuler", "trop"],
    "figures_": COLUMNS,
    "fact_": FACTS,
    "foot_access_": ["none", "partial", "full"],
    "language_": ["fr", "en"],
    "column_": ["reference", "subject", "state", "service", "place", "requester", "holder", "priority", "came_on",
                "due", "planned"],
}  # fmt: skip


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    french, english = (LOOK.texts[lang] for lang in LANGUAGES)
    assert set(french) == set(english)
    for name, text in french.items():
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(each) if field}
            for each in (text, english[name])
        ]
        assert fields[0] == fields[1], name


def test_every_text_is_used_and_every_text_used_is_written() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCES)
    named = set(re.findall(r"""(?:\bt|visit\.text|\bsay)\(\s*"([a-z_]+)"\s*[),]""", source))
    used = named | {name for name in LOOK.texts["fr"] if f'"{name}"' in source}
    made = {prefix + str(end) for prefix, ends in FAMILIES.items() for end in ends}
    assert named - set(LOOK.texts["fr"]) == set()
    assert made - set(LOOK.texts["fr"]) == set()
    assert set(LOOK.texts["fr"]) - used - made == set()


def test_french_is_written_with_its_spaces_and_its_apostrophe() -> None:
    for name, text in LOOK.texts["fr"].items():
        assert not re.search(r"[^\u00a0][;!?»]|«[^\u00a0]|[^\u00a0\d{]:(?!\S)|'", text), (name, text)


@in_rows("colour", ["#0b4a8f", "#000000", "#6b1f3a", "#1f6b2e", "#767676"])
def test_the_towns_colour_is_read_on_both_grounds(colour: str) -> None:
    web = WebSettings.model_validate({"colour": colour})
    css = Look(web).assets["ville.css"].decode()
    assert f"--town: {colour}" in css
    assert contrast(ink_on(colour), colour) >= ENOUGH
    for ground in ("#15171a", "#ffffff"):
        assert contrast(readable_on(colour, ground), ground) >= ENOUGH


@in_rows("colour", ["#ffd700", "#9cc4ff", "blue", "#12", "#0b4a8g", "red;}body{display:none"])
def test_a_colour_that_cannot_be_read_or_is_none_is_refused(colour: str) -> None:
    with pytest.raises(ValueError):
        Settings.model_validate({"web": {"colour": colour}})


def test_a_logo_is_a_picture_or_is_refused(tmp_path: Path) -> None:
    for name, content in (("a.svg", b"<svg onload='alert(1)'/>"), ("b.png", b"\x89PNG" + bytes(600_000))):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UserError, match=r"web\.logo_file"):
            Look(WebSettings(logo_file=tmp_path / name))
    with pytest.raises(UserError, match="cannot be read"):
        Look(WebSettings(logo_file=tmp_path / "missing.png"))
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n")
    assert Look(WebSettings(logo_file=tmp_path / "c.png")).logo_type == "image/png"


def test_contrast_is_that_of_the_standard() -> None:
    """WCAG 2.2: black on white is 21; #767676 is the lightest grey that is read on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < ENOUGH


@in_rows(
    ("day", "said"),
    [(3, "aujourd’hui"), (4, "demain"), (2, "hier"), (6, "dans\u00a03\u00a0jours"), (1, "il\u00a0y\u00a0a\u00a02\u00a0jours"),
     (30, "30/11/2026")],
)  # fmt: skip
def test_days_are_said_by_how_far_they_are(day: int, said: str) -> None:
    assert how_far("fr", "Europe/Paris", date(2026, 11, day), NOW) == said


def test_moments_of_today_are_hours() -> None:
    assert short_moment("fr", "Europe/Paris", NOW, NOW) == "14\u00a0h\u00a005"
    assert short_moment("en", "Europe/Paris", NOW.replace(day=1), NOW) == "1/11 at\u00a014:05"
    assert short_moment("fr", "Europe/Paris", NOW.replace(year=2025), NOW).startswith("3/11/2025 à")


@in_rows(
    ("name", "said"),
    [("Marc Durand", "MD"), ("Jean-Luc Le Goff", "JG"), ("Zoé", "Z"), ("", "·"), ("  ", "·")],
)
def test_initials_are_the_first_and_the_last(name: str, said: str) -> None:
    assert initials(name) == said


@in_rows(
    ("text", "number"),
    [
        ("42", 42),
        ("#42", 42),
        ("n° 42", 42),
        ("2026-42", 42),
        ("2026-00042", 42),
        ("0", 0),
        ("42 rue", 0),
        ("", 0),
    ],
)
def test_a_reference_is_understood_as_people_type_it(text: str, number: int) -> None:
    assert read_reference(text, 2026) == (Reference(2026, number) if number else None)


@in_rows(
    "wanted",
    [
        Wanted(),
        Wanted(state="closes", order="recentes", page=3),
        Wanted("done", "voirie", "moi", "mairie", True, True, "nid de poule & co", "priorite", 2),
    ],
)
def test_a_filter_comes_back_from_its_address(wanted: Wanted) -> None:
    from urllib.parse import parse_qsl

    assert Wanted.of(dict(parse_qsl(wanted.address.removeprefix("?")))) == wanted


def test_an_address_that_makes_no_sense_is_the_whole_list() -> None:
    assert Wanted.of({"page": "-1", "tri": "nimporte", "retard": "oui"}) == Wanted()
    assert Wanted.of({"page": "9" * 50}).page == 1
    assert len(Wanted.of({"q": "x" * 9999}).words) == 200


@in_rows("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\u202e=1+1", "\x1b@A1"])
def test_no_cell_of_a_file_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


def test_no_cell_of_a_file_is_turned_around_by_what_is_not_seen() -> None:
    for cell in (safe_cell, plain_cell):
        assert cell("facture\u202egpj.exe\u2066\x1b[2J") == "facturegpj.exe[2J"


@in_rows("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "", "/a\nb"])
def test_only_pages_of_ours_are_gone_back_to(wanted: str) -> None:
    assert local_address(wanted, "/bureau") == "/bureau"


def test_an_address_keeps_the_query_it_has() -> None:
    assert with_query("/tableau?a=moi", dit="é&") == "/tableau?a=moi&dit=%C3%A9%26"
    assert with_query("/tableau", dit="") == "/tableau"


@in_rows(
    ("locale", "value", "said"),
    [
        ("fr", "2027-01-16", "samedi 16\u00a0janvier\u00a02027"),
        ("en", "2027-01-16", "Saturday 16\u00a0January\u00a02027"),
        ("fr", "2027-13-16", "2027-13-16"),
        ("fr", "ZB 112", "ZB 112"),
    ],
)
def test_a_date_that_a_message_gave_is_shown_as_people_write_it(locale: str, value: str, said: str) -> None:
    shown = FILTERS["as_said"]({"locale": locale, "time_zone": "Europe/Paris"}, value)
    assert shown.replace("\u00a0", " ") == said.replace("\u00a0", " ")


def test_a_filter_holds_no_control_characters() -> None:
    given = {"etat": "new\x00", "service": "\x00", "a": "m\x1foi", "lieu": "\x7fa", "q": "deux\x00mots\ud800"}
    found = Wanted.of(given)
    assert (found.state, found.service, found.holder, found.building) == ("new", "", "moi", "a")
    assert found.words == "deux mots"
    assert Wanted.of({"etat": "\x00"}).state == "ouvertes"
