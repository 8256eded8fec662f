"""`guichet training`: its folder, its settings that nothing changes, its clock, and what it refuses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.office import Opening
from cli.service.assembly.delivering import delivering_loops
from cli.service.training.exercises import EXERCISES, FOR_ADMINISTRATOR
from cli.service.training.folder import make_training, office_of_training, opened
from cli.service.training.kept import changing, read_course
from cli.service.training.playing import ANSWER_SECONDS, Citizens
from cli.service.training.told import stories
from dispatch.delivery.outside.client import Open311Client
from dispatch.letters.parts.exercise import as_exercise
from dispatch.notices.catalogue import CATALOGUE
from dispatch.web.frame.look import LANGUAGES
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from models.errors import UserError
from models.organisation import Partner
from tests.commands.running import guichet
from tests.commands.serving import services
from tests.guides import FOLDER


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training of one agent, to copy."""
    return make_training(tmp_path_factory.mktemp("formation") / "formation", "Marie Petit")


@pytest.fixture
def made(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a training of one agent, which is not open; the present directory is above it."""
    for name in [name for name in os.environ if name.startswith("GUICHET_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(template, tmp_path / "formation"))


def addresses(said: str) -> list[str]:
    return [line.rpartition(": ")[2] for line in said.splitlines() if "/formation/" in line]


def test_it_is_opened_by_one_process_and_goes_on_where_it_was(made: Path) -> None:
    first = addresses(guichet("training", "links").out)
    assert len(set(first)) == 3
    with services() as serve:
        said = serve("training next", "training start")
        assert addresses(said) == first
        assert "Nothing leaves this machine." in said
        again = guichet("training", "start")
        assert (again.code, again.out) == (1, "")
        assert "is open. End it first" in again.err
        assert guichet("training", "reset", "--yes").code == 1
        assert guichet("training", "status", "--json").json()["open"] is True
        assert guichet("training", "stop").out == "The training is closed.\n"
    assert guichet("training", "stop").out == "The training was closed already.\n"
    told = guichet("training", "status", "--json").json()
    assert told["open"] is False
    assert [len(each["exercises"]) for each in told["trainees"]] == [len(EXERCISES), len(FOR_ADMINISTRATOR)]


def test_status_says_it_in_both_languages(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made.is_dir()
    english = guichet("training", "status").out
    assert "Marie Petit: 0 of 16 exercises reached." in english and "See to the danger first" in english
    monkeypatch.setenv("GUICHET_LANG", "fr")
    french = guichet("training", "status").out
    assert "Marie Petit\u00a0: 0 exercice atteint sur 16." in french and "Traiter le danger d’abord" in french


def test_settings_are_those_of_a_training_whatever_file_and_environment_say(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_DATABASE__URL", f"sqlite:///{made.parent}/real.db")
    monkeypatch.setenv("GUICHET_SMS__CARRIER", "twilio")
    (made / "settings.toml").write_text('[outgoing]\ncarrier = "smtp"\nrelay.host = "relay.example.org"\n')
    with closing(Opening(made / "settings.toml")) as opening:
        settings = opening.office.settings
    assert (settings.outgoing.carrier, settings.outgoing.relay.host, settings.sms.carrier) == (
        "files",
        "",
        "files",
    )
    assert settings.database.url == f"sqlite:///{made}/var/guichet.db"
    assert not (settings.doors.smtp.enabled or settings.mail.verify_signatures or settings.doors.imap)
    listed = guichet("--settings", str(made / "settings.toml"), "agents", "list", "--json").json()
    assert "marie-petit" in {each["key"] for each in listed}


def test_no_partner_and_no_program_is_called(made: Path) -> None:
    partner = Partner(key="agglo", name="Agglo", email="a@agglo.example.org")
    with closing(office_of_training(made)) as office:
        with pytest.raises(UserError, match="no partner outside is called"):
            Open311Client(partner, office.settings)
        assert "webhooks" not in {loop.name for loop in delivering_loops(office, [], "w")}


def test_each_letter_says_that_it_is_an_exercise() -> None:
    subject, text, html = as_exercise(
        "fr", "À traiter", "Bonjour", '<html><body class="a">Bonjour</body></html>'
    )
    assert subject == "[FORMATION] À traiter"
    assert text.startswith("FORMATION – ") and text.endswith("Bonjour")
    assert html.startswith('<html><body class="a">\n<p class="training"') and "<strong>FORMATION" in html
    assert as_exercise("en", "To do", "Hello", "<p>Hello</p>")[0::2] == ("[TRAINING] To do", "<p>Hello</p>")


@pytest.fixture
def citizens(made: Path) -> Callable[[float], list[Arrival]]:
    """Plays the course as if so many seconds had passed; what was handed in meanwhile."""
    clock, came = [0.0], list[Arrival]()
    office = office_of_training(made)

    def accept(arrival: Arrival) -> int:
        came.append(arrival)
        return len(came)

    playing = Citizens(office, made, accept, lambda: clock[0])

    def pass_seconds(seconds: float) -> list[Arrival]:
        came.clear()
        clock[0] += seconds
        playing.step()
        return list(came)

    return pass_seconds


def test_messages_come_at_their_minute_and_next_brings_them_at_once(
    made: Path, citizens: Callable[[float], list[Arrival]]
) -> None:
    opening = [story for story in stories() if story.minute == 0]
    assert len(citizens(0.0)) == len(opening) == 6
    assert citizens(299.0) == []
    assert len(citizens(1.0)) == 1
    assert guichet("training", "next").out.startswith("Messages that come in now: 1.")
    assert len(citizens(0.0)) == 1
    assert read_course(made).seconds == 12 * 60


def test_next_brings_answers_before_messages_and_ends(made: Path) -> None:
    with changing(made) as course:
        course.coming = [each for each in course.coming if each.story in ("lampadaire", "haie")]
        course.coming[0].notice, course.coming[0].due = "done", ANSWER_SECONDS
    assert guichet("training", "next").out.startswith("Citizens who answer now: 1.")
    with changing(made) as course:
        assert (course.seconds, [each.due for each in course.coming]) == (0.0, [0.0, 95 * 60])
        course.coming.clear()
    assert guichet("training", "next").out.startswith("Everything that the course holds has come in.")


def test_what_cannot_be_handed_in_now_comes_later(made: Path) -> None:
    came: list[Arrival] = []

    def away(_: Arrival) -> int:
        raise UserError("no room")

    with closing(office_of_training(made)) as office:
        Citizens(office, made, away, lambda: 0.0).step()
        assert len(read_course(made).coming) == len(stories())
        Citizens(office, made, lambda each: came.append(each) or len(came), lambda: 0.0).step()
    assert len(came) == 6


def test_citizens_answer_notices_that_there_are() -> None:
    unknown = {notice for story in stories() for notice in story.then} - {"bounce", *CATALOGUE}
    assert unknown == set()
    assert len(stories()) == len({story.who for story in stories()}) >= 12
    assert all(set(each.titles) == set(LANGUAGES) for each in (*EXERCISES, *FOR_ADMINISTRATOR))


def test_the_guide_names_every_exercise_and_citizen() -> None:
    guide = (FOLDER / "former.md").read_text("utf-8").replace("\u00a0", " ").casefold()
    named = [each.titles["fr"] for each in (*EXERCISES, *FOR_ADMINISTRATOR)]
    assert [each for each in named if each.casefold() not in guide] == []
    assert [each.who for each in stories() if each.who.casefold() not in guide] == []


@pytest.mark.parametrize("content", ["organisation.toml", "settings.toml", "var/guichet.db", "a letter.txt"])
def test_a_folder_with_a_town_or_anything_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "town" / content
    there.parent.mkdir(parents=True)
    there.write_text("kept")
    done = guichet("training", "start", "town", "--prepare")
    assert done.code == 1
    assert ("is not empty" if content == "a letter.txt" else "holds a town") in done.err
    assert [path.name for path in there.parent.iterdir()] == [there.name]
    for command in ("status", "next", "stop", "links", "reset"):
        refused = guichet("training", command, "town")
        assert (refused.code, refused.out) == (1, "") and "There is no training in town." in refused.err
    assert there.read_text() == "kept"


def test_data_that_lie_elsewhere_are_never_taken(made: Path, tmp_path: Path) -> None:
    (made / "var").rename(tmp_path / "real")
    (made / "var").symlink_to(tmp_path / "real")
    for command in (("start", "--prepare"), ("reset", "--yes"), ("status",)):
        done = guichet("training", *command)
        assert done.code == 1 and "is a link" in done.err
    assert guichet("training", "reset", "--remove", "--yes").code == 0
    assert (tmp_path / "real" / "guichet.db").exists() and not made.exists()


@pytest.mark.parametrize(
    ("agents", "said"),
    [
        ("0", "1 to 12 agents"),
        ("13", "1 to 12 agents"),
        ("9999999", "is not a name"),
        (" , ", "1 to 12 agents"),
        ("Marie Petit, marie petit", "There is a Marie Petit already"),
        ("Karim Benali", "There is a Karim Benali already"),
        ("Marie\x1b[31m Petit", "is not a name"),
        ("<b>Marie</b>", "is not a name"),
    ],
)
def test_trainees_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, agents: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = guichet("training", "start", "--prepare", "--agents", agents)
    assert done.code == 1 and said in done.err
    assert "\x1b" not in done.err
    assert list(tmp_path.iterdir()) == []


def test_what_was_spoilt_is_said_with_what_to_do(made: Path) -> None:
    (made / "course.json").write_text("{")
    done = guichet("training", "status")
    assert done.code == 1 and "reset" in done.err and "--agents 3" in done.err
    assert guichet("training", "reset", "--yes", "--agents", "Nadia Perrin").code == 0
    assert guichet("training", "status", "--json").json()["trainees"][0]["name"] == "Nadia Perrin"
    assert "are for a new one" in guichet("training", "start", "--agents", "2").err
    (made / "training.json").write_text('{"address": "127.0.0.1/../", "port": 8180}')
    assert "cannot be read" in guichet("training", "status").err


def test_reset_forgets_what_was_done_and_remove_takes_away_its_own_alone(made: Path) -> None:
    def messages() -> int:
        with closing(office_of_training(made)) as office, office.database.reading() as session:
            return int(
                session.connection().exec_driver_sql("SELECT count(*) FROM inbound_message").scalar_one()
            )

    with closing(office_of_training(made)) as office:
        reception = Reception(office.database, office.files)
        Citizens(office, made, reception.accept, lambda: 0.0).step()
        reception.close()
    assert messages() == 6
    assert guichet("training", "reset", typed=b"n\n").code == 1
    assert messages() == 6
    assert guichet("training", "reset", typed=b"y\n").code == 0
    assert messages() == 0
    assert len(read_course(made).coming) == len(stories())
    (made / "notes of the trainer.txt").write_text("kept")
    assert "--agents says nothing" in guichet("training", "reset", "--remove", "--agents", "2", "--yes").err
    assert guichet("training", "reset", "--remove", "--yes").code == 0
    assert [path.name for path in made.iterdir()] == ["notes of the trainer.txt"]


def test_one_holds_it_at_a_time(made: Path) -> None:
    with opened(made), pytest.raises(UserError, match="is open"), opened(made):
        raise AssertionError
