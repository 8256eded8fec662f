"""The table of notices in docs/templates.md, written from the catalogue.

python -m tests.notices_page
"""

from __future__ import annotations

import re
from pathlib import Path

from dispatch.notices.catalogue import CATALOGUE, Notice
from models.signing.tokens import Purpose

PAGE = Path(__file__).parents[1] / "docs" / "templates.md"
_TABLE = re.compile(r"(?<=<!-- notices -->\n).*?(?=<!-- end of notices -->)", re.DOTALL)
_FOR = {
    "requester": "the requester",
    "agent": "agents and services",
    "administrator": "administrators",
    "partner": "partners outside",
}
_ANSWERS: dict[Purpose | None, str] = {
    None: "cannot be answered",
    Purpose.REQUESTER: "joins the request",
    Purpose.ASSIGNEE: "an order, or an answer to the requester",
    Purpose.NOTE: "an internal note",
    Purpose.TASK: "ends or hands on the task",
    Purpose.CONFIRM: "OK or NO, once",
    Purpose.WISH: "CONFIRMER or NON, once",
    Purpose.LIST: "orders, one request a line",
    Purpose.PARTNER: "an internal note, told to the holder",
}


def notices_table() -> str:
    """Every notice, as Markdown."""
    lines = [
        "| notice | for | travels by | an answer to it | may wait for the morning |",
        "|---|---|---|---|---|",
    ]
    lines += [_line(notice) for notice in CATALOGUE.values()]
    return "\n".join(lines) + "\n"


def page_with_table() -> str:
    """docs/templates.md with the table as it must be."""
    return _TABLE.sub(lambda _: notices_table(), PAGE.read_text("utf-8"))


def _line(notice: Notice) -> str:
    ways = " and ".join({"email": "email", "sms": "text"}[way] for way in notice.channels)
    waits = "yes" if notice.can_wait else "no"
    return f"| `{notice.name}` | {_FOR[notice.audience]} | {ways} | {_ANSWERS[notice.reply]} | {waits} |"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(), "utf-8")
