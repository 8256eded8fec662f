"""Days, spans, keys and verbs as people type them; what is not understood names what is near."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cli.names import find_key, locale_of_the_person, read_day, read_since, read_verb
from cli.records.verbs import possible_verbs, ways_of_saying
from models.errors import UserError
from models.nearest import nearest
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from tests.rows import in_rows

TODAY = date(2026, 11, 27)  # a Friday
PARIS = ZoneInfo("Europe/Paris")
SERVICES = {"voirie": "Voirie", "espaces-verts": "Espaces verts", "etat-civil": "État civil"}


@in_rows(
    ("written", "day"),
    [
        ("30/11/2026", date(2026, 11, 30)), ("2026-11-30", date(2026, 11, 30)), ("demain", date(2026, 11, 28)),
        ("le 3 décembre", date(2026, 12, 3)), ("Lundi", date(2026, 11, 30)), ("hier", date(2026, 11, 26)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(written: str, day: date) -> None:
    assert read_day(written, TODAY) == day


@in_rows("written", ["", "jamais", "31/02/2026", "demain matin", "done le 3 décembre", "7d"])
def test_what_is_no_day_or_more_than_a_day_is_refused(written: str) -> None:
    with pytest.raises(UserError, match="is not a day"):
        read_day(written, TODAY)


def test_since_is_a_span_or_the_beginning_of_a_day_on_the_clock_of_the_town() -> None:
    at = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # already Saturday in Paris
    assert read_since("7d", at, PARIS) == datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert read_since("2 j", at, PARIS) == datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert read_since("aujourd'hui", at, PARIS) == datetime(2026, 11, 28, tzinfo=PARIS)
    with pytest.raises(UserError, match="no span of time and no day"):
        read_since("-3d", at, PARIS)


@in_rows(
    ("written", "day"),
    [
        ("lundi", date(2026, 11, 23)), ("lundi dernier", date(2026, 11, 23)), ("depuis hier", date(2026, 11, 26)),
        ("30/11", date(2025, 11, 30)), ("26/11", date(2026, 11, 26)), ("30/11/2026", date(2026, 11, 30)),
        ("demain", date(2026, 11, 28)),
    ],
)  # fmt: skip
def test_since_a_day_that_comes_again_is_since_the_last_one(written: str, day: date) -> None:
    assert read_since(written, datetime(2026, 11, 27, 12, tzinfo=UTC), PARIS) == datetime.combine(
        day, time(), PARIS
    )


def test_a_name_is_found_by_a_slip_in_one_of_its_words() -> None:
    names = {"mehdi-kaci": "Mehdi Kaci", "marie-petit": "Marie Petit"}
    assert nearest("medi", names, names) == " Did you mean 'mehdi-kaci'?"
    assert nearest("petyt", names, names) == " Did you mean 'marie-petit'?"
    assert nearest("paul", names, names) == ""


def test_a_key_is_found_by_its_name_and_a_wrong_one_names_the_nearest() -> None:
    assert find_key("service", "espaces verts", SERVICES) == "espaces-verts"
    assert find_key("service", "Etat-Civil", SERVICES) == "etat-civil"
    with pytest.raises(UserError, match="Did you mean 'voirie'\\?"):
        find_key("service", "voirrie", SERVICES)
    assert nearest("zzz", SERVICES) == ""
    assert nearest("benali", {"karim-benali": ""}) == " Did you mean 'karim-benali'?", "one name of two"


def test_every_verb_is_understood_in_short_and_no_word_means_two() -> None:
    ways = ways_of_saying(DEFAULT_WORKFLOW)
    for word, verb in (
        ("fini", "done"),
        ("TERMINÉ", "done"),
        ("prends", "take"),
        ("prévu", "plan"),
        ("done", "done"),
    ):
        assert read_verb(word, ways, "") == verb
    with pytest.raises(UserError, match="Did you mean 'termin"):
        read_verb("terminéx", ways, "")
    words = [word for names in ways.values() for word in names]
    assert len(words) == len(set(words))


def test_possible_verbs_say_what_each_asks_for() -> None:
    said = possible_verbs(DEFAULT_WORKFLOW, "new", "fr")
    assert said.startswith("Possible\u00a0: «\u00a0pris en charge\u00a0» (take)")
    assert "«\u00a0planifié\u00a0» (plan, --on JOUR)" in said
    assert "'refused' (refuse, --comment)" in possible_verbs(DEFAULT_WORKFLOW, "new", "en")
    assert "aucun" in possible_verbs(DEFAULT_WORKFLOW, "no-such-state", "fr")


def test_the_language_is_that_of_the_terminal_or_the_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert locale_of_the_person("fr") == "fr"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert locale_of_the_person("en") == "en"
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert locale_of_the_person("fr") == "en"
