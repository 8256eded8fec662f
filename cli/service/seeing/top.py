"""`guichet top`: what the counter does right now, in a terminal; numbers and ids, never words of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.office import Office, now, office_of
from cli.present import console, on_the_clock
from cli.speaking.translate import say
from cli.speaking.words import value as value_said

if TYPE_CHECKING:
    from rich.console import Group

    from dispatch.queries.metrics.exposition import Family

#: Failures shown, the newest first.
_FAILURES = 8
_MINUTE = 60.0


def top(
    context: typer.Context,
    every: Annotated[float, typer.Option(min=0.5, max=3600, help="Seconds between two looks.")] = 2.0,
    once: Annotated[bool, typer.Option("--once", help="Look once, and end.")] = False,
) -> None:
    """Watch the counter at work: what waits and how long, what comes and goes, what failed. Ctrl-C ends
    it.
    """
    office = office_of(context)
    _ = office.database
    if once or not console().is_terminal:
        console().print(_shown(look(office, now()), None, office))
        return
    import time
    from contextlib import suppress

    from rich.live import Live

    first: Look | None = None
    with suppress(KeyboardInterrupt), Live(console=console(), screen=True, auto_refresh=False) as live:
        while True:
            found = look(office, now())
            live.update(_shown(found, first, office), refresh=True)
            first = first or found
            time.sleep(every)


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at one moment: values by metric and labels, and what failed last."""

    at: datetime
    values: Mapping[str, Mapping[tuple[str, ...], float]]
    #: `message 42`, `notice 17`, and when.
    failures: Sequence[tuple[str, datetime]]
    processes: int

    def of(self, metric: str) -> Mapping[tuple[str, ...], float]:
        return self.values.get(f"guichet_{metric}", {})

    def total(self, metric: str) -> float:
        return sum(self.of(metric).values())


def look(office: Office, at: datetime) -> Look:
    """Everything that is shown, as the metrics count it."""
    from cli.service.running import running
    from dispatch.queries.metrics.failed_lately import failed_lately
    from dispatch.queries.metrics.measured import measured

    with office.database.reading() as session:
        families = list(measured(session, at, office.settings.limits))
        failures = failed_lately(session, _FAILURES)
    return Look(at, _by_name(families), failures, len(running(office.settings.data_dir / "workers")))


def _by_name(families: Sequence[Family]) -> dict[str, dict[tuple[str, ...], float]]:
    return {
        each.name: {tuple(sample.labels.values()): sample.value for sample in each.samples}
        for each in families
    }


def _shown(found: Look, before: Look | None, office: Office) -> Group:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    zone = office.town.zone
    head = Text(
        f"guichet top   {office.town.name}   {on_the_clock(found.at, zone, seconds=True)}", style="bold"
    )
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_column(style="dim")
    for name, value, beside in _lines(found, before):
        table.add_row(say(name), value, say(beside))
    failed = [Text(f"\n{say('Failed last')}", style="bold")]
    failed += [Text(f"  {on_the_clock(at, zone)}  {say(what)}", style="red") for what, at in found.failures]
    return Group(
        head, Text(""), table, *(failed if found.failures else [Text(f"\n{say('Nothing failed.')}")])
    )


def _lines(found: Look, before: Look | None) -> Iterator[tuple[str, str, str]]:
    processes = f"{found.processes}"
    yield (
        "Processes of the service here",
        processes,
        "" if found.processes else "guichet serve runs nowhere here",
    )
    ledger = found.of("ledger_messages")
    yield (
        "Messages to be treated",
        _count(ledger.get(("waiting",), 0)),
        _oldest(found.total("ledger_oldest_waiting_seconds")),
    )
    yield "Messages held for a decision", _count(ledger.get(("held",), 0)), "guichet inbox list --state held"
    yield "Messages set aside", _count(ledger.get(("failed",), 0)), "guichet inbox list --state failed"
    yield (
        "Messages received",
        _count(found.total("messages_received_total")),
        _rate(found, before, "messages_received_total"),
    )
    for (channel, state), value in sorted(found.of("outbox_messages").items()):
        if value:
            age = found.of("outbox_oldest_due_seconds").get((channel,), 0)
            name = f"Notices by {value_said('channel', channel)}, {value_said('state', state)}"
            yield name, _count(value), _oldest(age) if state == "queued" else ""
    yield (
        "Notices sent",
        _count(found.total("notices_sent_total")),
        _rate(found, before, "notices_sent_total"),
    )
    open_ = {key: value for key, value in found.of("requests").items() if key[0] not in ("done", "refused")}
    late = sum(value for key, value in open_.items() if "true" in key)
    yield "Open requests", _count(sum(open_.values())), f"{_count(late)} late" if late else ""
    failing = [key[0] for key, value in found.of("job_failures").items() if value]
    yield "Jobs that fail", _count(len(failing)), ", ".join(failing)


def _count(value: float) -> str:
    return f"{int(value)}"


def _oldest(seconds: float) -> str:
    if seconds <= 0:
        return ""
    whole = int(seconds)
    if whole < 120:
        return f"the oldest for {whole} s"
    return f"the oldest for {whole // 60} min" if whole < 7200 else f"the oldest for {whole // 3600} h"


def _rate(found: Look, before: Look | None, metric: str) -> str:
    """How many a minute since the first look."""
    if before is None or found.at <= before.at:
        return ""
    minutes = (found.at - before.at).total_seconds() / _MINUTE
    return f"{(found.total(metric) - before.total(metric)) / minutes:.1f} a minute since this was opened"
