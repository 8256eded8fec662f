"""Metrics in the text form that Prometheus reads (version 0.0.4): pure."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value. `labels` name doors, states, channels: never a person, an address, a request."""

    value: float
    labels: Mapping[str, str]
    #: Of a histogram: `_bucket`, `_sum`, `_count`.
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One metric with all its samples."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: Sequence[Sample]


def family(
    name: str,
    kind: Literal["counter", "gauge"],
    said: str,
    values: Iterable[tuple[Mapping[str, str], float | None]],
) -> Family:
    """A metric from its labels and values; what has no value is left out."""
    return Family(name, kind, said, [Sample(value, labels) for labels, value in values if value is not None])


def exposition(families: Iterable[Family]) -> str:
    """The page: each family with its help and its kind, and a line for each sample."""
    lines: list[str] = []
    for each in families:
        lines += [f"# HELP {each.name} {_escaped(each.help)}", f"# TYPE {each.name} {each.kind}"]
        lines += [
            f"{each.name}{one.suffix}{_labels(one.labels)} {_number(one.value)}" for one in each.samples
        ]
    return "\n".join(lines) + "\n"


class Histogram:
    """How many values were at most so large, since the start. Thread-safe."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = tuple(bounds)
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0
        self._lock = threading.Lock()

    def observe(self, value: float) -> None:
        """Count one value."""
        at = next((n for n, bound in enumerate(self._bounds) if value <= bound), len(self._bounds))
        with self._lock:
            self._counts[at] += 1
            self._sum += value

    def family(self, name: str, said: str) -> Family:
        """The histogram as it is now."""
        with self._lock:
            counts, total = list(self._counts), self._sum
        samples, below = [], 0
        for bound, count in zip((*(_number(each) for each in self._bounds), "+Inf"), counts, strict=True):
            below += count
            samples.append(Sample(below, {"le": bound}, "_bucket"))
        samples += [Sample(total, {}, "_sum"), Sample(below, {}, "_count")]
        return Family(name, "histogram", said, samples)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    inside = ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return "{" + inside + "}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
