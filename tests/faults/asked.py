"""What a process asks of the system, written down by `strace`: each call with its octets, in the order of the kernel."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.presence import find_program, missing
from tests.servers.processes import until

#: Those by which something is written, named or answered.
_CALLS = (
    "openat", "creat", "write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate", "fallocate", "fsync",
    "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat",
    "sendto",
)  # fmt: skip
_LINE = re.compile(r"(\d+) +(\w+)\((.*)$")
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_UNFINISHED = " <unfinished ...>"
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")


@contextmanager
def written_down(process: int, trace: Path) -> Iterator[None]:
    """What the process, those it has started and will start ask of the system, into the file `trace`."""
    program = find_program("strace")
    if program is None:
        missing("strace", "strace")
    everyone = _family(process)
    watching = subprocess.Popen(
        [program, "-f", "-qqq", "-y", "-xx", "-s", str(1 << 24), "-e", "signal=none",
         "-e", f"trace={','.join(_CALLS)}", "-o", trace, *[word for each in everyone for word in ("-p", str(each))]],
    )  # fmt: skip
    threads = [thread for each in everyone for thread in Path(f"/proc/{each}/task").iterdir()]
    try:
        until(
            lambda: all(_is_watched(each, watching.pid) for each in threads),
            "strace attaches to nothing",
        )
        yield
    finally:
        watching.terminate()
        watching.wait()


def _is_watched(thread: Path, watching: int) -> bool:
    try:
        return f"TracerPid:\t{watching}\n" in (thread / "status").read_text()
    except FileNotFoundError:  # it has ended
        return True


def _family(process: int) -> list[int]:
    """A process, its children, and theirs."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    return [process, *(one for child in children for one in _family(child))]


@dataclass(frozen=True)
class Call:
    """One call: what it was given as the kernel has it, and whether it is over. `fd`: the path of its first
    descriptor.
    """

    name: str
    fd: str
    texts: tuple[bytes, ...]
    numbers: tuple[int, ...]
    words: str
    is_over: bool
    thread: int


def calls(trace: Path) -> Iterator[Call]:
    """Each call when it begins (`is_over` false) and when it is over, in the order of the kernel; none that failed."""
    begun: dict[int, str] = {}
    for line in trace.read_text().splitlines():
        if found := _RESUMED.match(line):
            yield from _told(int(found[1]), begun.pop(int(found[1]), ""), found[3])
        elif found := _LINE.match(line):
            thread, told = int(found[1]), f"{found[2]}({found[3]}"
            if told.endswith(_UNFINISHED):
                begun[thread] = told.removesuffix(_UNFINISHED)
                yield from _told(thread, begun[thread], None)
            else:
                yield from _told(thread, told, None)
                yield from _told(thread, told, "")


def _told(thread: int, told: str, rest: str | None) -> Iterator[Call]:
    """The call `told`; `rest`: what was said of it when it was over."""
    whole = told + (rest or "")
    name, _, given = whole.partition("(")
    given, _, result = given.rpartition(" = ") if rest is not None else (given, "", "")
    if result.startswith("-") or not name:
        return
    fd = _FD.search(given)
    yield Call(
        name,
        _octets(fd[2]).decode() if fd else "",
        tuple(_octets(each[1]) for each in _TEXT.finditer(given)),
        tuple(int(each) for each in re.findall(r"(?<=, )\d+(?=[,)])", _TEXT.sub("", given) + ")")),
        _TEXT.sub("", given),
        rest is not None,
        thread,
    )


def _octets(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))
