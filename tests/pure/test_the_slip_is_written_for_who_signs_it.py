"""The bordereau as a document: its days are written as whoever signs it writes them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dispatch.upkeep.retention.due import Due
from dispatch.upkeep.retention.slip import rows_of
from dispatch.upkeep.retention.slip_document import as_odt

ROWS = [("Nature", "Date", "Volume"), ("Demandes du 2005-11-18", "2005-11-18", "20051118")]


@pytest.mark.parametrize(("locale", "shown"), [("fr", "18/11/2005"), ("en", "2005-11-18")])
def test_days_of_a_slip_are_written_as_in_its_language(locale: str, shown: str) -> None:
    odt = as_odt(ROWS, locale=locale, town="Saint-Exemple", day=date(2026, 11, 29))
    with zipfile.ZipFile(io.BytesIO(odt)) as document:
        content = document.read("content.xml").decode()
    assert f">{shown}<" in content
    assert ">Demandes du 2005-11-18<" in content and ">20051118<" in content


def test_days_of_a_slip_are_those_of_the_town() -> None:
    """Received half an hour after midnight, on the first of January: of the new year, as its reference is."""
    received, closed = (datetime(*day, 23, 30, tzinfo=UTC) for day in ((2005, 12, 31), (2006, 6, 30)))
    due = Due(1, "2006-00001", "", "", received, closed, years=20)
    _, line = rows_of([due], "fr", str, str, ZoneInfo("Europe/Paris"))
    assert line[2:4] == ("2006-01-01", "2006-07-01")
