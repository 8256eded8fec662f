"""A read mail for people: who, what, the new text, what was folded away."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.panel import Panel
from rich.table import Table

from cli.present import safe
from cli.speaking.translate import say


def show(row: dict[str, Any], console: Console | None = None) -> None:
    """Print one row of `guichet read` in colour when the terminal has any."""
    console = console or Console(highlight=False)
    if "error" in row:
        console.print(f"[bold red]{_plain(row['path'])}[/] {_plain(say(row['error']))}")
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column()
    for label, value in _facts(row):
        if value:
            table.add_row(label, _plain(value))
    console.print(Panel(table, title=_plain(row["path"]), title_align="left"))
    console.print(_plain(row["reply"] or "(no text)"))
    if row["signature"]:
        console.print(f"\n[dim]{_plain(row['signature'])}[/]")
    if row["quoted"]:
        count = row["quoted"].count("\n") + 1
        console.print(f"\n[dim italic]{count} quoted line{'s' if count > 1 else ''} folded away[/]")
    console.print()


def _plain(text: str) -> str:
    """Words of strangers: neither markup nor anything a terminal acts on."""
    return escape_markup(safe(text))


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    facts = [
        ("Subject", row["subject"]),
        ("From", _person(row["from"]) if row["from"] else "(nobody)"),
        ("Reply to", ", ".join(map(_person, row["reply_to"]))),
        ("To", ", ".join(map(_person, row["to"]))),
        ("Cc", ", ".join(map(_person, row["cc"]))),
        ("Date", row["date"] or "(none)"),
        ("Message-ID", row["message_id"] or "(none)"),
        ("Answers", row["in_reply_to"]),
    ]
    if row["automatic"]:
        facts.append(("Automatic", f"{row['automatic']['kind']}: {row['automatic']['reason']}"))
    for recipient in (row["bounce"] or {}).get("recipients", []):
        lasting = "failed" if recipient["permanent"] else "failed for now"
        facts.append(
            (
                "Bounce",
                f"{recipient['address']} {lasting} {recipient['status']} {recipient['diagnostic'][:200]}",
            )
        )
    for attachment in row["attachments"]:
        inline = ", shown in the text" if attachment["inline"] else ""
        facts.append(
            (
                "File",
                f"{attachment['filename']} ({attachment['content_type']}, {attachment['size_bytes']:,} "
                f"bytes{inline})",
            )
        )
    facts.extend(("Note", defect) for defect in row["defects"])
    return facts


def _person(box: dict[str, str]) -> str:
    return f"{box['name']} <{box['address']}>" if box["name"] else box["address"]


def escape(text: str) -> str:
    """Text of a mail as the terminal may show it: neither markup nor escape sequences."""
    return escape_markup(safe(text))
