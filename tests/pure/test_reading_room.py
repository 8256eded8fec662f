"""Hostile mail read in workers with limits: read, or set aside with its reason, and the others go on."""

from __future__ import annotations

import hashlib
import os
import re
import select
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

import intake
from intake.mail.files.leaving import leaving_copy, same_pixels
from intake.mail.files.photos import jpeg_copy
from intake.message import ParsedMessage
from intake.reading.asked import RoomLimits, SetAside
from intake.reading.room import ReadingRoom
from tests.hostile_mail import BOMBS
from tests.letters import PHOTO

PLAIN = (
    b"From: Jeanne <jeanne@example.org>\r\nSubject: Lampadaire\r\nMessage-ID: <1@example.org>\r\n\r\nIl est "
    b"en panne.\r\n"
)
WITH_FILE = (
    b"From: jeanne@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nVoici.\r\n"
    b"--b\r\nContent-Type: text/csv; name=liste.csv\r\n\r\na;b\r\n--b--\r\n"
)


class FolderStore:
    """A file store of the smallest kind: one file per content, named by its hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        (self.folder / digest).write_bytes(content)
        return digest


class FullStore:
    def put(self, content: bytes) -> str:
        raise OSError("no space left")


class DeadlyStore:
    """Ends the process that keeps a file, as a fault in a C library would."""

    def put(self, content: bytes) -> str:
        os._exit(3)


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(workers=1) as opened:
        yield opened


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_read_or_set_aside_with_its_reason_and_the_next_mail_is_read(
    room: ReadingRoom, name: str
) -> None:
    found = room.read(BOMBS[name]())
    if isinstance(found, SetAside):
        assert found.reason.endswith(".")
    else:
        assert found.channel == "email"
    following = room.read(PLAIN)
    assert isinstance(following, ParsedMessage)
    assert following.text == "Il est en panne."


def test_no_bomb_named_by_the_field_needs_the_limits_at_all() -> None:
    """The limits are the second wall: linear reading is the first."""
    names = (
        "semicolons_in_a_header",
        "a_megabyte_of_encoded_words",
        "parentheses_in_from",
        "machines_without_end_in_from",
        "blanks_without_end_in_the_subject",
        "blanks_without_end_before_a_word",
        "ten_thousand_parts",
        "nested_five_hundred_deep",
        "lines_of_two_hundred_kilobytes",
        "ten_thousand_attributions",
        "deeply_nested_html",
        "html_attributes",
        "quotes_alternating",
    )
    # A busy machine is no bomb: work is counted in test_reading_is_linear.
    with ReadingRoom(workers=1, room=RoomLimits(time_seconds=120.0)) as patient:
        for name in names:
            assert isinstance(patient.read(BOMBS[name]()), ParsedMessage), name


def test_mail_that_takes_too_long_is_set_aside_and_the_worker_replaced() -> None:
    with ReadingRoom(workers=1, room=RoomLimits(time_seconds=0.05)) as small:
        found = small.read(BOMBS["quotes_alternating"]() * 40)
        assert found == SetAside("time", "Reading took longer than 0.2 s.")
    with ReadingRoom(workers=1) as room:
        assert isinstance(room.read(PLAIN), ParsedMessage)


class SlowStore(FolderStore):
    """A disk that takes longer than a mail may take of the processor."""

    def put(self, content: bytes) -> str:
        select.select([], [], [], 2.2)
        return super().put(content)


class EndlessStore(FolderStore):
    """What never comes to an end."""

    def put(self, content: bytes) -> str:
        while True:
            content = hashlib.sha256(content).digest()


def test_only_processor_time_is_a_mails_own_fault(tmp_path: Path) -> None:
    limits = RoomLimits(time_seconds=2.0)
    with ReadingRoom(workers=1, store=SlowStore(tmp_path), room=limits) as room:
        assert isinstance(room.read(WITH_FILE), ParsedMessage)
    endless = EndlessStore(tmp_path)
    with ReadingRoom(workers=1, store=endless, room=RoomLimits(time_seconds=1.0)) as room:
        # By whichever clock, on a busy machine.
        found = room.read(WITH_FILE)
        assert isinstance(found, SetAside) and found.kind == "time"


def test_mail_that_takes_too_much_memory_is_set_aside() -> None:
    with ReadingRoom(workers=1, room=RoomLimits(memory_bytes=200 * 1024 * 1024)) as small:
        found = small.read(BOMBS["a_base64_part_of_sixty_megabytes"]())
        assert isinstance(found, SetAside)
        assert found.kind in {"memory", "died"}
        assert isinstance(small.read(PLAIN), ParsedMessage)


def test_an_empty_message_is_set_aside_as_unreadable(room: ReadingRoom) -> None:
    assert room.read(b"\r\n\r\n") == SetAside("unreadable", "The message is empty.")


def test_several_messages_come_back_in_their_order(room: ReadingRoom) -> None:
    """Big ones travel alone and small ones together: nobody's place is another's."""
    sent = [PLAIN.replace(b"Lampadaire", b"n%d" % number) for number in range(20)]
    for at in (1, 2, 7, 19):
        sent[at] += b"Il fait nuit.\r\n" * 4000
    sent[5] = b""
    found = room.read_many(sent)
    assert isinstance(found[5], SetAside)
    assert [one.subject for one in found if isinstance(one, ParsedMessage)] == [
        f"n{number}" for number in range(20) if number != 5
    ]


def test_a_mail_that_ends_its_worker_is_set_aside_alone_among_its_neighbours() -> None:
    """Small mails go to a worker together; the fault of one must not become that of the others."""
    with ReadingRoom(workers=1, store=DeadlyStore()) as room:
        found = room.read_many([PLAIN, WITH_FILE, PLAIN])
    assert [isinstance(one, ParsedMessage) for one in found] == [True, False, True]
    assert found[1] == SetAside("died", "The process that read it was ended.")


@pytest.mark.parametrize("workers", [0, 1])
def test_files_go_to_the_store_and_do_not_travel_back(tmp_path: Path, workers: int) -> None:
    with ReadingRoom(workers=workers, store=FolderStore(tmp_path)) as room:
        found = room.read(WITH_FILE)
    assert isinstance(found, ParsedMessage)
    (attachment,) = found.attachments
    assert attachment.content is None
    assert (tmp_path / attachment.sha256).read_bytes() == b"a;b"


def test_a_store_that_fails_leaves_the_bytes_with_the_message() -> None:
    """A full disk is no fault of the mail: it must not be set aside for it."""
    found = ReadingRoom(workers=0, store=FullStore()).read(WITH_FILE)
    assert isinstance(found, ParsedMessage)
    assert found.attachments[0].content == b"a;b"


def test_a_message_larger_than_the_workers_may_take_is_set_aside_without_asking_one() -> None:
    with ReadingRoom(workers=1, room=RoomLimits(memory_bytes=32 * 1024 * 1024)) as small:
        found = small.read(PLAIN + b"x" * (9 * 1024 * 1024))
        assert found == SetAside("memory", "Reading takes more than 32 MB of memory.")
        assert isinstance(small.read(PLAIN), ParsedMessage)


def test_a_closed_room_says_so() -> None:
    room = ReadingRoom(workers=1)
    room.close()
    with pytest.raises(RuntimeError, match="closed"):
        room.read(PLAIN)


def fax(width: int, height: int) -> bytes:
    """A TIFF of one strip a line, whose header announces the size; one shared line of white."""
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 1),
        (259, 3, 1, 1),
        (262, 3, 1, 0),
        (273, 4, height, 200 + height * 4),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
        (279, 4, height, 200),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *one) for one in entries)
    head = b"II*\x00" + struct.pack("<I", 8) + directory + struct.pack("<I", 0)
    line, size = 200 + height * 8, -(-width // 8)
    counts, offsets = struct.pack("<I", size) * height, struct.pack("<I", line) * height
    return head.ljust(200, b"\x00") + counts + offsets + b"\x00" * size


def test_a_picture_that_leaves_is_made_in_a_worker_and_is_the_same_picture(room: ReadingRoom) -> None:
    copy = room.bare_copy(fax(80, 60))
    assert copy == leaving_copy(fax(80, 60))
    assert copy is not None
    assert copy.startswith(b"\xff\xd8\xff")


def test_a_fax_two_pixels_wide_and_forty_thousand_long_is_not_decoded_and_has_no_copy(
    room: ReadingRoom,
) -> None:
    content = fax(2, 40_000)
    assert jpeg_copy(content) is None
    assert room.bare_copy(content) is None
    assert isinstance(room.read(PLAIN), ParsedMessage)


def test_a_picture_over_the_limits_of_its_worker_has_no_copy_and_the_next_one_has() -> None:
    with ReadingRoom(workers=1, room=RoomLimits(time_seconds=0.001)) as hasty:
        assert hasty.bare_copy(fax(2_000, 20_000)) is None
    with ReadingRoom(workers=1, room=RoomLimits(memory_bytes=64 * 1024 * 1024)) as small:
        assert small.bare_copy(b"\xff\xd8\xff" + b"x" * (17 * 1024 * 1024)) is None
        assert small.bare_copy(fax(80, 60)) is not None


def test_a_closed_room_makes_no_copies() -> None:
    room = ReadingRoom(workers=1)
    room.close()
    with pytest.raises(RuntimeError, match="closed"):
        room.bare_copy(fax(80, 60))


def test_a_picture_is_shown_without_what_it_tells_by_a_worker_within_its_limits(room: ReadingRoom) -> None:
    shown = room.shown_copy(PHOTO)
    assert shown == same_pixels(PHOTO) and shown is not None
    assert room.shown_copy(b"no picture") is None
    with ReadingRoom(workers=1, room=RoomLimits(memory_bytes=64 * 1024 * 1024)) as small:
        assert small.shown_copy(b"\xff\xd8\xff" + b"x" * (17 * 1024 * 1024)) is None
        assert small.shown_copy(PHOTO) == shown


def test_whoever_serves_pages_or_sends_letters_opens_no_picture_of_a_stranger() -> None:
    """What opens files is handed over as `Reader` makes it: what stands here is a default for tests, the town's own logo,
    a look at the first octets, or the header of a photo that staff hand in.
    """
    root = Path(intake.__file__).parents[1]
    opening = {
        path.relative_to(root).as_posix()
        for floor in ("cli", "dispatch")
        for path in (root / floor).rglob("*.py")
        if re.search(
            r"^ *(?:from|import) (?:intake\.mail\.files|PIL)\b", path.read_text("utf-8"), re.MULTILINE
        )
    }
    drawing = {f"cli/service/story/{name}.py" for name in ("pictures", "world")} | {
        "dispatch/queries/figures/drawn/png.py"
    }
    assert opening - drawing == {
        "dispatch/delivery/eligibility.py",
        "dispatch/letters/enclosed/attached.py",
        "dispatch/web/covering/covers.py",
        "dispatch/web/field/icons.py",
        "dispatch/web/field/photos.py",
        "dispatch/web/frame/board.py",
    }
