"""`org export` and `org init` write over nothing: what was there is whole, or beside under a free name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.town import exporting
from models.errors import UserError
from models.organisation_files.reading import MAIN
from models.organisation_files.sample import load_sample, sample_text
from models.organisation_files.writing import write_organisation
from tests.pure.test_a_first_file_and_what_is_added import asked
from tests.pure.test_organisation_commands import MemoryStore, run

KEPT = "organisation-answers.json"


def exported(folder: Path) -> str:
    return run(MemoryStore(load_sample()), "org", "export", str(folder))


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_a_sheet_moves_only_when_the_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / MAIN).write_text("# à nous\n", "utf-8")
    (tmp_path / "agents.csv").write_text("nom\nZoé\n", "utf-8")
    before = contents(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        exported(tmp_path)
    assert contents(tmp_path) == before


def test_an_earlier_sheet_that_was_put_aside_stays(tmp_path: Path) -> None:
    (tmp_path / "agents.csv.exported").write_text("la première", "utf-8")
    (tmp_path / "agents.csv").write_text("la deuxième", "utf-8")
    assert "agents.csv is now agents.csv.exported-2: its rows stand in organisation.toml." in exported(
        tmp_path
    )
    (tmp_path / "agents.csv").write_text("la troisième", "utf-8")
    exported(tmp_path)
    kept = contents(tmp_path)
    assert [kept[f"agents.csv.exported{n}"] for n in ("", "-2", "-3")] == [
        "la première", "la deuxième", "la troisième",
    ]  # fmt: skip


def test_remarks_are_said_to_stay_only_where_there_was_a_file_and_they_do(tmp_path: Path) -> None:
    first = exported(tmp_path)
    assert f"{MAIN} is written." in first and "the remarks" not in first
    (tmp_path / MAIN).write_text("# à nous\n" + sample_text(), "utf-8")
    assert "the remarks in it stay" in exported(tmp_path)
    assert "# à nous" in (tmp_path / MAIN).read_text("utf-8")


def test_a_file_that_cannot_be_taken_apart_is_written_anew_and_kept_beside(tmp_path: Path) -> None:
    odd = '# à nous\ntown = { name = "T", default_service = "a" }\nservices = [{ key = "a", name = "A" }]\n'
    (tmp_path / MAIN).write_text(odd, "utf-8")
    (tmp_path / f"{MAIN}.before").write_text("d’avant", "utf-8")
    said = exported(tmp_path)
    assert f"written anew; the old file, with its remarks, is {MAIN}.before-2." in said
    assert contents(tmp_path) == {
        MAIN: write_organisation(load_sample()), f"{MAIN}.before": "d’avant", f"{MAIN}.before-2": odd,
    }  # fmt: skip


def test_a_file_that_is_no_utf_8_is_refused_before_anything_moves(tmp_path: Path) -> None:
    (tmp_path / MAIN).write_bytes("# été\n".encode("cp1252"))
    (tmp_path / "agents.csv").write_text("nom\n", "utf-8")
    with pytest.raises(UserError, match=r"not saved as UTF-8.*Nothing was changed"):
        exported(tmp_path)
    assert (tmp_path / MAIN).read_bytes() == "# été\n".encode("cp1252") and (tmp_path / "agents.csv").exists()


def test_a_link_to_the_file_and_its_mode_stay(tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs.toml"
    elsewhere.write_text(sample_text(), "utf-8")
    elsewhere.chmod(0o640)
    (tmp_path / MAIN).symlink_to(elsewhere)
    exported(tmp_path)
    assert (tmp_path / MAIN).is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640


def test_a_second_new_file_keeps_both_that_were_there(tmp_path: Path) -> None:
    for text in ("le premier", "le deuxième"):
        (tmp_path / MAIN).write_text(text, "utf-8")
        run(MemoryStore(), "org", "init", str(tmp_path), "--sample", "--force")
    kept = contents(tmp_path)
    assert (kept[f"{MAIN}.before"], kept[f"{MAIN}.before-2"]) == ("le premier", "le deuxième")


# --- Answers of org init -----------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [(), ("fr",)], ids=["at the language", "at the first question"])
def test_a_second_interruption_keeps_the_answers_of_the_first(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    asked(tmp_path, "fr", "Torcy", "reunion")
    first = json.loads((tmp_path / KEPT).read_text("utf-8"))
    assert first == {"name": "Torcy", "holidays": "reunion"}
    again = asked(tmp_path, *answers)
    assert again.exit_code == 1
    assert KEPT in again.output
    assert json.loads((tmp_path / KEPT).read_text("utf-8")) == first


@pytest.mark.parametrize("answers", [(), ("fr",)], ids=["at the language", "at the first question"])
def test_an_interruption_before_any_answer_leaves_nothing_behind(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    assert asked(tmp_path, *answers).exit_code == 1
    assert list(tmp_path.iterdir()) == []
