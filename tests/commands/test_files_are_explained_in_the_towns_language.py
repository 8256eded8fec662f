"""Whatever command writes settings or an organisation explains them in the language of the town."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from models.organisation_files.sample import sample_text
from tests.commands.preparing import BEHIND, DIRECT, TOWN, prepare
from tests.commands.running import guichet
from tests.pure.test_what_is_written_speaks_the_towns_language import english_in

FRENCH, ENGLISH = "# Où sont gardés la base", "# Where the database"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GUICHET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def both(folder: Path) -> tuple[str, str]:
    return (folder / "settings.toml").read_text("utf-8"), (folder / "organisation.toml").read_text("utf-8")


def in_french(folder: Path) -> None:
    settings, organisation = both(folder)
    assert FRENCH in settings and english_in(settings) == []
    assert "Règles : " in organisation and english_in(organisation) == []


@pytest.mark.parametrize("spoken", ["", "C.UTF-8", "fr_FR.UTF-8"])
def test_a_first_start_is_in_french_unless_the_terminal_is_in_english(
    here: Path, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", spoken)
    assert guichet("init").code == 0
    in_french(here)


def test_a_first_start_in_an_english_terminal_is_in_english(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert guichet("init").code == 0
    settings, organisation = both(here)
    assert ENGLISH in settings and "Rules: looked at" in organisation


def test_the_language_that_is_asked_for_wins(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert guichet("init", "--locale", "fr").code == 0
    in_french(here)
    refused = guichet("init", "--locale", "de")
    assert refused.code == 1 and "write fr or en" in refused.err


def test_settings_are_in_the_language_of_the_town_that_is_there(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    text = sample_text("en").replace('locale = "fr"', 'locale = "en"', 1)
    (here / "organisation.toml").write_text(text, "utf-8")
    assert guichet("init").code == 0
    settings, organisation = both(here)
    assert ENGLISH in settings and organisation == text


def test_the_sample_alone_is_in_french_too(here: Path) -> None:
    assert guichet("org", "init", "--sample").code == 0
    assert english_in((here / "organisation.toml").read_text("utf-8")) == []


def test_the_files_of_a_training_are_in_french(here: Path) -> None:
    assert guichet("training", "start", "formation", "--agents", "Marie Petit", "--prepare").code == 0
    in_french(here / "formation")
    settings, _ = both(here / "formation")
    assert settings.startswith("# Une formation : ")


def test_a_server_is_prepared_with_settings_in_french(here: Path) -> None:
    assert prepare([*TOWN, *BEHIND]).code == 0
    settings, organisation = both(here / "production" / "etc" / "guichet")
    assert FRENCH in settings and english_in(settings) == english_in(organisation) == []
    assert tomllib.loads(settings)["mail"]["domains"] == ["demandes.nantheuil.example"]


@pytest.mark.parametrize(
    ("answers", "options"),
    [(BEHIND, ()), (DIRECT, ()), (BEHIND, ("--instance", "ville"))],
    ids=["behind a Postfix", "an MX", "one of several towns"],
)
def test_units_and_configurations_of_a_server_are_in_french(
    here: Path, answers: list[str], options: tuple[str, ...]
) -> None:
    assert prepare([*TOWN, *answers], *options).code == 0
    written = [path for path in (here / "production").rglob("*") if path.is_file() and path.suffix != ".md"]
    assert len(written) >= 6
    assert {path.name: found for path in written if (found := english_in(path.read_text("utf-8")))} == {}


def test_units_of_an_english_town_are_in_english(here: Path) -> None:
    assert prepare([*TOWN, *DIRECT], locale="en").code == 0
    unit = (here / "production/etc/systemd/system/guichet.service").read_text("utf-8")
    assert "# The main process alone is told to stop" in unit
