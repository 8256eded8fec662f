"""The bordereau as a document: its days are written as whoever signs it writes them."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from dispatch.upkeep.retention.slip_document import as_odt

ROWS = [("Nature", "Date", "Volume"), ("Demandes du 2005-11-18", "2005-11-18", "20051118")]


@pytest.mark.parametrize(("locale", "shown"), [("fr", "18/11/2005"), ("en", "2005-11-18")])
def test_days_of_a_slip_are_written_as_in_its_language(locale: str, shown: str) -> None:
    odt = as_odt(ROWS, locale=locale, town="Saint-Exemple", day=date(2026, 11, 29))
    with zipfile.ZipFile(io.BytesIO(odt)) as document:
        content = document.read("content.xml").decode()
    assert f">{shown}<" in content
    assert ">Demandes du 2005-11-18<" in content and ">20051118<" in content
