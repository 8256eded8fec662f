"""Jobs, notices and acts of the traces are called in French in a French terminal, and what is typed as it is shown is
understood.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cli.office import Office
from cli.service.serve import _welcome
from cli.service.service import Service
from cli.speaking.named import ACTIONS, JOBS
from cli.speaking.words import heading, key_of
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.lists.called import NOTICES
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


def test_what_serve_says_of_its_doors_is_french(busy_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in ("SMTP", "HTTP"):
        monkeypatch.setenv(f"GUICHET_DOORS__{door}__ENABLED", "false")
    office = Office(load_settings(busy_office / "settings.toml"), busy_office / "settings.toml")
    service = Service(office)
    try:
        said = "\n".join(_welcome(office, service))
    finally:
        service.leave()
    assert "Arrivée" in said and "et les boîtes des services" in said
    assert "Sauvegardes  aucune (backup.destinations dans settings.toml)" in said
    for english in ("Mail in", "Mail out", "Texts", "Database", "the services", "no relay", "none ("):
        assert english not in said, said
