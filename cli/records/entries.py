"""How a request's history and the steps of its routing are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from rich.text import Text

from cli.present import console, on_the_clock, safe
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import value as value_said
from dispatch.rules.decision import Step
from dispatch.rules.explain import explain
from models.tables.programs.keys import program_of

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


def print_entries(
    entries: Sequence[dict[str, Any]], attachments: Sequence[dict[str, Any]], zone: tzinfo | None
) -> None:
    """Each line of the history with its files, on the clock of `zone`, the town's (`on_the_clock`)."""
    out = console()
    for entry in entries:
        head = Text(f"{on_the_clock(entry['at'], zone, seconds=True)}  ", style="dim")
        head.append(
            value_said("entry", entry["kind"].replace("_", " ")), style=_STYLES.get(entry["kind"], "")
        )
        who = safe(entry["person"] or program_of(entry["data"]) or entry["by"])
        head.append(
            f"  {value_said('by', who)}"
            + (say(f" by {entry['channel']}") if entry["channel"] else "")
            + say("  (withdrawn)" if entry["withdrawn"] else "" if entry["public"] else "  (internal)")
        )
        head.append(safe(say(_said(entry))), style="dim")
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
                        f"{item['size_bytes']:,} bytes)",
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
    return f"{row['partner']}{number}, {on_the_clock(row['at'], zone)}, {said}{reminded}"


def print_steps(steps: Sequence[dict[str, Any]]) -> None:
    """Every rule looked at, what matched where, and what it did."""
    out = console()
    if not steps:
        out.print("No rule was looked at.")
        return
    for line in explain([Step.from_json(step) for step in steps], everything=True, locale=language()):
        out.print(Text(safe(line), style="" if line.startswith("✓") else "dim"))


#: What a message says beside its words (dispatch.inbound.message_entry), as people read it.
_BESIDE = {
    "subject": "Subject: {}",
    "from_machine": "Sent on by a machine: {}",
    "asks_elsewhere": "Warning: asks to be answered at another domain, {}; answers go to the sender",
    "no_words": "No words could be read: {}",
}


def _beside(data: dict[str, Any]) -> list[str]:
    return [words.format(data[name]) for name, words in _BESIDE.items() if data.get(name)]


def _said(entry: dict[str, Any]) -> str:
    data = entry["data"]
    match entry["kind"]:
        case "state":
            return f"  {data.get('from')} → {data.get('to')}" + (
                f" on {data['date']}" if data.get("date") else ""
            )
        case "assignment":
            return "  → " + " / ".join(str(data[key]) for key in ("service", "agent") if data.get(key))
        case "rule":
            return f"  {', '.join(data.get('rules', [])) or 'no rule'} → {data.get('service')}" + (
                f" / {data['building']}" if data.get("building") else ""
            )
        case "message_in":
            return f"  (files not kept: {data['files_not_kept']})" if data.get("files_not_kept") else ""
        case "link":
            return f"  {data.get('reason', '')}"
        case "note" if data.get("official"):
            return "  (elected official)"
        case "note" if data.get("forwarded_to"):
            return f"  → {data['forwarded_to']}, until {data.get('until', '')}"
        case "note" if data.get("partner"):
            number = f", their number {data['their_number']}" if data.get("their_number") else ""
            return f"  from {data['partner']}{number}"
        case "notice":
            return f"  {data.get('failed', '')}"
    return ""
