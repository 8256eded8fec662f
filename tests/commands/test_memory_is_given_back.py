"""What a burst of mail needed goes back to the system, and the threads of a service share one heap (glibc)."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from cli.service.assembly.memory import GIVEN_BACK_EVERY, GivingBack
from cli.service.running import running
from tests.commands.serving import services

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library is no glibc, which this is about"
)
#: The heap of a thread begins at a multiple of this, and what it may still take is reserved up to the next one.
_HEAP = 64 << 20
#: Sixty megabytes of pieces as large as letters, of which one in sixty lives on: no page is whole, nor the end free.
_BURST = """
from pathlib import Path
from cli.service.assembly.memory import GIVEN_BACK_EVERY, GivingBack

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

clock = iter([0.0, GIVEN_BACK_EVERY - 1, GIVEN_BACK_EVERY, GIVEN_BACK_EVERY + 1])
memory = GivingBack(lambda: next(clock))
empty = resident()
pieces = [bytes(2_000) for _ in range(30_000)]
pieces = pieces[::60]
print(resident() - empty, memory.look())
print(resident() - empty, memory.look())
print(resident() - empty, memory.look())
"""
#: Two hundred copies of a photo, each thrown away: how often the system had to make a page for them.
_PHOTOS = """
from resource import RUSAGE_SELF, getrusage
from cli.service.assembly.memory import keep_together

assert keep_together()
photo = bytes(270_000)
kept = b"".join([photo, b"."])
before = getrusage(RUSAGE_SELF).ru_minflt
for _ in range(200):
    kept = b"".join([photo, b"."])
print(getrusage(RUSAGE_SELF).ru_minflt - before)
"""


def test_pages_that_nothing_stands_on_are_given_back_once_a_minute(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _BURST],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=True,
    ).stdout.split()  # fmt: skip
    before, between, after = (int(each) for each in said[::2])
    assert said[1::2] == ["False", "True", "False"]
    assert before > 50_000_000
    assert between > 50_000_000
    assert after < 15_000_000


def test_a_photo_does_not_take_new_pages_at_every_step(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _PHOTOS],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    # A copy has 66 pages: 13,200 when each is made of new ones.
    assert int(said) < 1_000


def test_nothing_is_given_back_before_its_time() -> None:
    times = iter([100.0, 100.0 + GIVEN_BACK_EVERY - 0.1])
    assert not GivingBack(lambda: next(times)).look()


def test_the_threads_of_a_service_share_one_heap(office: Path) -> None:
    with services() as serve:
        serve("http://127")
        (pid,) = running(office / "var" / "workers")
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
        assert threads > 4
        assert heaps_of_threads(pid) == []


def heaps_of_threads(pid: int) -> list[str]:
    """The heaps besides the one that all may use, as the system lists them (proc_pid_maps(5))."""
    lines = [each.split() for each in Path(f"/proc/{pid}/maps").read_text("ascii").splitlines()]
    found = []
    for used, reserved in pairwise(lines):
        (begin, end), (following, last) = (
            [int(at, 16) for at in each[0].split("-")] for each in (used, reserved)
        )
        is_anonymous = len(used) < 6 and (used[1], reserved[1]) == ("rw-p", "---p")
        if is_anonymous and begin % _HEAP == 0 and following == end and last == begin + _HEAP:
            found.append(f"{begin:x}")
    return found
