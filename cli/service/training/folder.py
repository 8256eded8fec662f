"""The folder of a training: made new, never where a town is, opened by one process, emptied on demand."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cli.names import language_of_files
from cli.office import Office
from cli.service.story.trying import free_port
from cli.service.training.kept import COURSE, LOCK, Course, write_course
from cli.service.training.playing import first_messages
from cli.service.training.town import Trainee, administrator, trainees_of, training_town
from cli.speaking.explaining import explained_settings
from cli.town.init import set_up
from models.errors import UserError
from models.organisation_files.writing import write_organisation
from models.sandbox import DATA, MARK, SandboxMark, read_mark, sandbox_settings, write_mark

RUNNING = "running.lock"
SETTINGS, ORGANISATION = "settings.toml", "organisation.toml"
#: All that a training ever puts into its folder.
_OURS = (MARK, COURSE, LOCK, RUNNING, SETTINGS, ORGANISATION)
_USUAL_PORT = 8180
#: What its settings begin with.
_HEAD = "A training: what is written here, and in the environment, changes nothing of it."


def is_training(folder: Path) -> bool:
    """Whether there is a training in that folder."""
    return (folder / MARK).is_file()


def require_training(folder: Path) -> Path:
    """The folder, when a training is in it. Raises UserError."""
    if not is_training(folder):
        raise UserError(f"There is no training in {folder}. Begin one: guichet training start {folder}")
    return folder.absolute()


def make_training(
    folder: Path, agents: str, *, shared: bool = False, undo_seconds: int = 20, port: int | None = None
) -> Path:
    """Make the town of a training in a folder that is new or empty. Raises UserError."""
    trainees = trainees_of(agents)
    folder = folder.absolute()
    _refuse_taken(folder)
    address = address_in_the_room() if shared else "127.0.0.1"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    mark = SandboxMark(address=address, port=port or free_port(_USUAL_PORT), undo_seconds=undo_seconds)
    write_mark(folder, mark)
    _fill(folder, mark, trainees)
    return folder


def office_of_training(folder: Path) -> Office:
    """The office of that town, by the settings of a training, whatever else is said. Raises UserError."""
    return Office(sandbox_settings(folder, read_mark(folder)), folder / SETTINGS)


def settle_place(folder: Path) -> None:
    """Where its pages are found today: a machine may have another address by now, and its port be taken.
    Raises UserError while it is open.
    """
    with opened(folder):
        mark = read_mark(folder)
        address = address_in_the_room() if mark.is_shared else mark.address
        write_mark(folder, mark.model_copy(update={"address": address, "port": free_port(mark.port)}))


def reset_training(folder: Path, trainees: tuple[Trainee, ...]) -> None:
    """Forget all that was done, and begin the same course anew. Raises UserError while it is open."""
    mark = read_mark(folder)
    with opened(folder):
        shutil.rmtree(folder / DATA, ignore_errors=True)
        _fill(folder, mark, trainees)


def remove_training(folder: Path) -> None:
    """Take away all that a training put into its folder, and the folder once it is empty. Raises UserError
    while it is open.
    """
    with opened(folder):
        if (folder / DATA).is_symlink():
            (folder / DATA).unlink()  # what it leads to is no training's
        shutil.rmtree(folder / DATA, ignore_errors=True)
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Hold the training for this process. Raises UserError when another has it."""
    with (folder / RUNNING).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as wrong:
            raise UserError(
                f"The training in {folder} is open. End it first: guichet training stop {folder}"
            ) from wrong
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def is_open(folder: Path) -> bool:
    """Whether a process has the training open."""
    try:
        with (folder / RUNNING).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def end_training(folder: Path) -> bool:
    """Ask the process that has it open to end, and wait until it did; False when none has."""
    if not is_open(folder):
        return False
    text = (folder / RUNNING).read_text(encoding="utf-8").strip()
    with suppress(ValueError, ProcessLookupError, PermissionError):
        os.kill(int(text), signal.SIGTERM)
    with (folder / RUNNING).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return True


def address_in_the_room() -> str:
    """The address of this machine in its network: nothing is sent to find it. Raises UserError."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asked:
        try:
            asked.connect(("192.0.2.1", 9))
            found = str(asked.getsockname()[0])
        except OSError:
            found = "127.0.0.1"
    if found.startswith("127."):
        raise UserError("This machine is in no network: leave --network out, and work on this machine.")
    return found


def _fill(folder: Path, mark: SandboxMark, trainees: tuple[Trainee, ...]) -> None:
    locale = language_of_files()
    (folder / SETTINGS).write_text(explained_settings(locale, head=_HEAD), encoding="utf-8")
    text = write_organisation(training_town(trainees), locale)
    (folder / ORGANISATION).write_text(text, encoding="utf-8")
    office = Office(sandbox_settings(folder, mark), folder / SETTINGS)
    try:
        set_up(office)
    finally:
        office.close()
    everybody = [*trainees, administrator()]
    keys = {str(each.number): secrets.token_urlsafe(12) for each in everybody}
    keys["trainer"] = secrets.token_urlsafe(12)
    write_course(folder, Course(everybody, keys, coming=first_messages(len(trainees))))


def _refuse_taken(folder: Path) -> None:
    if not folder.exists():
        return
    if folder.is_dir() and any((folder / name).exists() for name in (SETTINGS, ORGANISATION, DATA)):
        raise UserError(f"{folder} holds a town. A training goes into a new folder only, apart from it.")
    if not folder.is_dir() or any(folder.iterdir()):
        raise UserError(f"{folder} is not empty. A training goes into a new folder only.")
