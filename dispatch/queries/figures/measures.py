"""What is measured of requests, read in statements that both databases read: a column for each thing that is
asked, so that tens of thousands of requests are counted without an object for any of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntFlag
from typing import Any

from dispatch.queries import request_conditions as conditions
from dispatch.queries.figures.histories import read_histories, seconds
from models.organisation import Town
from models.organisation.opened import OpenTime
from models.store.glance import Rows, Spoken


class Told(IntFlag):
    """What is true of one request, as its figures count it. The mark of its requester stands above: SCORE
    times the mark and one, nothing without a mark.
    """

    OPEN = 1
    LATE = 2
    IN_TIME = 4
    OUT_OF_TIME = 8
    REROUTED = 16
    REOPENED = 32
    MERGED = 64
    ERASED = 128


SCORE = 256


@dataclass(slots=True)
class Tally:
    """Some of the requests: how many of each kind, by the numbers of `Told`, and their delays in opening
    hours, the shortest first.
    """

    told: dict[int, int] = field(default_factory=dict)
    answers: Sequence[float] = ()
    closings: Sequence[float] = ()

    @property
    def received(self) -> int:
        return sum(self.told.values())

    def count(self, what: Told) -> int:
        return sum(count for told, count in self.told.items() if told & what)

    @property
    def marks(self) -> Counter[int]:
        """How many gave each mark."""
        found: Counter[int] = Counter()
        for told, count in self.told.items():
            if told >= SCORE:
                found[told // SCORE - 1] += count
        return found


@dataclass(frozen=True, slots=True)
class _Delays:
    """Opening hours of those that came to it, the shortest first, and the places of these requests."""

    places: Sequence[int]
    hours: Sequence[float]


@dataclass(frozen=True, slots=True)
class Measured:
    """The requests of a time, in columns of the same order."""

    told: Sequence[int]
    answers: _Delays
    closings: _Delays
    #: What each belongs to, by what they are told apart: service, building, type, quarter, channel, origin,
    #: month, agent. And the keys of the organisation for those that are numbers.
    columns: Mapping[str, Sequence[Hashable]]
    keys: Mapping[str, Mapping[Hashable, str]]

    def whole(self) -> Tally:
        return Tally(dict(Counter(self.told)), self.answers.hours, self.closings.hours)

    def apart(self, name: str) -> dict[str, Tally]:
        """Those of each key, '' where there is none. Linear in the number of requests."""
        column, keys = self.columns[name], self.keys.get(name)
        found: dict[Hashable, Tally] = defaultdict(Tally)
        for (value, told), count in Counter(zip(column, self.told, strict=True)).items():
            found[value].told[told] = count
        answers, closings = _apart(column, self.answers), _apart(column, self.closings)
        for value, tally in found.items():
            tally.answers, tally.closings = answers.get(value, ()), closings.get(value, ())
        return {str(value) if keys is None else keys.get(value, ""): tally for value, tally in found.items()}


def _apart(column: Sequence[Hashable], delays: _Delays) -> Mapping[Hashable, list[float]]:
    found: defaultdict[Hashable, list[float]] = defaultdict(list)
    for value, hours in zip(map(column.__getitem__, delays.places), delays.hours, strict=True):
        found[value].append(hours)
    return found


def measure(
    glance: Rows, town: Town, *, since: datetime, until: datetime, now: datetime, within: str = ""
) -> Measured:
    """Every request received from `since` to before `until`, as it stands `now`; all three aware. `within` is
    a condition on `request r` that each fulfils.
    """
    told = {
        Told.OPEN: conditions.OPEN,
        Told.LATE: f"{conditions.OPEN} AND r.due_at < :moment",
        Told.IN_TIME: conditions.IN_TIME,
        Told.OUT_OF_TIME: conditions.OUT_OF_TIME,
        Told.REOPENED: conditions.REOPENED,
        Told.MERGED: conditions.MERGED,
        Told.ERASED: conditions.ERASED,
    }
    numbers = " + ".join(f"CASE WHEN {each} THEN {what.value} ELSE 0 END" for what, each in told.items())
    which = f"r.created_at >= :since AND r.created_at < :until{f' AND ({within})' if within else ''}"
    given = {"since": since, "until": until}
    rows = glance.tuples(
        f"""
SELECT r.id, r.service_id, r.building_id, r.request_type_id, r.assignee_id, r.channel, r.origin,
       {seconds(glance, "r.created_at")},
       CASE WHEN NOT ({conditions.OPEN}) THEN {seconds(glance, "r.closed_at")} END, {numbers}
FROM request r WHERE {which}""",
        moment=now,
        **given,
    )
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * 10
    ids, services, buildings, types, agents, channels, origins, received, closed, numbered = columns
    histories = read_histories(glance, which, **given)
    answered = [histories.answered.get(each) for each in ids]
    more = {each: SCORE * (mark + 1) for each, mark in histories.marks.items()}
    more |= {each: more.get(each, 0) + Told.REROUTED.value for each in histories.rerouted}
    all_told = [number + more.get(each, 0) for each, number in zip(ids, numbered, strict=True)]
    quarters = {row["id"]: row["quarter"] or "" for row in glance.rows(_quarters(glance))}
    latest = max((at for at in (*received, *answered, *closed) if at is not None), default=0.0)
    open_time = OpenTime(town, min(received, default=0.0), latest)
    begun = open_time.until(received)
    return Measured(
        all_told,
        _delays(open_time, begun, answered),
        _delays(open_time, begun, closed),
        {
            "service": services,
            "building": buildings,
            "type": types,
            "quarter": [quarters.get(each, "") for each in buildings],
            "channel": channels,
            "origin": origins,
            "month": _months(received, since.astimezone(town.zone).date(), until, town),
            "agent": agents,
        },
        {
            name: {row["id"]: row["key"] for row in glance.rows(f"SELECT id, key FROM {table}")}
            for name, table in (
                ("service", "service"),
                ("building", "building"),
                ("type", "request_type"),
                ("agent", "agent"),
            )
        },
    )


def _quarters(glance: Spoken) -> str:
    return f"SELECT q.id, {conditions.of_json(glance, 'q.definition', 'quarter')} AS quarter FROM building q"


def _delays(open_time: OpenTime, begun: Sequence[float], ended: Sequence[float | None]) -> _Delays:
    places = [place for place, at in enumerate(ended) if at is not None]
    until = open_time.until(at for at in ended if at is not None)
    hours = {place: max(0.0, end - begun[place]) / 3600 for place, end in zip(places, until, strict=True)}
    places.sort(key=hours.__getitem__)
    return _Delays(places, [hours[place] for place in places])


def _months(received: Iterable[float], first: date, until: datetime, town: Town) -> list[str]:
    """`2026-11` for each moment, on the clock of the town. `first` is the first day of them."""
    begins: list[float] = []
    names: list[str] = []
    year, month = first.year, first.month
    while not begins or begins[-1] < until.timestamp():
        begins.append(datetime.combine(date(year, month, 1), time(), town.zone).timestamp())
        names.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return [names[bisect_right(begins, at) - 1] for at in received]
