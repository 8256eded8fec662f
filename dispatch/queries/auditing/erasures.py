"""The receipts of what was erased, as commands show them."""

from __future__ import annotations

from typing import Any

from models.store.glance import Glance, as_time


def find_erasures(glance: Glance, batch: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Lines of receipts, newest first; of one batch when it is named."""
    where = "WHERE batch = :batch" if batch else ""
    rows = glance.rows(
        "SELECT batch, at, subject, rule, request_type, service, opened_at, closed_at, files, files_bytes, "
        f"done_by, approved_by FROM erasure {where} ORDER BY id DESC LIMIT :most",
        **({"batch": batch} if batch else {}),
        most=limit,
    )
    times = ("at", "opened_at", "closed_at")
    return [{**row, **{name: as_time(row[name]) for name in times}} for row in rows]
