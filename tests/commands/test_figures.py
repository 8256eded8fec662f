"""`guichet stats`: what it counts is what happened, and every number leads to the list behind it."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, RequestRow
from tests.commands.running import guichet, this_years

_requests, _entries, _outbox = table_of(RequestRow), table_of(Entry), table_of(OutboundMessage)
MAIL = "From: {sender}\nTo: mairie@ville.test\nSubject: {subject}\n\n{text}\n"


def write(sender: str, text: str) -> None:
    raw = MAIL.format(sender=sender, subject=text[:20], text=text).encode()
    assert guichet("submit", "-", "--to", "mairie@ville.test", typed=raw).code == 0


def order(*words: str) -> None:
    done = guichet(*words)
    assert done.code == 0, done.err


@pytest.fixture
def worked(town: Database) -> Database:
    """Six requests: one closed in time, one closed late, one late, one reopened, one given to another service,
    one from the desk; and the one that was there.
    """
    for number in range(5):
        write(f"habitant{number}@example.org", f"L'ampoule n° {number} du gymnase Guimard ne marche plus.")
    order(
        "requests",
        "create",
        "Elle demande un acte de naissance.",
        "--origin",
        "telephone",
        "--for",
        "Mme Petit",
    )
    order("work")
    for number, verb in ((2, "done"), (3, "done"), (5, "done"), (5, "reopen")):
        order("requests", "state", str(number), verb, "--by", "marc-durand")
    order("buildings", "edit", "gymnase-guimard", "quarter=Les Tilleuls")
    order("requests", "assign", "6", "--service", "etat-civil", "--by", "marc-durand")
    day, now = timedelta(days=1), datetime.now(UTC)
    with town.transaction() as session:
        run = session.connection().execute
        for number, due in ((2, now + day), (3, now - day), (4, now - day)):
            run(sa.update(_requests).where(_requests.c.number == number).values(due_at=due))
        first = run(sa.select(_requests.c.id).where(_requests.c.number == 1)).scalar_one()
        run(sa.update(_requests).where(_requests.c.number == 7).values(merged_into_id=first))
        request_id = run(sa.select(_requests.c.id).where(_requests.c.number == 2)).scalar_one()
        session.add(
            Entry(
                request_id=request_id,
                at=now,
                kind="message_in",
                actor_role="requester",
                public=True,
                data={"score": 4},
            )
        )
        run(
            sa.update(_outbox).where(_outbox.c.id == 1).values(channel="sms", sent_at=now, cost_micros=75_000)
        )
    return town


def numbers(found: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every figure of the JSON with where it stands."""
    for part in ("today", "period"):
        for name, figure in found[part].items():
            yield f"{part}.{name}", figure
    for name, rows in found["by"].items():
        for row in rows:
            for figure_name, figure in row.items():
                if isinstance(figure, dict):
                    yield f"{name}.{row['key']}.{figure_name}", figure


def test_every_number_is_what_happened_and_leads_to_the_list_behind_it(worked: Database) -> None:
    found = guichet("stats", "--agents", "--json").json()
    counted, wrong, lists = 0, [], {}
    for where, figure in numbers(found):
        words = tuple(shlex.split(figure["list"]))
        assert words[0] == "guichet"
        if words not in lists:
            listed = guichet(*words[1:], "--json")
            lists[words] = json.loads(listed.out) if listed.code == 0 else listed.err
        rows = lists[words]
        if figure["unit"] == "count":
            counted += 1
            if len(rows) != figure["value"]:
                wrong.append((where, figure["value"], len(rows)))
        elif (figure["value"] is None) != (rows == []) and figure["unit"] != "money":
            wrong.append((where, figure["value"], rows))
    assert wrong == []
    assert counted > 60
    assert_what_happened(found)
    assert_only_days_asked_for_count(worked)
    assert_withdrawn_words_are_no_answer(worked)


def assert_what_happened(found: Any) -> None:
    today = {name: figure["value"] for name, figure in found["today"].items()}
    period = {name: figure["value"] for name, figure in found["period"].items()}
    assert (today["open"], today["late"]) == (5, 1)
    assert (period["received"], period["closed"], period["still_open"], period["still_late"]) == (7, 2, 5, 1)
    assert (period["in_time"], period["out_of_time"]) == (pytest.approx(1 / 3), 2)
    assert period["merged"] == 1
    assert (period["rerouted"], period["reopened"], period["satisfaction"]) == (1, 1, 4)
    assert (period["texts"], period["texts_cost"]) == (1, pytest.approx(0.075))
    assert period["answer_median"] is not None
    origins = {row["key"]: row["received"]["value"] for row in found["by"]["origin"]}
    assert origins == {"email": 6, "telephone": 1}
    assert sum(row["received"]["value"] for row in found["by"]["agent"]) == 7
    quarters = {row["key"]: row["received"]["value"] for row in found["by"]["quarter"]}
    assert quarters == {"Les Tilleuls": 6, "": 1}
    assert guichet("requests", "list", "--quarter", "les tilleuls", "--json").out.count('"reference"') == 6
    unknown = guichet("requests", "list", "--quarter", "Tilleul")
    assert unknown.code == 1 and "Did you mean 'Les Tilleuls'" in unknown.err


def assert_only_days_asked_for_count(worked: Database) -> None:
    with worked.transaction() as session:
        # 23:59 on the 31st of March by the clock of Paris.
        march = datetime(2026, 3, 31, 21, 59, tzinfo=UTC)
        session.connection().execute(
            sa.update(_requests).where(_requests.c.number < 4).values(created_at=march)
        )
    before = guichet("stats", "--since", "2026-03-31", "--until", "2026-03-31", "--json").json()
    after = guichet("stats", "--since", "2026-04-01", "--json").json()
    assert (before["period"]["received"]["value"], after["period"]["received"]["value"]) == (3, 4)
    assert [row["key"] for row in before["by"]["month"]] == ["2026-03"]


def assert_withdrawn_words_are_no_answer(worked: Database) -> None:
    def write_entry(kind: str, **values: Any) -> int | None:
        with worked.transaction() as session:
            query = sa.select(_requests.c.id).where(_requests.c.number == 4)
            request_id = session.connection().execute(query).scalar_one()
            entry = Entry(
                request_id=request_id, at=datetime.now(UTC), kind=kind, actor_role="agent", **values
            )
            session.add(entry)
            session.flush()
            return entry.id

    def answered() -> set[str]:
        return {
            row["reference"] for row in guichet("requests", "list", "--only", "answered", "--json").json()
        }

    for said, undone in (("message_out", "note"), ("state", "state"), ("state", "assignment")):
        answer = write_entry(said, public=True, text="Oui.")
        assert this_years("2026-00004") in answered()
        write_entry(undone, data={"withdraws": [answer]})
        assert this_years("2026-00004") not in answered() and answered(), undone


def test_figures_by_agent_are_for_those_who_lead_them_and_looking_is_traced(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "agent" not in guichet("stats", "--json").json()["by"]
    refused = guichet("stats", "--agents", "--by", "marc-durand")
    assert refused.code == 1 and "for managers and administrators" in refused.err
    assert "agent" in guichet("stats", "--agents", "--by", "thomas-petit", "--json").json()["by"]
    assert "stats" in guichet("audit", "show").out
    monkeypatch.setenv("GUICHET_REPORT__BY_AGENT", "false")
    off = guichet("stats", "--agents", "--by", "thomas-petit")
    assert off.code == 1 and "report.by_agent" in off.err
    wrong = guichet("stats", "--since", "2026-11-20", "--until", "2026-11-19")
    assert wrong.code == 1 and "after the last" in wrong.err
    assert "is not a day" in guichet("stats", "--until", "jamais").err


def test_people_read_figures_in_their_language_and_spreadsheets_get_one_line_a_row(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    french = guichet("stats").out
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    english = guichet("stats").out
    assert "Demandes ouvertes" in french and "Par bâtiment" in french and "courriel" in french
    assert "Open requests" in english and "By building" in english
    assert "█" in french and "guichet requests list --overdue" in french
    # Each row has what leads to its own list; that of the first is written out below the table.
    rows = [line for line in french.splitlines() if "█" in line]
    narrowed = [line.split("--", 1)[1].split()[0] for line in rows]
    assert narrowed == ["service", "building", "type", "channel", "origin", "since"]
    lines = list(csv.DictReader(io.StringIO(guichet("stats", "--csv").out)))
    assert (lines[0]["by"], lines[0]["received"]) == ("", "1")
    assert {line["by"] for line in lines} == {"", "service", "building", "type", "channel", "origin", "month"}
    assert all(line["list"].startswith("guichet requests list") for line in lines)
