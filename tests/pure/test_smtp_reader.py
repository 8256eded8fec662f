"""The text of a message is the same however the network cuts it, and ends only where the RFC says."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from intake.doors.smtp.path import parse_path
from intake.doors.smtp.reader import Complaint, DataReader, has_bare_newline, has_line_beyond
from tests.rows import in_rows

#: Bytes that come close to an end again and again.
TRICKY = st.lists(
    st.sampled_from([b"\r", b"\n", b".", b"a", b"\r\n", b"\r\n.", b"\r\n..", b"\xff"]), max_size=40
).map(b"".join)


def slow_reference(wire: bytes) -> tuple[bytes, bytes]:
    """RFC 5321 §4.5.2, line by line: (text, rest)."""
    lines: list[bytes] = []
    while True:
        line, _, wire = wire.partition(b"\r\n")
        if line == b".":
            return b"".join(lines), wire
        lines.append(line.removeprefix(b".") + b"\r\n")


def read(wire: bytes, cuts: list[int], max_bytes: int = 10_000) -> DataReader:
    reader = DataReader(max_bytes)
    rest = wire
    for cut in [*cuts, len(wire)]:
        block, rest = rest[:cut], rest[cut:]
        reader.feed(block)
        if reader.complete:
            reader.rest += rest
            break
    return reader


@given(TRICKY, TRICKY, st.lists(st.integers(0, 7), max_size=60))
def test_however_it_is_cut_the_text_is_what_the_rfc_says(text: bytes, after: bytes, cuts: list[int]) -> None:
    wire = text + b"\r\n.\r\n" + after
    reader = read(wire, cuts)
    assert reader.complete
    assert (reader.content(), reader.rest) == slow_reference(wire)


@given(TRICKY)
def test_a_text_put_between_dots_comes_back_whole(text: bytes) -> None:
    wire = re.sub(rb"(?:^|(?<=\r\n))\.", b"..", text)
    reader = read(wire + b"\r\n.\r\n", [])
    assert reader.content() == text + b"\r\n"
    assert reader.size_bytes == len(wire) + 2


def test_an_empty_text_ends_with_a_dot_alone() -> None:
    reader = read(b".\r\nNOOP\r\n", [1, 1, 1])
    assert (reader.complete, reader.content(), reader.rest) == (True, b"", b"NOOP\r\n")


def test_beyond_its_limit_the_text_is_read_to_its_end_and_not_kept() -> None:
    reader = read(b"x" * 100 + b"\r\n.\r\n", [30] * 4, max_bytes=101)
    assert reader.complete
    assert reader.complaint(max_line_bytes=1000, refuse_bare_newlines=False) is Complaint.TOO_LARGE
    assert reader.content() == b""
    fits = read(b"x" * 100 + b"\r\n.\r\n", [30] * 4, max_bytes=102)
    assert fits.complaint(max_line_bytes=1000, refuse_bare_newlines=False) is None


@given(TRICKY)
def test_a_bare_newline_is_one_that_is_left_when_all_pairs_are_taken_out(text: bytes) -> None:
    left = text.replace(b"\r\n", b"")
    assert has_bare_newline(text) == (b"\r" in left or b"\n" in left)


@given(TRICKY, st.integers(1, 12))
def test_a_line_is_too_long_when_one_of_its_lines_is(text: bytes, limit: int) -> None:
    lines = re.findall(rb"[^\n]*\n|[^\n]+$", text)
    assert has_line_beyond(text, limit) == any(len(line) > limit for line in lines)


@in_rows(
    ("written", "read_as"),
    [
        ("<a@example.org>", ("a@example.org", "")),
        ("<a@example.org> SIZE=3 BODY=8BITMIME", ("a@example.org", " SIZE=3 BODY=8BITMIME")),
        ("  a@example.org", ("a@example.org", "")),
        ("<>", ("", "")),
        ("<@one.example,@two.example:a@example.org>", ("a@example.org", "")),
        ('<"a b"@example.org>', ('"a b"@example.org', "")),
        ("<a@[192.0.2.1]>", ("a@[192.0.2.1]", "")),
        ("<zoë@exämple.org>", ("zoë@exämple.org", "")),
        ("<Postmaster>", ("Postmaster", "")),
        ("<a.b+c=d@example.org>", ("a.b+c=d@example.org", "")),
    ],
)
def test_a_path_is_read(written: str, read_as: tuple[str, str]) -> None:
    assert parse_path(written) == read_as


@in_rows(
    "written",
    [
        "", "<", "a", "<a>", "<a@>", "<@example.org>", "<a@b@c>", "<a@example.org", "<a@example.org>x", "<a b@c.d>",
        "<.a@example.org>", "<a..b@example.org>", "<a.@example.org>", "<a@exa mple.org>", "<a\x00@example.org>",
        "<a@example.org\r>", "<" + "(" * 500 + ">", "<" + "x" * 65 + "@example.org>", "<\udcff@example.org>",
        "<a@" + "x" * 260 + ">",
    ],
)  # fmt: skip
def test_a_malformed_path_is_none(written: str) -> None:
    assert parse_path(written) is None
