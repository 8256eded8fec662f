"""Two towns whose settings name one place for their sets: neither touches, nor gets, what is the other's."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.upkeep.backup.backups import Backups
from dispatch.upkeep.backup.restore import restore_set
from models.errors import UserError
from models.settings.settings import Settings
from models.store.database import Database
from tests.copies import prepare
from tests.database.test_backups import Safe
from tests.desk import Desk


@pytest.fixture
def nas(tmp_path: Path) -> Path:
    return tmp_path / "nas"


@pytest.fixture
def safe(sqlite_town_database: Database, tmp_path: Path, nas: Path) -> Safe:
    (tmp_path / "town").mkdir()
    made = Safe(Desk(sqlite_town_database, tmp_path), tmp_path / "town", (str(nas),))
    made.fill()
    prepare(made.backups)
    return made


def _of(settings: Settings, *domains: str) -> Settings:
    """Those settings, as a town with that mail has them."""
    return settings.model_copy(update={"mail": settings.mail.model_copy(update={"domains": domains})})


def test_the_sets_of_a_town_are_neither_restored_nor_thinned_nor_mixed_by_another(
    safe: Safe, nas: Path, tmp_path: Path
) -> None:
    safe.backups.make()
    destination, before = safe.backups.destinations()[0], sorted(nas.rglob("*"))
    other = _of(safe.settings, "demandes.autreville.example")
    with pytest.raises(UserError, match=r"of another town \(ville\.test\) than these settings"):
        restore_set(destination, safe.set_id(), tmp_path / "x", domains=other.mail.domains)
    assert not list((tmp_path / "x").rglob("*"))
    # A second town whose settings name the place of the first, and that has its recovery key.
    theirs = Backups(safe.desk.database, safe.desk.files, other, safe.settings_file, safe.desk.clock)
    with pytest.raises(UserError, match="holds the sets of another town"):
        prepare(theirs)
    safe.desk.clock.pass_seconds(60)
    assert ["another town" in each.problems[0] for each in theirs.make()] == [True]
    with pytest.raises(UserError, match="another town"):
        theirs.destinations()[0].remove([safe.set_id()])
    assert sorted(nas.rglob("*")) == before
    # The first one under a domain more, which it keeps when the old one is gone; and where nothing is known.
    for domains in (("ville.test", "nouvelle.example"), ("nouvelle.example",), ()):
        moved = _of(safe.settings, *domains)
        backups = Backups(safe.desk.database, safe.desk.files, moved, safe.settings_file, safe.desk.clock)
        safe.desk.clock.pass_seconds(60)
        assert [each.problems for each in backups.make()] == [()]
    restore_set(destination, destination.sets()[0], tmp_path / "y", domains=("Ville.test",))
    restore_set(destination, destination.sets()[0], tmp_path / "z")


def test_a_place_that_names_no_town_yet_is_that_of_whoever_writes_there_first(safe: Safe, nas: Path) -> None:
    (nas / "guichet-backup").write_text("Sets of Guichet. Leave this file here.\n", "utf-8")
    assert [each.problems for each in safe.backups.make()] == [()]
    assert (nas / "guichet-backup").read_text("utf-8").endswith("\nMail of: ville.test\n")
