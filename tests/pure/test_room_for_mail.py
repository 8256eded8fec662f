"""How much may come in: per sender, per host, within an hour, in all; and never more than the disk can hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.ledger.room import Comer, Lack, NoRoom, Room, free_bytes
from models.settings.processing import LimitSettings
from models.settings.settings import Settings

MEGABYTE = 1 << 20
HOUR = 3600.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def room(clock: Clock | None = None, folders: tuple[Path, ...] = (), **bounds: int) -> Room:
    return Room(LimitSettings.model_validate({"free_bytes": 1, **bounds}), folders, clock or Clock())


def take(place: Room, *comers: Comer) -> list[Lack | None]:
    """What each was refused for; those that were taken are stored."""
    heard: list[Lack | None] = []
    for comer in comers:
        try:
            place.take(comer).done(stored=True)
            heard.append(None)
        except NoRoom as full:
            heard.append(full.lack)
    return heard


def test_sixteen_large_mails_of_one_sender_are_not_all_kept_and_another_sender_is_heard() -> None:
    place = Room(LimitSettings(), ())
    flood = take(place, *[Comer(25 * MEGABYTE, "loud@example.org", "192.0.2.1")] * 16)
    assert flood == [None] * 6 + [Lack.SENDER] * 10
    assert take(place, Comer(25 * MEGABYTE, "other@example.org", "192.0.2.1")) == [None]
    assert place.refused[Lack.SENDER] == 10 and place.last_name[Lack.SENDER] == "loud@example.org"


def test_names_that_change_do_not_help_a_host_nor_hosts_that_change_the_hour() -> None:
    place = room(host_bytes_per_hour=100, mail_bytes_per_hour=300)
    heard = take(place, *[Comer(40, f"n{n}@example.org", "192.0.2.1") for n in range(4)])
    assert heard == [None, None, Lack.HOST, Lack.HOST]
    heard = take(place, *[Comer(40, f"n{n}@example.org", f"192.0.2.{n}") for n in range(2, 9)])
    assert heard == [None] * 5 + [Lack.HOUR] * 2


def test_case_makes_no_other_sender_and_the_null_sender_is_counted_by_its_host_alone() -> None:
    place = room(sender_bytes_per_hour=100, host_bytes_per_hour=1000)
    assert take(place, Comer(90, "A@Example.org"), Comer(20, "a@example.ORG")) == [None, Lack.SENDER]
    assert take(place, *[Comer(90, "", "192.0.2.1")] * 3) == [None] * 3


def test_an_hour_later_the_sender_may_come_again_and_not_much_sooner() -> None:
    clock = Clock()
    place = room(clock, sender_bytes_per_hour=100)
    comer = Comer(100, "a@example.org")
    assert take(place, comer) == [None]
    clock.now += HOUR - 600
    assert take(place, comer) == [Lack.SENDER]
    clock.now += 600
    assert take(place, comer) == [None]


def test_what_is_on_its_way_counts_and_what_was_not_stored_is_given_back() -> None:
    place = room(sender_bytes_per_hour=100, mail_bytes=1000)
    comer = Comer(60, "a@example.org")
    first = place.take(comer)
    assert place.look(comer) is Lack.SENDER
    first.done(stored=False)
    assert place.look(comer) is None and place.kept_bytes == 0
    place.take(comer).done(stored=True)
    assert place.kept_bytes == 60
    assert place.last_hour() == {Lack.SENDER: 60, Lack.HOST: 0, Lack.HOUR: 60}


def test_the_last_tenth_is_for_small_messages_and_a_full_store_takes_none() -> None:
    place = room(mail_bytes=10 * MEGABYTE, sender_bytes_per_hour=100 * MEGABYTE)
    place.kept_bytes = 9 * MEGABYTE
    assert place.look(Comer(MEGABYTE)) is Lack.ALL
    assert place.look(Comer(60_000)) is None
    place.kept_bytes = 10 * MEGABYTE
    assert place.look(Comer(60_000)) is Lack.ALL
    # What our own people write is small, and never refused for it.
    assert place.look(Comer(60_000, ours=True)) is None


def test_the_disk_keeps_its_reserve_whoever_writes_and_counts_what_is_not_written_yet(tmp_path: Path) -> None:
    free = free_bytes(tmp_path)
    full = room(folders=(tmp_path,), free_bytes=free * 2)
    assert full.look(Comer(0, ours=True)) is Lack.DISK
    half = room(folders=(tmp_path,), free_bytes=free // 2, mail_bytes=free * 9, mail_bytes_per_hour=free * 9)
    assert half.look(Comer(free // 2)) is Lack.DISK
    waiting = half.take(Comer(free // 8))
    assert half.look(Comer(free // 6)) is Lack.DISK
    waiting.done(stored=True)
    assert half.look(Comer(free // 6)) is None


def test_a_folder_that_is_away_is_no_full_disk(tmp_path: Path) -> None:
    """A store that is away has an answer of its own."""
    assert free_bytes(tmp_path / "away") == -1
    assert room(folders=(tmp_path / "away",)).look(Comer(10)) is None
    assert 0 < free_bytes(tmp_path) <= os.statvfs(tmp_path).f_blocks * os.statvfs(tmp_path).f_frsize


def test_what_came_before_the_start_counts_by_its_age() -> None:
    clock = Clock()
    place = room(clock, sender_bytes_per_hour=100)
    for age in (5000.0, 3000.0, 10.0):
        place.remember(age, Comer(45, "a@example.org"))
    assert place.last_hour()[Lack.SENDER] == 90
    assert place.look(Comer(20, "a@example.org")) is Lack.SENDER
    clock.now += 900
    assert place.look(Comer(20, "a@example.org")) is None


def test_a_million_names_are_not_remembered() -> None:
    place = room(sender_bytes_per_hour=100, mail_bytes_per_hour=10**9)
    for n in range(21_000):
        place.take(Comer(1, f"n{n}@example.org")).done(stored=True)
    (step,) = place._steps
    assert len(step.by_name) == 20_000 and step.total == 21_000


def test_a_bound_below_the_largest_message_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match=r"limits\.sender_bytes_per_hour must be at least"):
        Settings.model_validate({"limits": {"sender_bytes_per_hour": 1_000_000}})
