"""What each row of a sheet would become, checked against the organisation in force before anything is
stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from cli.names import find_key, read_day
from cli.records.bringing.columns import ColumnMapping, Row, plain
from dispatch.people.contacts import read_contact
from models.errors import InvalidValue, UserError
from models.organisation import Organisation, Workflow
from models.organisation.working_time import end_of_day

#: Characters of a number of the other tool, and of its name.
LONGEST_NUMBER, LONGEST_SOURCE = 80, 40
#: What other tools call a request that nobody has taken up.
_NEW = frozenset(("nouveau", "nouvelle", "a traiter", "ouvert", "ouverte", "recu", "recue", "open", "to do"))
#: When somebody wrote, where only the day is known.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """One open request of another tool, ready to come in."""

    line: int
    number: str
    subject: str
    text: str
    name: str
    address: str
    phone: str
    received_at: datetime
    #: How it stood there, as `dispatch.inbound.apart.taken_over` reads it.
    facts: dict[str, Any]


def check_rows(
    rows: Iterable[Row], mapping: ColumnMapping, organisation: Organisation, source: str, now: datetime
) -> tuple[list[TakenOver], list[str]]:
    """What can be brought over, and a sentence with its line for each row that cannot."""
    ready: list[TakenOver] = []
    wrong: list[str] = []
    lines: dict[str, int] = {}
    for row in rows:
        try:
            taken = _check(row, mapping, organisation, source, now)
        except (UserError, InvalidValue) as mistake:
            wrong.append(f"line {row.line}: {mistake.public}")
            continue
        if taken.number in lines:
            twice = UserError(f"number {taken.number} stands on line {lines[taken.number]} too.")
            wrong.append(f"line {row.line}: {twice.public}")
            continue
        lines[taken.number] = row.line
        ready.append(taken)
    return ready, wrong


def _check(
    row: Row, mapping: ColumnMapping, organisation: Organisation, source: str, now: datetime
) -> TakenOver:
    if row.too_long:
        raise UserError("it has more cells than titles: words with a separator in them stand between quotes.")
    number = row["number"]
    if not number or len(number) > LONGEST_NUMBER:
        raise UserError(f"a request has a number of at most {LONGEST_NUMBER} characters in the other tool.")
    if not row["text"]:
        raise UserError("there are no words: say what is asked.")
    today = organisation.town.local_day(now)
    received_at = _moment(row["received"], organisation, today, now)
    if organisation.town.local_day(received_at) > today:
        raise UserError(f"it was received on {row['received']}, which is yet to come.")
    # Noon of today, where no hour is said, may be yet to come.
    received_at = min(received_at, now)
    said = "Repris de l’outil" if organisation.town.locale == "fr" else "Brought over from"
    facts: dict[str, Any] = {"came_from": f"{said} {source}, n°\u00a0{number}"}
    for column, table, known in (
        ("service", "services", {each.key: each.name for each in organisation.services if not each.closed}),
        ("building", "buildings", {each.key: each.name for each in organisation.buildings}),
        ("agent", "agents", {each.key: each.name for each in organisation.agents if not each.closed}),
    ):
        if row[column]:
            fact = "assignee" if column == "agent" else column
            facts[fact] = find_key(column, mapping.ours(table, row[column]), known, f"guichet {table} list")
    if row["due"]:
        facts["due"] = end_of_day(organisation.town, read_day(row["due"], today)).isoformat()
    if row["planned"]:
        facts["planned"] = read_day(row["planned"], today).isoformat()
    if row["state"]:
        facts["verb"] = _verb(mapping.ours("states", row["state"]), organisation, bool(row["planned"]))
    if row["history"]:
        facts["history"] = row["history"]
    return TakenOver(
        line=row.line,
        number=number,
        subject=row["subject"],
        text=row["text"],
        name=row["name"],
        address=read_contact("email", row["email"])[2] if row["email"] else "",
        phone=_number(row["phone"], organisation) if row["phone"] and not row["email"] else "",
        received_at=received_at,
        facts=facts,
    )


def _number(written: str, organisation: Organisation) -> str:
    return read_contact("sms", written, organisation.town.region)[2]


def _moment(written: str, organisation: Organisation, today: date, now: datetime) -> datetime:
    """When it was received: now when nothing is said, noon of a day without an hour."""
    if not written:
        return now
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = datetime.combine(read_day(written.split(" ")[0], today), _NOON)
    if found.time() == time() and ":" not in written:
        found = datetime.combine(found.date(), _NOON)
    return (found if found.tzinfo else found.replace(tzinfo=organisation.town.zone)).astimezone(UTC)


def _verb(state: str, organisation: Organisation, has_day: bool) -> str:
    """The verb that leads from a new request to that state; '' when it is new. Raises UserError."""
    workflow, written = organisation.workflow("default"), state
    if plain(state) in _NEW:
        return ""
    for each in workflow.transitions:
        names = (*each.aliases.fr, *each.aliases.en)
        opens = _first(workflow) in each.sources and workflow.state(each.to) is not None
        if opens and plain(state) in map(plain, names) and (has_day or not each.needs_date):
            state = each.to
            break
    found = _state(state, workflow, written)
    if found == _first(workflow):
        return ""
    for each in workflow.transitions:
        if each.to == found and _first(workflow) in each.sources and (has_day or not each.needs_date):
            return each.verb
    if any(each.to == found and each.needs_date for each in workflow.transitions):
        raise UserError(f"'{state}' needs its day: a column planned (planifié le).")
    raise UserError(f"no request becomes '{state}' from new.")


def _state(state: str, workflow: Workflow, written: str) -> str:
    wanted = plain(state)
    for each in workflow.states:
        if wanted in {plain(name) for name in (each.key, each.label.text("fr"), each.label.text("en"))}:
            if each.kind in ("done", "refused"):
                raise UserError(f"'{written}' is over: only open requests are brought over.")
            return each.key
    there = ", ".join(each.key for each in workflow.states if each.kind not in ("done", "refused"))
    raise UserError(f"there is no state '{state[:60]}'; open ones are {there}. A mapping may say: [states].")


def _first(workflow: Workflow) -> str:
    return next(each.key for each in workflow.states if each.kind == "new")
