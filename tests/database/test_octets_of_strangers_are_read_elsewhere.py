"""What decides a message sees what was read of it: its octets, headers, HTML and files are worked on in processes that
can be killed.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import intake
from intake.reading.reader import Reader
from intake.reading.room import ReadingRoom
from models.settings.processing import WorkSettings
from models.signing.tokens import Purpose
from tests.counter import Counter
from tests.desk import Desk
from tests.hostile_shapes import shapes
from tests.letters import CITIZEN, PHOTO

_FLOOR = str(Path(intake.__file__).parent)
#: All that the deciding process runs of the readers of mail. Each takes one line: an address, a network, the relay's
#: own words, a subject; what reads words stands in `intake.words`, under the bounds of its docstrings.
_ONE_LINE = {
    "proof/alignment.py",
    "proof/verdict.py",
    "reply_tokens.py",
    "wire/authentication.py",
    "wire/subjects.py",
    "wire/result_words.py",
}


@contextmanager
def run_here(seen: set[str]) -> Iterator[None]:
    """The modules of `intake` of which something runs in this thread."""

    def noted(frame: FrameType, event: str, _arg: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(_FLOOR):
            seen.add(name.removeprefix(f"{_FLOOR}/"))

    sys.setprofile(noted)
    try:
        yield
    finally:
        sys.setprofile(None)


def test_whoever_decides_reads_no_octets_of_a_stranger(desk: Desk) -> None:
    counter, reader = Counter(desk), Reader(WorkSettings(readers=1), desk.files)
    counter.citizen("Une ampoule est cassée au gymnase Guimard.", files={"photo.jpg": PHOTO})
    processor, seen = desk.processor(reader), set[str]()
    try:
        with run_here(seen):
            desk.take(
                b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>Le <b>lampadaire</b> de la rue clignote."
            )
            for make in shapes().values():
                desk.take(make(12))
            desk.take(recipients=(counter.address(1, CITIZEN, Purpose.REQUESTER),))
            desk.take(recipients=(counter.address(1),), envelope_from="karim.benali@agents.ville.test")
            while processor.process_next():
                pass
    finally:
        reader.close()
    read_here = {name.removeprefix("mail/") for name in seen if name.startswith("mail/")}
    assert read_here - _ONE_LINE == set()
    assert {"proof/verdict.py", "reply_tokens.py"} <= read_here, "it was decided here"
    assert "reading/worker.py" not in seen


def test_a_reader_shares_what_it_is_made_of_and_loads_nothing_of_a_library_by_itself() -> None:
    loaded = "sorted(__import__('sys').modules)"
    server = "import multiprocessing.forkserver, intake.reading.with_languages, dispatch.rules.themes.loaded"
    said = subprocess.run(
        [sys.executable, "-c", f"{server}\nprint(*{loaded})"], capture_output=True, text=True, check=True
    )
    with ReadingRoom(workers=1) as room:
        room.read(b"From: jeanne@example.org\r\nSubject: Lampe\r\n\r\nElle est en panne.\r\n")
        (own,) = room.each(eval, [loaded])
    assert own is not None
    alone = {each.partition(".")[0] for each in set(own) - set(said.stdout.split())}
    assert alone <= {"encodings", "intake", "multiprocessing", "pkgutil"}
