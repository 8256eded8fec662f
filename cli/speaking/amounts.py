"""Sizes and shares as people write them: « 4 225,0 Mo », « 80 % », « 15 684 octets »."""

from __future__ import annotations

from cli.speaking.language import language

#: Between thousands, and before the sign of a unit or of a hundredth.
_THIN, _FIXED = "\u202f", "\u00a0"


def megabytes(size: int) -> str:
    """A size in bytes as megabytes, with one digit after the comma."""
    return f"{_grouped(f'{size / 2**20:,.1f}')}{_unit(' MB', 'Mo')}"


def octets(size: int) -> str:
    """A size in bytes."""
    return f"{_grouped(f'{size:,}')}{_unit(' bytes', 'octets')}"


def share(part: float) -> str:
    """A part of one as hundredths."""
    return f"{part * 100:.0f}{_unit('%', '%')}"


def decimal(written: str) -> str:
    """A number as Python writes it, with the comma of the language."""
    return written if language() == "en" else written.replace(".", ",")


def _grouped(number: str) -> str:
    if language() == "en":
        return number
    return number.replace(",", _THIN).replace(".", ",")


def _unit(english: str, french: str) -> str:
    return english if language() == "en" else f"{_FIXED}{french}"
