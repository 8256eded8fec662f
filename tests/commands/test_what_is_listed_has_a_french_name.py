"""Jobs, notices and acts of the traces are called in French in a French terminal, and what is typed as it is shown is
understood.
"""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.office import Office
from cli.service.portions import portions_of
from cli.service.seeing.welcome import welcome
from cli.service.service import Service
from cli.speaking.chosen import CALLS, CHANNELS, FACTS, ORIGINS, PORTIONS, PRIORITIES, READ_AS, RIGHTS, SORTS
from cli.speaking.named import ACTIONS, JOBS
from cli.speaking.words import heading, key_of
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.lists.called import NOTICES
from models.nearest import plain_word
from models.organisation import Action
from models.settings.file import load_settings
from tests.commands.running import guichet

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


def written_down() -> set[str]:
    """Acts that the source writes into the traces by name."""
    at = {"record_access": 3, "looked": 0, "changing": 2}
    found: set[str] = set()
    for floor in ("cli", "dispatch", "intake"):
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                act = node.args[at[name]] if name in at and len(node.args) > at[name] else None
                if isinstance(act, ast.Constant) and isinstance(act.value, str):
                    found.add(act.value)
    return found


def test_every_notice_and_every_act_has_its_french() -> None:
    assert set(NOTICES) == set(CATALOGUE)
    acts = written_down()
    assert len(acts) > 40
    # Subjects of programs' calls stand there as well: they are words of the interface.
    assert acts - set(ACTIONS) <= {"services", "service_requests", "service_request_updates"}


def test_what_rules_do_is_listed_in_french() -> None:
    assert {heading(name) for name in Action.model_fields} & set(Action.model_fields) == {
        "service",
        "incident",
    }


def test_no_two_things_of_a_list_are_called_the_same() -> None:
    for names in (JOBS, ACTIONS):
        assert len(set(names.values())) == len(names)


def test_what_is_typed_as_it_is_shown_is_understood(busy_office: Path) -> None:
    assert busy_office.exists()
    assert key_of("job", "rappels") == "reminders" and key_of("job", "reminders") == "reminders"
    done = guichet("schedule", "run", "veille")
    assert done.code == 0 and "veille\u00a0: fait." in done.out, done.err
    listed = guichet("schedule", "list")
    assert "veille" in listed.out and "watch" not in listed.out
    assert guichet("schedule", "list", "--json").json()[0]["name"] == "watch"
    wrong = guichet("schedule", "run", "veile")
    assert wrong.code == 1 and "Vouliez-vous dire «\u00a0veille\u00a0»" in wrong.err
    seen = guichet("audit", "show", "--action", "changer")
    assert "changer" in seen.out and "change " not in seen.out
    assert "accusé de réception" in guichet("outbox", "list").out


def test_every_job_of_the_service_has_its_french(busy_office: Path) -> None:
    assert busy_office.exists()
    named = guichet("schedule", "run", "nothing").err.partition("il y a\u00a0: ")[2].partition(".")[0]
    assert set(named.split(", ")) <= set(JOBS.values()) and len(named.split(", ")) > 12


def test_the_key_of_a_drawing_is_french(busy_office: Path) -> None:
    assert busy_office.exists()
    drawn = guichet("workflows", "draw", "default").out
    assert "● nouvelle  ○ ouverte  ◌ en attente  ✔ terminée  ✘ refusée" in drawn
    assert "transmettre à …" in drawn and "(forward)" not in drawn
    assert "(réponse du demandeur)" in drawn and "(answer)" not in drawn


def test_words_of_options_are_taken_as_people_read_them_and_as_keys(busy_office: Path) -> None:
    assert busy_office.exists()
    one, two = (
        guichet("requests", "create", "Le banc est cassé.", "--origin", each, "--for", "06 39 98 00 12")
        for each in ("Téléphone", "telephone")
    )
    assert (one.code, two.code) == (0, 0), one.err + two.err
    assert guichet("work").code == 0
    for french, key in (
        (("--origin", "téléphone"), ("--origin", "telephone")),
        (("--channel", "SMS"), ("--channel", "sms")),
        (("--channel", "courriel", "--sort", "anciennes"), ("--channel", "email", "--sort", "oldest")),
        (("--only", "close", "--only", "hors-delai"), ("--only", "closed", "--only", "out-of-time")),
    ):
        listed = [
            [each["reference"] for each in guichet("requests", "list", *words, "--json").json()]
            for words in (french, key)
        ]
        assert listed[0] == listed[1], french
    by_telephone = guichet("requests", "list", "--origin", "téléphone", "--json").json()
    assert len(by_telephone) == 2, by_telephone
    assert guichet("outbox", "list", "--channel", "courriel").code == 0
    helped = guichet("requests", "create", "--help").out
    assert (
        "--origin <téléphone|guichet|lettre|réseau-social>" in "".join(helped.split("\n"))
        and "counter" not in helped
    )
    wrong = guichet("requests", "create", "Un banc.", "--origin", "l'eau")
    assert wrong.code == 2
    assert (
        "«\u00a0--origin\u00a0»\u00a0: «\u00a0l'eau\u00a0» n’est pas l’un de «\u00a0téléphone\u00a0», "
        "«\u00a0guichet\u00a0», «\u00a0lettre\u00a0», «\u00a0réseau-social\u00a0»." in wrong.err
    ), wrong.err


def test_what_a_program_may_do_is_typed_in_french(busy_office: Path) -> None:
    assert busy_office.exists()
    for kind, words, keys in (
        ("api", "lire, Créer,agir", ["read", "create", "act"]),
        ("open311", "deposer,suites", ["post", "updates"]),
    ):
        made = guichet(kind, "add", "glpi", "--may", words, "--json")
        assert made.code == 0 and made.json()["may"] == keys, made.err
    listed = guichet("open311", "list").out
    assert "déposer, suites" in listed and "updates" not in listed
    wrong = guichet("api", "add", "autre", "--may", "ecrire")
    assert wrong.code == 1 and wrong.err.endswith("donnez-en parmi lire, créer, agir.\n"), wrong.err
    helped = " ".join(guichet("open311", "add", "--help").out.split())
    assert "[par défaut : lire,déposer,suites]" in helped.replace("\u00a0", " "), helped


def test_a_body_is_read_and_a_portion_named_by_french_words(busy_office: Path) -> None:
    page = busy_office.parent / "page.html"
    page.write_text("<p>La rue est <b>noire</b>.</p>", encoding="utf-8")
    for words in (("html", "HTML"), ("texte", "text"), ("message-entier", "mime")):
        first, second = (guichet("read", str(page), "--kind", each, "--json") for each in words)
        assert first.code == 0 and first.out == second.out, first.err
    assert "<b>" in guichet("read", str(page), "--kind", "texte", "--json").json()["text"]
    assert "<b>" not in guichet("read", str(page), "--kind", "HTML", "--json").json()["text"]
    assert guichet("sms", "read", str(page), "--kind", "accusé").code == 1  # known, and nothing is set up
    assert guichet("sms", "read", str(page), "--kind", "autre").code == 2
    assert portions_of(["portes,Decision", "horaire"]) == portions_of(["doors", "deciders", "schedule"])
    wrong = guichet("serve", "--only", "porte")
    assert wrong.code == 1 and "vouliez-vous dire «\u00a0portes\u00a0»" in wrong.err, wrong.err


def test_no_word_of_an_option_stands_for_two(busy_office: Path) -> None:
    assert busy_office.exists()
    for words in (CHANNELS, ORIGINS, FACTS, SORTS, PRIORITIES, READ_AS, CALLS, RIGHTS, PORTIONS):
        said = [plain_word(each) for each in (*words, *words.values())]
        assert all(key_of_word(words, each) == 1 for each in said), said


def key_of_word(words: Mapping[str, str], said: str) -> int:
    """How many keys of a closed list a typed word may mean."""
    return len({key for key, shown in words.items() if said in (plain_word(key), plain_word(shown))})


def test_what_the_traces_the_backups_and_the_place_of_a_town_say_is_french(
    busy_office: Path, tmp_path: Path
) -> None:
    settings = busy_office / "settings.toml"
    begun = guichet()
    for title in ("Commune   ", "Réglages  ", "Base      "):
        assert title in begun.out
    proved = guichet("audit", "verify").out
    assert "historique\u00a0: " in proved and "journal des accès\u00a0: " in proved
    assert guichet("audit", "export", "historique").out == guichet("audit", "export", "history").out
    kept = tmp_path / "copies"
    settings.write_text(
        settings.read_text("utf-8") + f'\n[backup]\ndestinations = ["{kept}"]\n', encoding="utf-8"
    ) if "\n[backup]" not in settings.read_text("utf-8") else settings.write_text(
        re.sub(
            r"^destinations = .*$",
            f'destinations = ["{kept}"]',
            settings.read_text("utf-8"),
            flags=re.MULTILINE,
        ),
        encoding="utf-8",
    )
    assert guichet("backup", "init").code == 0
    assert guichet("backup", "now").code == 0
    listed = guichet("backup", "list").out
    made = datetime.fromisoformat(guichet("backup", "list", "--json").json()[0]["made"])
    assert made.astimezone(ZoneInfo("Europe/Paris")).strftime("%d/%m/%Y %H:%M") in listed
    assert "UTC" not in listed


def test_what_serve_says_of_its_doors_is_french(busy_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("SMTP", "HTTP"):
        monkeypatch.setenv(f"GUICHET_DOORS__{door}__ENABLED", "false")
    office = Office(load_settings(busy_office / "settings.toml"), busy_office / "settings.toml")
    service = Service(office)
    try:
        said = "\n".join(welcome(office, service))
    finally:
        service.leave()
    assert "Arrivée" in said
    assert "Sauvegardes  aucune (backup.destinations dans settings.toml)" in said
    assert "Aucune porte n’est ouverte." in said
    for english in ("Mail in", "Mail out", "Texts", "Database", "the services", "no relay", "none ("):
        assert english not in said, said


def test_a_town_behind_a_relay_is_told_the_socket_that_mail_comes_to(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SMTP__ENABLED", "false"), ("LMTP__ENABLED", "true"), ("HTTP__ENABLED", "false")):
        monkeypatch.setenv(f"GUICHET_DOORS__{name}", value)
    place = Path(tempfile.mkdtemp(prefix="gt-", dir="/tmp"))  # the path of a socket is short
    monkeypatch.setenv("GUICHET_DOORS__LMTP__SOCKET", str(place / "s"))
    office = Office(load_settings(busy_office / "settings.toml"), busy_office / "settings.toml")
    service = Service(office)
    service.doors.start()
    try:
        said = "\n".join(welcome(office, service))
    finally:
        service.doors.stop(0)
        service.leave()
        shutil.rmtree(place)
    assert f"LMTP sur {place / 's'}, pour " in said and "SMTP sur" not in said
