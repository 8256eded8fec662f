"""`guichet org` and its companions on a store in memory: files and commands never disagree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.office import Opening
from cli.speaking.findings import finding_line
from cli.town.loading import file_of_this_town
from cli.town.organisation import build_org_app
from cli.town.parts import COMMANDS, build_parts_app
from dispatch.check import check
from models.errors import UserError
from models.organisation import Organisation
from models.organisation.versions import Version
from models.organisation_files.editing import remove_part
from models.organisation_files.sample import load_sample
from tests.rows import in_rows


class MemoryStore:
    """Versions in a list."""

    def __init__(self, *organisations: Organisation) -> None:
        self.versions = [(organisation, "test", "") for organisation in organisations]

    def current(self) -> Organisation | None:
        return self.versions[-1][0] if self.versions else None

    def apply(self, organisation: Organisation, by: str, note: str) -> int:
        self.versions.append((organisation, by, note))
        return len(self.versions)

    def history(self) -> Sequence[Version]:
        at = datetime(2026, 3, 3, tzinfo=UTC)
        return [Version(number, at, by, note) for number, (_, by, note) in enumerate(self.versions, 1)][::-1]

    def version(self, number: int) -> Organisation | None:
        return self.versions[number - 1][0] if 0 < number <= len(self.versions) else None


#: The store that commands are given, last in.
OPEN: list[MemoryStore] = []


@cache
def command() -> typer.Typer:
    """Made once: typer reads the parameters of a command when it first meets its function."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.add_typer(build_org_app(lambda: OPEN[-1]), name="org")
    for name in COMMANDS:
        app.add_typer(build_parts_app(name, lambda: OPEN[-1]), name=name)
    return app


def run(store: MemoryStore, *arguments: str, answers: str = "") -> str:
    OPEN[:] = [store]
    done = CliRunner().invoke(command(), arguments, input=answers, catch_exceptions=True)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return f"{done.exit_code}\n{done.output}"


def test_init_check_apply_and_export_make_a_circle(tmp_path: Path) -> None:
    store = MemoryStore()
    run(store, "org", "init", "--sample", str(tmp_path))
    code, advice, counted = run(store, "org", "check", str(tmp_path)).splitlines()
    assert (code, counted) == ("0", "0 errors, 0 warnings.")
    assert ": advice: Nobody is on call: " in advice
    assert "6 services" not in run(store, "org", "diff", str(tmp_path))
    assert store.current() is None
    assert "Version 1 is in force." in run(store, "org", "apply", str(tmp_path), "--yes", "--note", "first")
    assert store.current() == load_sample()
    assert run(store, "org", "export", str(tmp_path / "out")).startswith("0\n")
    assert "No change." in run(store, "org", "diff", str(tmp_path / "out"))


def test_a_few_answers_make_an_organisation_without_mistakes(tmp_path: Path) -> None:
    store = MemoryStore()
    answers = "\n".join(
        ["fr", "Belleval", "", "1 rue X", "01 99 00 10 00", "ville.test", "", "9h-12h, 14h-17h", "Accueil, Voirie", "", "École Zoé", "Zoé B <zoe@agents.ville.test>"]
    )  # fmt: skip
    assert run(store, "org", "init", str(tmp_path), answers=answers + "\n").startswith("0\n")
    assert "0 errors, 0 warnings." in run(store, "org", "check", str(tmp_path))
    run(store, "org", "apply", str(tmp_path), "--yes")
    town = store.current()
    assert town is not None
    assert [service.mailboxes for service in town.services] == [
        ("accueil@ville.test", "mairie@ville.test"),
        ("voirie@ville.test",),
    ]
    assert town.town.opening_hours[1].opens.hour == 14


def test_check_exits_1_when_there_is_a_mistake_and_apply_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore(load_sample())
    (tmp_path / "organisation.toml").write_text(
        '[town]\nname = "T"\ndefault_service = "a"\n', encoding="utf-8"
    )
    checked = run(store, "org", "check", str(tmp_path))
    assert checked.startswith("1\n")
    assert "organisation.toml:3: error: No service 'a'" in checked
    with pytest.raises(UserError, match="nothing was changed"):
        run(store, "org", "apply", str(tmp_path), "--yes")
    assert len(store.versions) == 1


def test_a_refused_plan_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    run(store, "org", "init", "--sample", str(tmp_path))
    run(store, "org", "apply", str(tmp_path), answers="n\n")
    assert store.current() is None


def test_a_part_is_added_changed_moved_and_removed_and_each_step_is_a_version(tmp_path: Path) -> None:
    store = MemoryStore(load_sample())
    run(store, "services", "add", "name=Police municipale", "email=police@agents.ville.test")
    run(
        store,
        "rules",
        "add",
        "key=chiens",
        'when.words=["chien"]',
        "then.service=police-municipale",
        "--before",
        "danger",
    )
    run(store, "rules", "edit", "chiens", "stop=true", 'when.words=["chien", "chat"]')
    run(store, "rules", "move", "chiens", "--before", "ecole")
    town = store.current()
    assert town is not None
    assert [rule.key for rule in town.rules].index("chiens") == [rule.key for rule in town.rules].index(
        "ecole"
    ) - 1
    chiens = next(rule for rule in town.rules if rule.key == "chiens")
    assert (chiens.stop, chiens.when.words) == (True, ("chien", "chat"))
    run(store, "rules", "remove", "chiens", "--yes")
    run(store, "services", "remove", "police-municipale", "--yes")
    assert store.current() == load_sample()
    assert store.history()[0].note == "service police-municipale removed"
    run(store, "org", "rollback", "--yes")
    assert "police-municipale" in run(store, "services", "list")


def test_a_change_that_would_break_another_part_is_refused() -> None:
    store = MemoryStore(load_sample())
    with pytest.raises(UserError, match="nothing was changed"):
        run(store, "services", "remove", "voirie", "--yes")
    told = [finding_line(each) for each in check(remove_part(load_sample(), "services", "voirie"))]
    assert any(each.startswith("request type signalement: error: No service 'voirie'.") for each in told), (
        told
    )
    assert not any("toml" in each for each in told), "no line of a file that was not read is named"
    with pytest.raises(UserError, match="must be"):
        run(store, "services", "edit", "voirie", "assignment=whoever")
    with pytest.raises(UserError, match="There are: "):
        run(store, "buildings", "show", "nowhere")
    assert store.versions == [(load_sample(), "test", "")]


def test_a_part_is_named_as_people_say_it_and_a_slip_names_the_nearest() -> None:
    store = MemoryStore(load_sample())
    run(
        store,
        "buildings",
        "edit",
        "École Jules Ferry",
        'keeper="Marc DURAND"',
        'service="voirie et eclairage public"',
    )
    town = store.current()
    assert town is not None
    ferry = town.building("ecole-jules-ferry")
    assert ferry is not None and (ferry.keeper, ferry.service) == ("marc-durand", "voirie")
    assert 'key = "marc-durand"' in run(store, "agents", "show", "marc durand")
    with pytest.raises(UserError, match=r"There is no agent 'marc'\. Did you mean 'marc-durand'\?"):
        run(store, "agents", "show", "marc")
    with pytest.raises(
        UserError, match=r"'keeper' \('Marc Durant'\): no agent .* Did you mean 'marc-durand'\?"
    ):
        run(store, "buildings", "edit", "ecole-jules-ferry", 'keeper="Marc Durant"')


def test_after_any_command_the_export_applies_as_no_change(tmp_path: Path) -> None:
    store = MemoryStore(load_sample())
    sheet = tmp_path / "buildings.csv"
    sheet.write_text("nom;alias;service\nPiscine;la piscine|bassin;batiments\n", encoding="utf-8")
    run(store, "buildings", "import", str(sheet), "--yes")
    run(store, "agents", "edit", "marc-durand", "absences=[{from=2026-08-01, until=2026-08-21}]", "deputy=")
    run(store, "org", "export", str(tmp_path / "out"))
    assert "No change." in run(store, "org", "diff", str(tmp_path / "out"))
    town = store.current()
    assert town is not None
    assert town.building("piscine") is not None
    marc = town.agent("marc-durand")
    assert marc is not None
    assert (marc.deputy, len(marc.absences)) == (None, 1)


@in_rows("name", COMMANDS)
def test_every_kind_of_part_is_listed_and_shown(name: str) -> None:
    store = MemoryStore(load_sample())
    kind, _ = COMMANDS[name]
    first = getattr(load_sample(), kind)[0]
    assert first.key in run(store, name, "list")
    assert first.key in run(store, name, "list", "--json")
    assert f"[[{kind}]]" in run(store, name, "show", first.key)


def test_a_workflow_is_drawn_to_a_file(tmp_path: Path) -> None:
    picture = tmp_path / "w.svg"
    run(MemoryStore(load_sample()), "workflows", "draw", "default", "--as", "svg", "--output", str(picture))
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_a_town_described_in_a_folder_below_another_has_settings_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GUICHET_SETTINGS", raising=False)
    above, below = tmp_path / "settings.toml", tmp_path / "other"
    above.write_text("")
    below.mkdir()
    monkeypatch.chdir(below)
    assert Opening(None).settings_file == above
    assert file_of_this_town(Opening(None)) == Path("settings.toml")
    assert file_of_this_town(Opening(above)) == above, "named, it is meant"
    monkeypatch.chdir(tmp_path)
    assert file_of_this_town(Opening(None)) == Path("settings.toml")
