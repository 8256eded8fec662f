"""How a request's history and the steps of its routing are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from rich.text import Text

from cli.present import console, day_said, on_the_clock, safe
from cli.records.requests_meant import reason_said, state_said
from cli.speaking.amounts import octets
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import colon, heading
from cli.speaking.words import value as value_said
from dispatch.rules.decision import Step
from dispatch.rules.explain import explain
from dispatch.rules.explain_words import BUILT_IN
from models.planned_hours import within_day
from models.tables.programs.keys import program_of

if TYPE_CHECKING:
    from cli.office import Office

_STYLES = {
    "message_in": "cyan",
    "message_out": "green",
    "state": "bold yellow",
    "note": "magenta",
    "assignment": "blue",
    "notice": "green",
    "rule": "dim",
    "link": "blue",
    "task": "blue",
    "attachment": "cyan",
}

#: By what a line of the history reached us, or left: a channel, or what the desk wrote down.
_CAME_BY = {
    "email": "by email",
    "sms": "by sms",
    "telephone": "by telephone",
    "counter": "at the counter",
    "paper": "on paper",
    "social": "on a social network",
    "api": "by another program",
    "open311": "by Open311",
}


def print_entries(
    entries: Sequence[dict[str, Any]], attachments: Sequence[dict[str, Any]], office: Office
) -> None:
    """Each line of the history with its files, on the clock of the town (`on_the_clock`)."""
    out, zone = console(), office.town.zone
    for entry in entries:
        head = Text(f"{on_the_clock(entry['at'], zone, seconds=True)}  ", style="dim")
        head.append(
            value_said("entry", entry["kind"].replace("_", " ")), style=_STYLES.get(entry["kind"], "")
        )
        who = safe(entry["person"] or program_of(entry["data"]) or entry["by"])
        head.append(
            f"  {value_said('by', who)}"
            + (say(f" {_CAME_BY[entry['origin']]}") if entry["origin"] else "")
            + say("  (withdrawn)" if entry["withdrawn"] else "" if entry["public"] else "  (internal)")
        )
        head.append(safe(_said(entry, office)), style="dim")
        out.print(head)
        for line in _beside(entry["data"]):
            out.print(Text(f"    {safe(line)}", style="yellow"))
        for line in safe(entry["text"]).splitlines():
            out.print(Text(f"    {line}"))
        for item in attachments:
            if item["entry_id"] == entry["id"] and not item["decorative"]:
                out.print(
                    Text(
                        f"    📎 {safe(item['shown_name'])} ({safe(item['content_type'])}, "
                        f"{octets(item['size_bytes'])})",
                        style="cyan",
                    )
                )


def passed_on_said(row: dict[str, Any], zone: tzinfo | None) -> str:
    """Which partner outside a request was passed on to, their number of it, and until when they answer."""
    number = f" ({row['their_number']})" if row["their_number"] else ""
    answered = row["answered_at"]
    said = (
        f"answered {on_the_clock(answered, zone)}"
        if answered
        else f"until {on_the_clock(row['due_at'], zone)}"
    )
    reminded = ", reminded" if row["reminded_at"] and not answered else ""
    return f"{row['partner']}{number}, {on_the_clock(row['at'], zone)}, {say(said)}{say(reminded)}"


def task_said(task: dict[str, Any], zone: tzinfo | None) -> tuple[str, str]:
    """A task in a line: its name, and its state, title, agent, and until when it is to be done."""
    who = task["assignee"] or say("nobody")
    until = say(f"until {on_the_clock(task['due_at'], zone)}") if task["due_at"] else ""
    return f"{heading('task')} {task['id']}", (
        f"{value_said('state', task['state'])}{colon()}{task['title']} ({who}{until and ', '}{until})"
    )


def print_steps(steps: Sequence[dict[str, Any]]) -> None:
    """Every rule looked at, what matched where, and what it did."""
    out = console()
    if not steps:
        out.print("No rule was looked at.")
        return
    for line in explain([Step.from_json(step) for step in steps], everything=True, locale=language()):
        out.print(Text(safe(line), style="" if line.startswith("✓") else "dim"))


#: What a note of a correction has of it.
_CORRECTED = ("type", "priority", "due_at", "building")
#: What a message says beside its words (dispatch.inbound.message_entry), as people read it.
_BESIDE = {
    "subject": "Subject: {}",
    "from_machine": "Sent on by a machine: {}",
    "asks_elsewhere": "Warning: asks to be answered at another domain, {}; answers go to the sender",
    "in_copy": "Written by somebody in copy: {}",
    "unproved": "Warning: nothing proves that it comes from {}",
    "no_words": "No words could be read: {}",
}


def _beside(data: dict[str, Any]) -> list[str]:
    return [say(words.format(data[name])) for name, words in _BESIDE.items() if data.get(name)]


def _said(entry: dict[str, Any], office: Office) -> str:
    """What a line says beside its words."""
    data = entry["data"]
    match entry["kind"]:
        case "state":
            states = (state_said(office, str(data.get(end))) for end in ("from", "to"))
            return "  " + " → ".join(states) + _planned(data)
        case "assignment":
            return "  → " + " / ".join(str(data[key]) for key in ("service", "agent") if data.get(key))
        case "rule" if data:  # of an erased request nothing is left
            named = dict.fromkeys(BUILT_IN[language()].get(rule, rule) for rule in data.get("rules", []))
            placed = f"{data.get('service')}" + (f" / {data['building']}" if data.get("building") else "")
            return f"  {', '.join(named) or say('no rule')} → {placed}"
        case "message_in":
            return say(f"  (files not kept: {data['files_not_kept']})") if data.get("files_not_kept") else ""
        case "link":
            return f"  {reason_said(office, data.get('reason', ''))}"
        case "note" if name := next((each for each in _CORRECTED if each in data), ""):
            return f"  {heading(name.removesuffix('_at'))}{colon()}{_corrected(name, data[name], office)}"
        case "note" if "tags" in data:
            return f"  {heading('tags')}{colon()}{', '.join(data['tags']) or '–'}"
        case "note" if data.get("official"):
            return say("  (elected official)")
        case "note" if data.get("forwarded_to"):
            return f"  → {data['forwarded_to']}" + say(f", until {day_said(data.get('until', ''))}")
        case "note" if data.get("partner"):
            number = say(f", their number {data['their_number']}") if data.get("their_number") else ""
            return say(f"  from {data['partner']}") + number
        case "notice":
            return say(f"  {data.get('failed', '')}")
    return ""


def _corrected(name: str, value: str | None, office: Office) -> str:
    """What somebody put right, as it is since."""
    if not value:
        return "–"
    if name == "due_at":
        return on_the_clock(datetime.fromisoformat(value), office.town.zone)
    return value_said(name, value)


def _planned(data: Mapping[str, Any]) -> str:
    """` on 3/12/2026 at 14:00`; '' of a change without a day."""
    if not data.get("date"):
        return ""
    return say(f" on {day_said(data['date'])}") + within_day(language(), data.get("hours") or "")
