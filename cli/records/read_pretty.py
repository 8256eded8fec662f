"""A read mail for people: who, what, the new text, what was folded away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.panel import Panel
from rich.table import Table

from cli.present import on_the_clock, safe
from cli.speaking.amounts import octets
from cli.speaking.language import language
from cli.speaking.translate import say
from cli.speaking.words import colon, heading

#: What a machine's mail is, in French.
_AUTOMATIC = {
    "delay": "avis de retard",
    "feedback": "rapport de messagerie",
    "generated": "écrit par un programme",
    "list": "liste ou envoi en nombre",
    "loop": "boucle",
    "read_receipt": "accusé de lecture",
    "vacation": "absence",
}


def show(row: dict[str, Any], console: Console | None = None) -> None:
    """Print one row of `guichet read` in colour when the terminal has any."""
    console = console or Console(highlight=False)
    if "error" in row:
        console.print(f"[bold red]{_plain(row['path'])}[/] {_plain(_error(row['error']))}")
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column()
    for label, value in _facts(row):
        if value:
            table.add_row(heading(label), _plain(value))
    console.print(Panel(table, title=_plain(row["path"]), title_align="left"))
    console.print(_plain(row["reply"] or say("(no text)")))
    if row["signature"]:
        console.print(f"\n[dim]{_plain(row['signature'])}[/]")
    if row["quoted"]:
        count = row["quoted"].count("\n") + 1
        folded = say(f"{count} quoted lines folded away" if count > 1 else "One quoted line folded away")
        console.print(f"\n[dim italic]{folded}[/]")
    console.print()


def _plain(text: str) -> str:
    """Words of strangers: neither markup nor anything a terminal acts on."""
    return escape_markup(safe(text))


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    from dispatch.notices.why.became import why_it_became

    facts = [
        ("Subject", row["subject"]),
        ("From", _person(row["from"]) if row["from"] else say("(nobody)")),
        ("Reply to", ", ".join(map(_person, row["reply_to"]))),
        ("To", ", ".join(map(_person, row["to"]))),
        ("Cc", ", ".join(map(_person, row["cc"]))),
        ("Date", _date(row["date"])),
        ("Message-ID", row["message_id"] or say("(none)")),
        ("Answers", row["in_reply_to"]),
    ]
    if row["automatic"]:
        facts.append(("Automatic", _automatic(**row["automatic"])))
    for recipient in (row["bounce"] or {}).get("recipients", []):
        facts.append(("Bounce", _bounce(recipient)))
    for attachment in row["attachments"]:
        inline = say(", shown in the text") if attachment["inline"] else ""
        size = octets(attachment["size_bytes"])
        facts.append(("File", f"{attachment['filename']} ({attachment['content_type']}, {size}{inline})"))
    facts.extend(("Note", why_it_became(defect, language())) for defect in row["defects"])
    return facts


def _date(written: str | None) -> str:
    """When it was written, on the clock of its writer as the mail says it; UTC elsewhere."""
    if written is None:
        return say("(none)")
    moment = datetime.fromisoformat(written)
    return on_the_clock(moment, None)


def _error(reason: str) -> str:
    """Why nothing could be read: by the machine, or by the reader, which gave up."""
    from dispatch.notices.why.became import why_it_became

    said = why_it_became(reason, language())
    return say(reason) if said == reason else said


def _automatic(kind: str, reason: str) -> str:
    from dispatch.notices.why.became import why_it_became

    said = _AUTOMATIC.get(kind, kind) if language() == "fr" else kind
    return f"{said}{colon()}{why_it_became(reason, language())}"


def _bounce(recipient: dict[str, Any]) -> str:
    lasting = say("failed" if recipient["permanent"] else "failed for now")
    return f"{recipient['address']} {lasting} {recipient['status']} {recipient['diagnostic'][:200]}"


def _person(box: dict[str, str]) -> str:
    return f"{box['name']} <{box['address']}>" if box["name"] else box["address"]


def escape(text: str) -> str:
    """Text of a mail as the terminal may show it: neither markup nor escape sequences."""
    return escape_markup(safe(text))
