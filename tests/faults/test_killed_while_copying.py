"""A backup or a restore that is killed at any sync point leaves nothing that looks whole, and the next one
works.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dispatch.upkeep.backup.backups import Backups, destination_at
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from dispatch.upkeep.backup.restore import restore_set
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings
from models.store.database import Database
from models.store.files import FileStore
from tests.copies import prepare
from tests.database.test_what_may_come_in import work
from tests.desk import Desk
from tests.faults.agreement import disagreements
from tests.letters import PHOTO, write


def killed_at(moment: int, step: Callable[[], object]) -> bool:
    """Run `step` in a process that dies at its `moment`-th sync; whether it died before its end."""
    pid = os.fork()
    if pid == 0:
        real, left = os.fsync, [moment]

        def fsync(handle: int) -> None:
            left[0] -= 1
            if left[0] <= 0:
                os._exit(9)
            real(handle)

        os.fsync = fsync  # in the child alone
        try:
            step()
        except BaseException:  # noqa: BLE001  # the end of this process, whatever it was
            os._exit(3)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 9), code
    return code == 9


def test_a_killed_backup_is_no_set_and_a_killed_restore_is_no_town(sqlite_url: str, tmp_path: Path) -> None:
    desk = Desk(Database(sqlite_url), tmp_path)
    letter = write("Une ampoule est cassée au gymnase Guimard.")
    letter.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="lampe.jpg")
    desk.take(letter)
    work(desk)
    desk.close()
    desk.database.close()
    nas = tmp_path / "nas"
    settings = Settings(
        data_dir=tmp_path / "var",
        organisation_file=tmp_path / "none.toml",
        backup=BackupSettings(destinations=(str(nas),)),
    )

    def backups() -> Backups:
        # A connection of the parent must not be used in a child.
        database = Database(sqlite_url, pool_size=1)
        return Backups(database, FileStore(desk.files.directory), settings, None, desk.clock)

    prepare(backups())
    destination = destination_at(str(nas), settings, RecoveryKey.read(settings.recovery_key_file))
    moment = 1
    while killed_at(moment, lambda: backups().make()):
        for set_id in destination.sets():
            assert backups().check(destination, set_id) == []
        moment += 1
    assert moment > 6
    set_id = destination.sets()[-1]
    assert backups().check(destination, set_id) == []

    target, moment = tmp_path / "elsewhere", 1
    while killed_at(moment, lambda: restore_set(destination, set_id, target)):
        if (target / "var").exists():
            break  # it died after the last step: everything is in place
        moment += 1
    assert moment > 3
    assert (target / "var" / "guichet.db").exists()
    assert list(FileStore(target / "var" / "files").damaged()) == []
    # Only then does what the restored database says agree with what is there.
    assert disagreements(f"sqlite:///{target / 'var' / 'guichet.db'}", target) == []
