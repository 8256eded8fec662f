"""`guichet stats`: the counter's work in figures, each with the list behind it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.office import Office, now, office_of
from cli.options import AsJson
from cli.present import console, print_csv, print_json, safe

if TYPE_CHECKING:
    from dispatch.queries.figures.counted import Figure, Row
    from dispatch.queries.figures.figures import Figures

#: Characters of the longest bar.
BAR = 24
#: Rows of a table at the terminal; --json and --csv have all.
ROWS = 12
#: Characters of a terminal that has room for the list behind each row.
WIDE = 120
#: Figures of a row that the terminal shows beside its bar.
_SHOWN = ("received", "still_open", "still_late", "answer_median", "closing_median", "in_time")
_HEADINGS = {
    "received": ("reçues", "received"),
    "still_open": ("ouvertes", "open"),
    "still_late": ("en retard", "late"),
    "answer_median": ("1re réponse", "1st answer"),
    "closing_median": ("clôture", "closing"),
    "in_time": ("dans le délai", "in time"),
}


def stats(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY|SPAN", help="Requests received since: 30d, 01/09/2026; twelve months by default."
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Until the end of that day; today by default.")
    ] = None,
    agents: Annotated[
        bool, typer.Option("--agents", help="By agent too: for managers and administrators.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="AGENT", help="Who asks, where the login does not say it.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Count: received, open, late, how soon answered and closed; by service, building, type, month…"""
    from cli.names import locale_of_the_person, read_day, read_since
    from dispatch.queries.figures.figures import Counting, figures
    from models.errors import UserError

    office, moment = office_of(context), now()
    zone = office.town.zone
    first = read_since(since, moment, zone).astimezone(zone).date() if since is not None else None
    today = moment.astimezone(zone).date()
    last = read_day(until, today) if until is not None else None
    if first is not None and first > (last or today):
        raise UserError("The first day counted is after the last.")
    if not office.town.document:
        raise UserError("No organisation was applied yet. Run: guichet org apply")
    if agents:
        _require_manager(office, by)
    office.looked("read", "stats", agents=agents)
    counting = Counting(agents=agents)
    found = figures(office.glance, office.town.document, moment, since=first, until=last, counting=counting)
    if as_json:
        print_json(_plain(found))
    elif as_csv:
        print_csv(list(_lines(found)), zone)
    else:
        _show(office, found, locale_of_the_person(office.town.locale))


def _require_manager(office: Office, by: str | None) -> None:
    """Figures of single people are for those who lead them. Raises UserError for an agent without that role.

    Somebody whom the organisation does not know has the machine, hence all of it.
    """
    from cli.records.changing import acting_agent
    from models.errors import UserError
    from models.organisation import Organisation

    if not office.settings.report.by_agent:
        raise UserError("Figures by agent are switched off: report.by_agent in the settings.")
    organisation = Organisation.model_validate(office.town.document)
    agent = organisation.agent(acting_agent(organisation, by))
    if agent is not None and agent.role not in ("manager", "administrator"):
        raise UserError(f"Figures by agent are for managers and administrators; {agent.name} is neither.")


def _plain(found: Figures) -> dict[str, Any]:
    return {
        "since": found.since,
        "until": found.until,
        "hours_a_day": found.hours_a_day,
        "today": _facts(found.today),
        "period": _facts(found.period),
        "by": {
            name: [{"key": row.key, "label": row.label, **_facts(row.figures)} for row in rows]
            for name, rows in found.tables.items()
        },
    }


def _facts(figures: tuple[Figure, ...]) -> dict[str, Any]:
    return {
        each.name: {"value": each.value, "unit": each.unit, "list": _command(each.command)}
        for each in figures
    }


def _lines(found: Figures) -> Iterator[dict[str, Any]]:
    """One line for all and one for each row of each table, with the same columns."""
    yield {"by": "", "key": "", "label": "", **_cells(found.period)}
    for name, rows in found.tables.items():
        for row in rows:
            yield {"by": name, "key": row.key, "label": row.label, **_cells(row.figures)}


def _cells(figures: tuple[Figure, ...]) -> dict[str, Any]:
    of_all = ("texts", "texts_cost")
    cells = {
        each.name: ""
        if each.value is None
        else round(each.value, 3)
        if isinstance(each.value, float)
        else each.value
        for each in figures
        if each.name not in of_all
    }
    return {**cells, "list": _command(figures[0].command)}


def _command(words: tuple[str, ...]) -> str:
    return shlex.join(("guichet", *words))


def _show(office: Office, found: Figures, locale: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from dispatch.queries.figures.words import label_of, name_of, period_of, sparkline, value_of

    english = locale == "en"
    told: dict[str, Any] = {"hours_a_day": found.hours_a_day, "currency": office.settings.sms.texts.currency}
    blocks = (
        ("Today" if english else "Aujourd’hui", found.today),
        (
            f"{'Received' if english else 'Demandes reçues'} {period_of(found.since, found.until, locale)}",
            found.period,
        ),
    )
    for title, figures in blocks:
        console().print(f"[bold]{title}[/bold]")
        table = Table(box=None, show_header=False, pad_edge=False)
        for each in figures:
            table.add_row(
                f"  {name_of(each.name, locale)}",
                Text(value_of(each, locale, **told), style="bold"),
                Text(_command(each.command), style="dim"),
            )
        console().print(table)
    months = found.tables["month"]
    if len(months) > 1:
        console().print(
            f"  {'Month by month' if english else 'Mois après mois'}  "
            f"{sparkline([row.received for row in months])}  "
            f"{' … '.join(label_of('month', months[at].key, '', locale) for at in (0, -1))}"
        )
    for name, rows in found.tables.items():
        if rows:
            _show_table(name, rows, locale, told)


def _narrowed(name: str, row: Row) -> str:
    """What the list of a row says beyond that of the whole time; of a month, its days."""
    words = row.figures[0].command
    return shlex.join(words[2:] if name == "month" else words[6:])


def _show_table(name: str, rows: tuple[Row, ...], locale: str, told: dict[str, Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    from dispatch.queries.figures.words import bar, label_of, table_name, value_of

    english = locale == "en"
    console().print(f"\n[bold]{table_name(name, locale)}[/bold]")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    table.add_column("")
    for heading in _SHOWN:
        table.add_column(_HEADINGS[heading][english], justify="right")
    # A narrow terminal has the command of the first row alone; `--csv` has that of each.
    wide = console().width >= WIDE
    if wide:
        table.add_column("list" if english else "liste")
    most = max(row.received for row in rows)
    for row in rows[:ROWS] if name != "month" else rows:
        by_name = {each.name: each for each in row.figures}
        table.add_row(
            Text(f"  {safe(label_of(name, row.key, row.label, locale))}"),
            Text(bar(row.received, most, BAR), style="cyan"),
            *(value_of(by_name[shown], locale, **told) for shown in _SHOWN),
            *([Text(_narrowed(name, row), style="dim")] if wide else []),
        )
    console().print(table)
    if name != "month" and len(rows) > ROWS:
        left = len(rows) - ROWS
        console().print(
            f"  … {left} more: --json, --csv" if english else f"  … et {left} autres\u00a0: --json, --csv"
        )
    # The command of the first row stands for all: what changes stands beside each.
    console().print(Text(f"  {_command(rows[0].figures[0].command)}", style="dim"))
