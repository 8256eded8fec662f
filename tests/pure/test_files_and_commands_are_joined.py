"""`org export` while the files hold what was not applied yet: what was written and what commands did both stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import UserError
from models.organisation import Organisation
from models.organisation_files.joining import join
from models.organisation_files.reading import MAIN
from models.organisation_files.sample import load_sample
from tests.pure.test_a_first_file_and_what_is_added import add_leo, applied
from tests.pure.test_organisation_commands import run

RULE = '\n[[rules]]\nkey = "port"\nname = "Le port"\nwhen.words = ["ponton"]\nthen.service = "voirie"\n'


def test_what_was_written_and_not_applied_outlives_an_export(tmp_path: Path) -> None:
    store = applied(tmp_path)
    add_leo(store)
    run(store, "services", "edit", "voirie", "assignment=least_loaded")
    file = tmp_path / MAIN
    file.write_text(
        file.read_text("utf-8").replace("due_working_days = 10", "due_working_days = 7") + RULE, "utf-8"
    )
    said = run(store, "org", "export", str(tmp_path))
    assert "What you had written and not applied stays" in said
    run(store, "org", "apply", str(tmp_path), "--yes")
    now = store.current()
    assert now is not None and now.town.due_working_days == 7 and now.rules[-1].key == "port"
    assert now.agents[-1].key == "leo-blanc"
    assert {each.key: each.assignment for each in now.services}["voirie"] == "least_loaded"


def test_what_both_changed_in_two_ways_is_refused_and_nothing_moves(tmp_path: Path) -> None:
    store = applied(tmp_path)
    run(store, "services", "edit", "voirie", "name=Routes")
    file = tmp_path / MAIN
    file.write_text(
        file.read_text("utf-8").replace('name = "Voirie et éclairage public"', 'name = "Rues"'), "utf-8"
    )
    (tmp_path / "buildings.csv").write_text("nom\nDojo\n", "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UserError, match=r"changed: service voirie\..*Nothing was changed"):
        run(store, "org", "export", str(tmp_path))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "written",
    [
        "[town\n",
        '[town]\nname = "Autre"\ndefault_service = "a"\n\n[[services]]\nkey = "a"\nname = "A"\n',
    ],
)
def test_a_file_of_which_nothing_is_in_force_is_kept_beside(written: str, tmp_path: Path) -> None:
    folder = tmp_path
    store = applied(folder)
    (folder / MAIN).write_text(written, "utf-8")
    assert f"{MAIN}.before" in run(store, "org", "export", str(folder))
    assert (folder / f"{MAIN}.before").read_text("utf-8") == written
    assert "No change." in run(store, "org", "apply", str(folder), "--yes")


def test_a_copy_of_an_earlier_version_is_written_over_with_what_is_in_force(tmp_path: Path) -> None:
    store = applied(tmp_path)
    add_leo(store)
    run(store, "org", "export", str(tmp_path))
    run(store, "org", "apply", str(tmp_path), "--yes")
    old = tmp_path / "ailleurs"
    run(store, "org", "export", str(old), "--version", "1")
    (old / MAIN).write_text("# copie\n" + (old / MAIN).read_text("utf-8"), "utf-8")
    run(store, "org", "export", str(old))
    assert sorted(path.name for path in old.iterdir()) == [MAIN]
    assert "No change." in run(store, "org", "apply", str(old), "--yes")


def changed(**lists: object) -> Organisation:
    return load_sample().model_copy(update=lists)


def test_a_side_that_changed_nothing_leaves_the_other_as_it_is() -> None:
    base = load_sample()
    other = changed(agents=base.agents[::-1][:3], rules=(), services=base.services[1:])
    assert join(base, base, other) == (other, ())
    assert join(base, other, base) == (other, ())
    assert join(base, other, other) == (other, ())


def test_values_of_one_part_are_put_together_one_by_one() -> None:
    base = load_sample()
    first = base.agents[0]
    ours = changed(agents=(first.model_copy(update={"title": "Cheffe"}), *base.agents[1:]))
    theirs = changed(agents=(first.model_copy(update={"name": "Autre Nom"}), *base.agents[1:]))
    both, clashes = join(base, ours, theirs)
    assert (both.agents[0].title, both.agents[0].name, clashes) == ("Cheffe", "Autre Nom", ())


def test_a_part_that_one_side_changed_and_the_other_removed_is_named() -> None:
    base = load_sample()
    first = base.agents[0]
    ours = changed(agents=base.agents[1:])
    theirs = changed(agents=(first.model_copy(update={"name": "Autre Nom"}), *base.agents[1:]))
    assert join(base, ours, theirs)[1] == (f"agent {first.key}",)
    assert join(base, theirs, ours)[1] == (f"agent {first.key}",)
