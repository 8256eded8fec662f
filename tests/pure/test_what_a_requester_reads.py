"""What the requester may read of a history, and from when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dispatch.queries.seen.conversation import Line, Sending, left_already, public_lines

NOW = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


def _line(number: int, kind: str, role: str, *, person: int = 7, **more: Any) -> Line:
    values = {
        "at": NOW,
        "who": "",
        "channel": "email",
        "public": kind != "note",
        "withdrawn": False,
        "text": f"line {number}",
        "quoted": "",
        "data": {},
    }
    return Line(id=number, kind=kind, role=role, person_id=person, **{**values, **more})


def test_what_was_said_to_the_former_requester_is_not_for_the_new_one() -> None:
    history = [
        _line(1, "message_in", "requester", person=3),
        _line(2, "message_out", "agent"),
        _line(3, "note", "agent", data={"requester": 9}),
        _line(4, "message_out", "agent"),
        _line(5, "message_in", "requester", person=9),
    ]
    assert [line.id for line in public_lines(history, [9])] == [4, 5]


def test_whoever_stays_the_requester_goes_on_reading_what_was_said_to_them() -> None:
    history = [
        _line(1, "message_out", "agent"),
        _line(2, "note", "agent", data={"requester": 9, "kept": True}),
    ]
    assert [line.id for line in public_lines(history, [9])] == [1]


def test_words_that_can_be_taken_back_are_not_read_yet() -> None:
    sent = Sending("answer", "Jeanne Petit", "email", "sent", True)
    waiting = Sending("answer", "Jeanne Petit", "email", "queued", True)
    lines = [
        _line(1, "message_out", "agent", at=NOW - timedelta(seconds=119), sendings=[waiting]),
        _line(2, "message_out", "agent", at=NOW - timedelta(seconds=121), sendings=[waiting]),
        _line(3, "message_out", "agent", sendings=[sent]),
        _line(4, "message_in", "requester"),
    ]
    assert [line.id for line in left_already(lines, NOW - timedelta(seconds=120))] == [2, 3, 4]
