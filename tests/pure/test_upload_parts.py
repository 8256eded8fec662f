"""The body of an upload is read within limits, whatever is sent."""

from __future__ import annotations

from pathlib import Path

from intake.doors.http.upload_parts import PartsReceiver

TYPE = "multipart/form-data; boundary=b"
FILE = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\nphoto\r\n--b--\r\n'


def receive(directory: Path, *blocks: bytes) -> PartsReceiver:
    receiver = PartsReceiver(TYPE, directory, 3, 1_000)
    for block in blocks:
        receiver.feed(block)
    receiver.finish()
    return receiver


def test_a_file_in_any_blocks_is_the_same_file(tmp_path: Path) -> None:
    whole = receive(tmp_path, FILE)
    in_octets = receive(tmp_path, *(FILE[at : at + 1] for at in range(len(FILE))))
    assert [file.sha256 for file in whole.files] == [file.sha256 for file in in_octets.files]
    assert (whole.problem, len(whole.files)) == ("", 1)


def test_headers_without_end_are_not_kept(tmp_path: Path) -> None:
    receiver = receive(tmp_path, b"--b\r\nX: ", *([b"x" * 8_192] * 50), b"\r\n\r\n" + FILE)
    assert receiver.problem == "unreadable"
    assert receiver.files == []
    assert len(receiver._header_value) <= 16_384


def test_many_short_headers_are_not_kept_either(tmp_path: Path) -> None:
    lines = b"".join(b"X-%d: y\r\n" % number for number in range(10_000))
    receiver = receive(tmp_path, b"--b\r\n" + lines + FILE[5:])
    assert receiver.problem == "unreadable"
    assert receiver.files == []
