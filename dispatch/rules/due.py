"""When a new request is due: by its rule, else by the town; sooner in danger, and before silence decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from models.organisation import Organisation
from models.organisation.working_time import due_after_days, due_after_hours, end_before_months


def due_at(organisation: Organisation, received_at: datetime, settled: Mapping[str, str]) -> datetime | None:
    """When it is due, given what rules and type settled (names of `dispatch.rules.draft`); None for never."""
    ordinary = _before_silence(
        organisation, received_at, settled, _ordinarily(organisation, received_at, settled)
    )
    if "danger" not in settled:
        return ordinary
    soon = received_at + timedelta(hours=organisation.town.danger_due_hours)
    return min(soon, ordinary) if ordinary is not None else soon


def _before_silence(
    organisation: Organisation, received_at: datetime, settled: Mapping[str, str], due: datetime | None
) -> datetime | None:
    """No later than the last working day before silence decides."""
    kind = organisation.request_type(settled.get("type"))
    if kind is None or kind.silence.effect == "none":
        return due
    last = end_before_months(organisation.town, received_at, kind.silence.months)
    return min(last, due) if due is not None else last


def _ordinarily(
    organisation: Organisation, received_at: datetime, settled: Mapping[str, str]
) -> datetime | None:
    town = organisation.town
    if "due_working_hours" in settled:
        return due_after_hours(town, received_at, int(settled["due_working_hours"]))
    days = int(settled.get("due_working_days", town.due_working_days))
    return due_after_days(town, received_at, days) if days else None
